//! Conditions and templates.

use crosswalk_model::{Rule, Step};

use crate::cases::{cases, mapped, one_field, record};
use crate::spoil::{Chance, spoilt};
use crate::watch::{memory, watched};

const CONDITIONS: &[&str] = &[
    r#"role in ["student", "teacher"] && !(givenName == "x")"#,
    r#"has(record.a) ? a.startsWith("b") : (b > 3 || c == null)"#,
    r#"e.exists(x, x > 10) && e.all(x, x >= 0) && size(e) < 1000"#,
    r#"a.matches("^(a+)+$") || a.contains("=1")"#,
    r#"f["k1"] == "v1" && "k2" in f"#,
    r#"e.map(x, e.map(y, e.map(z, x + y + z))).size() > 0"#,
    r#"e.filter(x, e.exists(y, y == x)).size() == 900"#,
    r#"((((((((b == 1))))))))"#,
    r#"a + a + a + a + a + a == a"#,
    r#"b * b * b + b - 1 / 0 == 9223372036854775807 + 1"#,
];

const TEMPLATES: &[&str] = &[
    "{{ givenName or role }} {{ a | upper | title }}",
    "{% if c %}x{% elif g %}{{ a | replace('=', '==========') }}{% else %}y{% endif %}",
    "{{ e | join(a) }}{{ e | join('-') | length }}",
    "{{ f.k1 }} {{ f }} {{ d }} {{ d | first | first | last }}",
    "{{ a | default(a) | replace('', a) }}",
    "{{ $key }} {{ $id }} {{ $parent }}",
    "{# a comment #}{{ a | trim | lower }}{{ a }}{{ a }}{{ a }}{{ a }}{{ a }}{{ a }}",
    "{{ (((((((( a )))))))) ~ a ~ a ~ a }}",
];

fn samples(texts: &[&str]) -> Vec<Vec<u8>> {
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

/// What a seed makes of good texts. The first ones are the texts themselves.
fn made(samples: &[Vec<u8>], seed: u64) -> String {
    let first = usize::try_from(seed).ok().and_then(|seed| samples.get(seed));
    let bytes = first.cloned().unwrap_or_else(|| {
        let mut chance = Chance::new(seed);
        let good = samples[chance.below(samples.len())].clone();
        spoilt(&good, samples, &mut chance)
    });
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn conditions_are_bounded() {
    let (samples, record) = (samples(CONDITIONS), record());
    for seed in cases(400) {
        let condition = made(&samples, seed);
        let whole = one_field(Rule::copy("givenName"), Some(condition.clone()));
        let step = one_field(Rule::copy("givenName").then(Step::If(condition)), None);
        watched("condition", seed, || {
            let (_, findings) = mapped(&whole, &record);
            assert!(findings.len() < 10);
            mapped(&step, &record);
        });
    }
    memory("conditions");
}

#[test]
fn templates_are_bounded() {
    let (samples, record) = (samples(TEMPLATES), record());
    for seed in cases(400) {
        let crosswalk = one_field(Rule::template(made(&samples, seed)), None);
        watched("template", seed, || {
            let (mapped, _) = mapped(&crosswalk, &record);
            let house = mapped.and_then(|mut mapped| mapped.fields.remove("house"));
            let length = house.and_then(|value| value.as_text().map(|text| text.chars().count()));
            assert!(length.is_none_or(|length| length <= 4_096), "{length:?} characters");
        });
    }
    memory("templates");
}

#[test]
fn what_repeats_itself_runs_out_of_fuel_and_not_of_memory() {
    let deep = |open: &str, close: &str, n: usize| format!("{}a{}", open.repeat(n), close.repeat(n));
    let record = record();
    let conditions = [
        deep("(", ")", 450),
        deep("[", "]", 450),
        "!".repeat(990) + "g",
        "-".repeat(990) + "b",
        format!("g{}", " ? g : g".repeat(100)),
        format!("a{}", ".contains(a)".repeat(80)),
        "e.map(a, e.map(b, e.map(c, e.map(d, e)))) == e".into(),
        r#"a.matches("(x+x+)+y")"#.into(),
        r#"a.matches("(((a{1,100}){1,100}){1,100}){1,100}")"#.into(),
    ];
    for (n, condition) in conditions.into_iter().enumerate() {
        let crosswalk = one_field(Rule::copy("givenName"), Some(condition));
        watched("deep condition", n as u64, || drop(mapped(&crosswalk, &record)));
    }
    let templates = [
        format!("{{{{ {} }}}}", deep("(", ")", 600)),
        format!("{{{{ a{} }}}}", " | upper".repeat(200)),
        format!("{{{{ a{} }}}}", " ~ a".repeat(450)),
        format!("{{{{ a{} }}}}", " | replace('=', '=====')".repeat(60)),
        "{% for x in e %}{{ x }}{% endfor %}".into(),
        "{% set a = a ~ a %}{{ a }}".into(),
        "{{ a * 1000000 }}".into(),
        "{{ range(1000000000) }}".into(),
        "{% include 'rule' %}{% extends 'rule' %}{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}".into(),
    ];
    for (n, template) in templates.into_iter().enumerate() {
        let crosswalk = one_field(Rule::template(template), None);
        watched("deep template", n as u64, || drop(mapped(&crosswalk, &record)));
    }
    memory("what repeats itself");
}
