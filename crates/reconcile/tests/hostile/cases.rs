//! What cases are run with: a record full of long and odd values.

use crosswalk_model::{Crosswalk, Direction, Fields, Finding, Name, Rule, SourceRecord, StreamMap, Value};
use crosswalk_reconcile::map::{Compiled, MapContext, Mapped, SourceView};

/// The longest text that a rule may make of a record, in characters: the longest that goes in, and a little.
const LONGEST: usize = 100_000;

/// How many cases of a kind are tried. Whoever builds the tests with `CROSSWALK_HOSTILE=50` has so many times as much.
pub fn cases(usual: u64) -> std::ops::Range<u64> {
    let times = option_env!("CROSSWALK_HOSTILE").and_then(|times| times.parse().ok());
    0..usual * times.unwrap_or(1)
}

/// A map from pupils to users with one field.
pub fn one_field(rule: Rule, when: Option<String>) -> Crosswalk {
    let map = StreamMap {
        from: "students".into(),
        to: "user".into(),
        enabled: true,
        when,
        key: Rule::copy("$key"),
        fields: vec![rule.into_field("house")],
    };
    Crosswalk { streams: vec![map], ..Crosswalk::default() }
}

/// A record whose values are as long, deep and odd as records get.
pub fn record() -> SourceRecord {
    let long: String = "ā=1+1;'\"{{x}}\u{202e} ".repeat(3_000);
    let mut deep = Value::Int(1);
    for _ in 0..40 {
        deep = Value::List(vec![deep]);
    }
    let many: Vec<Value> = (0..900).map(Value::Int).collect();
    let map: Fields = (0..200).map(|n| (Name::from(format!("k{n}")), Value::text(format!("v{n}")))).collect();
    let fields: [(&'static str, Value); 9] = [
        ("a", Value::text(long)),
        ("b", Value::Int(i64::MIN)),
        ("c", Value::Null),
        ("d", deep),
        ("e", Value::List(many)),
        ("f", Value::Map(map)),
        ("g", Value::Bool(true)),
        ("givenName", Value::text("Māia")),
        ("role", Value::text("student")),
    ];
    let fields = fields.into_iter().map(|(name, value)| (Name::from(name), value)).collect();
    SourceRecord { fields, ..SourceRecord::new("students", "24117") }
}

/// Compiles a mapping and runs its first map over a record.
pub fn mapped(crosswalk: &Crosswalk, record: &SourceRecord) -> (Option<Mapped>, Vec<Finding>) {
    let context =
        MapContext { direction: Direction::Inbound, today: "2026-03-02".parse().unwrap(), hash_key: [7; 32] };
    let (compiled, mut findings) = Compiled::new(crosswalk, &context);
    let mut last = None;
    for stream in compiled.streams() {
        last = stream.apply(&SourceView::head(record), &mut findings);
        for value in last.iter().flat_map(|mapped| mapped.fields.values()) {
            assert!(
                value.as_text().is_none_or(|text| text.chars().count() <= LONGEST),
                "a text without a bound"
            );
        }
    }
    (last, findings)
}
