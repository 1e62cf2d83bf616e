//! Conditions, templates and mappings as text are typed by people, and may be pasted from anywhere. Whatever stands in
//! them: they are read or refused in a moment, and never stop the house.

use std::time::{Duration, Instant};

use crosswalk_contract::{GetMappingText, SetMappingText};
use crosswalk_model::{Crosswalk, Date, Direction, Fields, Rule, SourceRecord, StreamMap, Value};
use crosswalk_reconcile::map::{Compiled, MapContext, SourceView};
use crosswalk_tests::World;

const LONGEST: Duration = Duration::from_secs(1);

/// Numbers by chance, of which the seed decides all.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end.max(1)
    }

    /// A text of pieces, some of them many times.
    fn text(&mut self, pieces: &[&str]) -> String {
        (0..1 + self.below(14))
            .map(|_| {
                let times = if self.below(9) == 0 { 1 + self.below(400) } else { 1 };
                pieces[self.below(pieces.len())].repeat(times)
            })
            .collect()
    }
}

const CONDITIONS: &[&str] = &[
    "yearlevel",
    "name",
    "list",
    ".",
    "[0]",
    "['a']",
    "(",
    ")",
    "!",
    "-",
    " == ",
    " && ",
    " || ",
    " in ",
    " ? ",
    " : ",
    "1",
    "1.5",
    "9999999999999999999",
    "\"text\"",
    "'a'",
    "has(record.name)",
    "matches(name, '(a+)+$')",
    ".matches('^(a|a)*$')",
    ".all(x, x == 1)",
    ".map(x, x + x)",
    ".filter(x, list.all(y, y == x))",
    "size(",
    "record",
    "null",
    "true",
    "\\u0000",
    "ā",
    "list.map(a, list.map(b, list.map(c, list)))",
    "\"\"\"",
    "\n",
];
const TEMPLATES: &[&str] = &[
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    " name ",
    " list ",
    "|upper",
    "|join(',')",
    "|replace('a','aaaaaaaa')",
    "|default('x')",
    "{% for a in list %}",
    "{% for b in range(999999) %}",
    "{% endfor %}",
    "{% if name %}",
    "{% endif %}",
    "{{ name * 999999 }}",
    "{% set x = name ~ name %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% include 'rule' %}",
    "{{ self }}",
    "text",
    "ā",
    "{{ 9999999999 ** 99999 }}",
    "{{ name|center(99999999) }}",
    "{{ 'x'.__class__ }}",
    "\0",
];

fn record() -> SourceRecord {
    let list = Value::List((0..200).map(|n| Value::text(format!("item {n}"))).collect());
    let fields = [
        ("yearlevel", Value::Int(9)),
        ("name", Value::text("a".repeat(3_000) + "!")),
        ("list", list),
        ("empty", Value::Null),
    ];
    let fields: Fields = fields.into_iter().map(|(name, value)| (name.into(), value)).collect();
    SourceRecord { stream: "people".into(), key: "1".into(), fields }
}

/// Compiles and applies a map with this condition and this template.
fn applied(condition: &str, template: &str) {
    let stream = StreamMap {
        from: "people".into(),
        to: "user".into(),
        enabled: true,
        when: Some(condition.to_owned()),
        key: Rule::copy("$key"),
        fields: vec![Rule::template(template).into_field("givenName")],
    };
    let crosswalk = Crosswalk { streams: vec![stream], ..Crosswalk::default() };
    let today: Date = "2026-03-02".parse().unwrap();
    let (compiled, mut findings) =
        Compiled::new(&crosswalk, &MapContext { direction: Direction::Inbound, today, hash_key: [7; 32] });
    let record = record();
    for stream in compiled.streams() {
        stream.apply(&SourceView::head(&record), &mut findings);
    }
    assert!(findings.iter().all(|finding| !finding.message.is_empty() && finding.message.len() < 2_000));
}

fn in_a_moment(what: &str, mut case: impl FnMut()) {
    let moment = (0..3).any(|_| {
        let begun = Instant::now();
        case();
        begun.elapsed() < LONGEST
    });
    assert!(moment, "{what}");
}

#[test]
fn no_condition_and_no_template_takes_long() {
    for seed in 0..600 {
        let mut chance = Chance(seed);
        let (condition, template) = (chance.text(CONDITIONS), chance.text(TEMPLATES));
        in_a_moment(&format!("seed {seed}: {condition} / {template}"), || applied(&condition, "{{ name }}"));
        in_a_moment(&format!("seed {seed}: {condition} / {template}"), || applied("true", &template));
    }
}

#[test]
fn what_grows_is_bounded() {
    let templates = [
        "{% for a in range(9999) %}{% for b in range(9999) %}{{ name }}{% endfor %}{% endfor %}",
        "{% set x = name %}{% for a in list %}{% set x = x ~ x ~ x %}{% endfor %}{{ x }}",
        "{{ name|replace('a', name)|replace('a', name)|replace('a', name) }}",
        "{% macro m(n) %}{{ m(n) }}{{ m(n) }}{% endmacro %}{{ m(1) }}",
        "{{ (name ~ name)|list|join(name) }}",
        "{{ name|indent(999999999) }}{{ '%999999999d'|format(1) }}",
    ];
    for template in templates {
        in_a_moment(template, || applied("true", template));
    }
    let conditions = [
        "list.all(a, list.all(b, list.all(c, list.all(d, a != b || c != d))))",
        "name.matches('^(a+)+$')",
        "list.map(a, list.map(b, list.map(c, a + b + c))) == list",
        "name + name + name + name == name",
    ];
    for condition in conditions {
        in_a_moment(condition, || applied(condition, "{{ name }}"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spoilt_mapping_is_refused_whole_or_understood() {
    let world = World::new().await;
    let good = world.ask(GetMappingText { sync: world.inbound }).await.text;
    let pieces = [
        "[[stream]]",
        "[[stream.field]]",
        "from = \"students\"",
        "to = ",
        "\"\"\"",
        "'''",
        "=",
        "[",
        "]",
        "{",
        "}",
        "\n",
        "when = \"(\"",
        "version = 99999999999999999999",
        "version = -1",
        "steps = [",
        "\"trim\"",
        "template = \"{{\"",
        "#",
        "\\",
        "\0",
        "field.field.field = 1",
    ];
    for seed in 0..120 {
        let mut chance = Chance(seed);
        let from = chance.below(good.len());
        let to = (from + chance.below(60)).min(good.len());
        let (Some(head), Some(tail)) = (good.get(..from), good.get(to..)) else { continue };
        let text = format!("{head}{}{tail}", chance.text(&pieces));
        let begun = Instant::now();
        let set = SetMappingText { sync: world.inbound, text, knowingly: false };
        let actor = crosswalk_model::Actor::local_administrator();
        if let Err(problem) = world.house.ask_as(&actor, set).await {
            assert!(problem.title.ends_with('.') && problem.remedy.ends_with('.'), "{seed}: {problem:?}");
        }
        assert!(begun.elapsed() < Duration::from_secs(5), "{seed}");
    }
    let deep = format!("x = {}", "[".repeat(100_000));
    world.problem(SetMappingText { sync: world.inbound, text: deep, knowingly: false }).await;
    world.ask(SetMappingText { sync: world.inbound, text: good.clone(), knowingly: false }).await;
    world.push_full().await;
    assert!(world.roster().await["pupils"] > 50, "the house goes on");
}
