//! A mapping that somebody pastes into the text field, or that came from elsewhere.

use crosswalk_model::{Crosswalk, Direction, Rule, Step, StreamMap};
use crosswalk_reconcile::map::{Compiled, MapContext};

use crate::spoil::{Chance, spoilt};
use crate::watch::{memory, watched};

fn good() -> Vec<Vec<u8>> {
    let map = |rule: Rule, when: Option<&str>| StreamMap {
        from: "students".into(),
        to: "user".into(),
        enabled: true,
        when: when.map(str::to_owned),
        key: Rule::copy("$key"),
        fields: vec![rule.into_field("house"), Rule::copy("email").then(Step::Trim).into_field("email")],
    };
    let lookups = [("houses".into(), [("K".to_owned(), "Kauri".to_owned())].into())].into();
    let streams = vec![
        map(Rule::template("{{ a | upper }}"), Some("has(record.a)")),
        map(Rule::copy("b").then(Step::Bands(vec!["0-9".into()])), None),
    ];
    let crosswalk = Crosswalk { version: 3, streams, lookups, cases: Vec::new() };
    vec![toml::to_string_pretty(&crosswalk).unwrap().into_bytes()]
}

fn mistyped(text: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut text = text.to_vec();
    let quoted = |at: &usize| text[..*at].iter().filter(|byte| **byte == b'"').count() % 2 == 1;
    let places: Vec<usize> =
        (0..text.len()).filter(|at| text[*at].is_ascii_alphanumeric()).filter(quoted).collect();
    let at = places[chance.below(places.len())];
    text[at] = b"abxyz019{}|.+"[chance.below(13)];
    text
}

fn read(text: &str) -> bool {
    let context =
        MapContext { direction: Direction::Inbound, today: "2026-03-02".parse().unwrap(), hash_key: [7; 32] };
    match toml::from_str::<Crosswalk>(text) {
        Ok(crosswalk) => {
            Compiled::new(&crosswalk, &context);
            true
        }
        Err(error) => {
            assert!(error.message().len() < 10_000);
            false
        }
    }
}

#[test]
fn spoilt_text_is_refused_or_read_in_no_time() {
    let samples = good();
    let times = option_env!("CROSSWALK_HOSTILE").and_then(|times| times.parse().ok()).unwrap_or(1);
    let mut understood = 0;
    for seed in 0..600 * times {
        let mut chance = Chance::new(seed);
        // Every other text stays TOML: one letter of its words is another, as when somebody mistypes.
        let bytes = match seed {
            0 => samples[0].clone(),
            seed if seed % 2 == 0 => mistyped(&samples[0], &mut chance),
            _ => spoilt(&samples[0], &samples, &mut chance),
        };
        let text = String::from_utf8_lossy(&bytes).into_owned();
        watched("mapping text", seed, || understood += usize::from(read(&text)));
    }
    assert!(understood > 20, "{understood} texts could be read at all");
    memory("mapping texts");
}

#[test]
fn text_that_nests_or_repeats_without_end_is_refused() {
    let texts = [
        format!("version = {}1{}", "[".repeat(100_000), "]".repeat(100_000)),
        format!("version = {}1{}", "{a=".repeat(20_000), "}".repeat(20_000)),
        format!("[{}]", ["a"; 50_000].join(".")),
        "[[streams]]\n".repeat(50_000),
        format!("version = {}", "9".repeat(200_000)),
        format!("version = \"\"\"{}", "x".repeat(200_000)),
        "a = 1\n".repeat(50_000),
    ];
    for (n, text) in texts.iter().enumerate() {
        watched("endless text", n as u64, || assert!(!read(text), "case {n}"));
    }
    memory("endless texts");
}
