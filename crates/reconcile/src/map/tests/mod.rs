mod conditions;
mod crowd;
mod dates;
mod limits;
mod privacy;
mod properties;
mod records;
mod steps;
mod streams;
mod templates;
mod texts;

use crosswalk_model::{
    Crosswalk, Date, Direction, Fields, Finding, Name, Rule, SourceRecord, Step, StreamMap, Value,
};

use super::*;

pub(super) fn context(direction: Direction) -> MapContext {
    MapContext { direction, today: day("2026-03-02"), hash_key: [7; 32] }
}

pub(super) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub(super) fn fields<const N: usize>(entries: [(&'static str, Value); N]) -> Fields {
    entries.into_iter().map(|(name, value)| (Name::from(name), value)).collect()
}

pub(super) fn list<const N: usize>(items: [Value; N]) -> Value {
    Value::List(items.into())
}

pub(super) fn record(fields: Fields) -> SourceRecord {
    SourceRecord { fields, ..SourceRecord::new("students", "24117") }
}

/// A map from pupils to users with one field.
pub(super) fn one_field(rule: Rule) -> Crosswalk {
    let map = StreamMap {
        from: "students".into(),
        to: "user".into(),
        enabled: true,
        when: None,
        key: Rule::copy("$key"),
        fields: vec![rule.into_field("house")],
    };
    Crosswalk { streams: vec![map], ..Crosswalk::default() }
}

/// What a crosswalk makes of a record in its only stream, and the findings of compiling and mapping together.
pub(super) fn map(crosswalk: &Crosswalk, record: &SourceRecord) -> (Option<Mapped>, Vec<Finding>) {
    let (compiled, mut findings) = Compiled::new(crosswalk, &context(Direction::Inbound));
    let stream = compiled.streams_from("students").next().unwrap();
    let mapped = stream.apply(&SourceView::child(record, "9"), &mut findings);
    (mapped, findings)
}

/// What a rule makes of a record's fields, and the codes of what it found.
pub(super) fn run(rule: Rule, fields: Fields) -> (Option<Value>, Vec<String>) {
    let (mapped, findings) = map(&one_field(rule), &record(fields));
    let value = mapped.unwrap().fields.remove("house");
    (value, findings.into_iter().map(|finding| finding.code.into_owned()).collect())
}

/// Checks what steps make of a value: the value, and the code of the one finding if there is one.
#[track_caller]
pub(super) fn check(steps: &[Step], input: impl Into<Value>, expect: impl Into<Value>, code: Option<&str>) {
    let (value, codes) = through(steps, input.into());
    assert_eq!(shown(value.as_ref()), shown(Some(&expect.into())), "{steps:?}");
    assert_eq!(codes, code.into_iter().collect::<Vec<_>>());
}

/// Checks that steps drop a value with a finding.
#[track_caller]
pub(super) fn drops(steps: &[Step], input: impl Into<Value>, code: &str) {
    let (value, codes) = through(steps, input.into());
    assert_eq!(shown(value.as_ref()), "absent", "{steps:?}");
    assert_eq!(codes, [code]);
}

pub(super) fn through(steps: &[Step], input: Value) -> (Option<Value>, Vec<String>) {
    let rule = steps.iter().fold(Rule::copy("in"), |rule, step| rule.then(step.clone()));
    run(rule, fields([("in", input)]))
}

/// A value as JSON: `Debug` of values is private.
pub(super) fn shown(value: Option<&Value>) -> String {
    value.map_or_else(|| "absent".to_owned(), |value| serde_json::to_string(value).unwrap())
}

#[test]
fn what_is_compiled_can_be_shared() {
    fn shared<T: Send + Sync>() {}
    shared::<Compiled>();
    shared::<crate::select::Selector>();
}
