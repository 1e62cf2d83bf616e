//! Whole mappings, as they are stored and exchanged.

use crosswalk_model::{Crosswalk, Rule, Step};

use crate::cases::{cases, mapped, one_field, record};
use crate::spoil::{Chance, spoilt};
use crate::watch::{memory, watched};

fn good() -> Vec<Vec<u8>> {
    let steps = [
        Step::Split { separator: ",".into(), index: -3 },
        Step::Bands(vec!["0-9".into(), "10+".into()]),
        Step::AddDays(i32::MAX),
        Step::Phone { country: "64".into() },
        Step::Lookup { table: "houses".into(), otherwise: Some("none".into()) },
        Step::Reference { to: "class".into() },
    ];
    let rule = steps.into_iter().fold(Rule::copy("a"), Rule::then);
    let mut all = one_field(rule, Some("g && has(record.a)".into()));
    all.streams.extend(one_field(Rule::template("{{ a | upper }}"), None).streams);
    all.lookups = [("houses".into(), [("K".to_owned(), "Kauri".to_owned())].into())].into();
    [all, one_field(Rule::copy("d"), None)].iter().map(|one| serde_json::to_vec(one).unwrap()).collect()
}

#[test]
fn mappings_as_json() {
    let (samples, record) = (good(), record());
    let mut read = 0;
    for seed in cases(1_500) {
        let mut chance = Chance::new(seed);
        let bytes = match samples.get(usize::try_from(seed).unwrap()) {
            Some(good) => good.clone(),
            None => spoilt(&samples[chance.below(samples.len())].clone(), &samples, &mut chance),
        };
        watched("mapping", seed, || {
            if let Ok(crosswalk) = serde_json::from_slice::<Crosswalk>(&bytes) {
                read += 1;
                mapped(&crosswalk, &record);
            }
        });
    }
    assert!(read > 20, "{read} mappings could be read at all");
    memory("mappings");
}
