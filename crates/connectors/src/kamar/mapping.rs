//! The crosswalk that a new sync starts with: KAMAR's streams to the roster, rule by rule.
//!
//! Dates: KAMAR's last day is inclusive, the roster's end is exclusive, so that a day is added.

use crosswalk_model::{
    Case, Crosswalk, DateShape, FieldMap, LookupTable, MatchRule, MatchStrength, Name, Rule, Step, StreamMap,
    SyncPolicy,
};

use super::config::Wants;

mod people;
mod places;
mod times;

/// The default crosswalk. What is switched off is there to see, but off.
pub fn crosswalk(wants: Wants) -> Crosswalk {
    let streams = [
        places::streams(wants),
        people::streams(wants),
        places::memberships(wants),
        people::families(wants),
        times::streams(wants),
    ];
    let lookups = [(Name::from("sex"), table(&[("F", "female"), ("M", "male"), ("D", "other")]))];
    Crosswalk { version: 1, streams: streams.concat(), lookups: lookups.into(), cases: Vec::new() }
}

/// People who come from another source too are recognised by their school number together with the family name: a
/// staff code alone is given to somebody new one day.
pub fn policy() -> SyncPolicy {
    let rule = MatchRule {
        target: "user".into(),
        fields: vec!["identifier".into(), "familyName".into()],
        strength: MatchStrength::Strong,
    };
    SyncPolicy { match_rules: vec![rule], ..SyncPolicy::default() }
}

fn table(rows: &[(&str, &str)]) -> LookupTable {
    rows.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect()
}

fn map(from: &'static str, to: &'static str, enabled: bool, fields: Vec<FieldMap>) -> StreamMap {
    StreamMap { from: from.into(), to: to.into(), enabled, when: None, key: Rule::copy("$key"), fields }
}

fn copy(from: &'static str, to: &'static str) -> FieldMap {
    Rule::copy(from).into_field(to)
}

fn copies(names: &[(&'static str, &'static str)]) -> Vec<FieldMap> {
    names.iter().map(|(from, to)| copy(from, to)).collect()
}

fn refer(from: &'static str, entity: &'static str, to: &'static str) -> FieldMap {
    Rule::copy(from).then(Step::Reference { to: entity.into() }).into_field(to)
}

fn date(from: &'static str, to: &'static str) -> FieldMap {
    Rule::copy(from).then(Step::Date(DateShape::Compact)).into_field(to)
}

/// The day after: an inclusive end as an exclusive one.
fn day_after(from: &'static str, to: &'static str) -> FieldMap {
    Rule::copy(from).then(Step::Date(DateShape::Compact)).then(Step::AddDays(1)).into_field(to)
}

fn email(from: &'static str, to: &'static str) -> FieldMap {
    Rule::copy(from).then(Step::Trim).then(Step::Case(Case::Lower)).into_field(to)
}

/// One text as a list of one.
fn list(from: &'static str, to: &'static str) -> FieldMap {
    Rule::copy(from).then(Step::Text).then(Step::List { separator: ",".into() }).into_field(to)
}

fn first(from: [&'static str; 2], to: &'static str) -> FieldMap {
    Rule::fields(from).then(Step::First).into_field(to)
}

fn constant(value: &'static str, to: &'static str) -> FieldMap {
    Rule::constant(value).into_field(to)
}
