//! Compares what a cloud holds with what it must hold, record by record, by natural keys.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::{ExpectedCloud, Fields, key};
use crate::cloud::{Record, Snapshot};

/// One thing that is not as it must be. Values are of invented people.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Table or resource.
    pub table: &'static str,
    /// Natural key.
    pub key: String,
    /// What is wrong.
    pub what: What,
}

/// What is wrong with a record.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// It must be there and is not, or is ended.
    Missing,
    /// It must not be there.
    Unexpected,
    /// It is there more than once.
    Twice,
    /// A field has another value.
    Field {
        /// Which.
        name: &'static str,
        /// What it must hold.
        expected: Value,
        /// What it holds.
        found: Value,
    },
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { table, key, what } = self;
        match what {
            What::Missing => write!(f, "{table} {key} is missing"),
            What::Unexpected => write!(f, "{table} {key} should not be there"),
            What::Twice => write!(f, "{table} {key} is there more than once"),
            What::Field { name, .. } => write!(f, "{table} {key} has another {name}"),
        }
    }
}

/// Records in use by natural key.
type Found<'a> = Vec<(String, &'a Record)>;

/// Compares Te Kete Ako. Ids, `updated_at` and opaque keys do not count; ended rows count as absent.
pub fn compare_te_kete_ako(snapshot: &Snapshot, expected: &ExpectedCloud) -> Vec<Difference> {
    let active = |table: &str| snapshot.table(table).iter().filter(|row| row["ended_at"].is_null());
    let people = ids(snapshot.table("people"), "source_key");
    let classes = ids(snapshot.table("classes"), "source_key");
    let own = |table: &str| active(table).map(|row| (plain(&row["source_key"]), row)).collect::<Found<'_>>();
    let enrolments = active("enrolments").map(|row| {
        let (person, class) = (named(&people, &row["person_id"]), named(&classes, &row["class_id"]));
        (key(&[&person, &class, &plain(&row["role"])]), row)
    });
    let timetable = active("timetable").map(|row| {
        let place = ["school_week", "weekday", "slot"].map(|name| plain(&row[name]));
        (key(&[&named(&classes, &row["class_id"]), &place[0], &place[1], &place[2]]), row)
    });
    let found = [
        ("people", own("people")),
        ("classes", own("classes")),
        ("enrolments", enrolments.collect()),
        ("timetable", timetable.collect()),
    ];
    differences(found, expected)
}

/// Compares EdPsych Connect. Ids, versions, times and opaque keys do not count; inactive resources count as absent.
pub fn compare_edpsych(snapshot: &Snapshot, expected: &ExpectedCloud) -> Vec<Difference> {
    let active = |table: &str| snapshot.table(table).iter().filter(|row| row["active"] == true);
    let own = |table: &str| active(table).map(|row| (plain(&row["external_id"]), row)).collect::<Found<'_>>();
    let mut members = ids(snapshot.table("learners"), "external_id");
    members.extend(ids(snapshot.table("staff"), "external_id"));
    let groups = ids(snapshot.table("groups"), "external_id");
    let memberships = active("memberships").map(|row| {
        let (member, group) = (named(&members, &row["member_id"]), named(&groups, &row["group_id"]));
        (key(&[&plain(&row["member_kind"]), &member, &group, &plain(&row["role"])]), row)
    });
    let found = [
        ("learners", own("learners")),
        ("staff", own("staff")),
        ("groups", own("groups")),
        ("memberships", memberships.collect()),
    ];
    differences(found, expected)
}

/// Source keys by id, of ended records as well: a live enrolment may point at an ended person, wrongly.
fn ids(records: &[Record], name: &str) -> HashMap<String, String> {
    records.iter().map(|row| (plain(&row["id"]), plain(&row[name]))).collect()
}

fn named(ids: &HashMap<String, String>, id: &Value) -> String {
    ids.get(&plain(id)).cloned().unwrap_or_else(|| format!("unknown {}", plain(id)))
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn differences<const N: usize>(
    found: [(&'static str, Found<'_>); N],
    expected: &ExpectedCloud,
) -> Vec<Difference> {
    let nothing = BTreeMap::new();
    let tables = found.into_iter();
    tables
        .flat_map(|(table, found)| in_table(table, found, expected.tables.get(table).unwrap_or(&nothing)))
        .collect()
}

fn in_table(table: &'static str, found: Found<'_>, expected: &BTreeMap<String, Fields>) -> Vec<Difference> {
    let mut wrong = Vec::new();
    let mut seen: BTreeMap<String, &Record> = BTreeMap::new();
    for (key, record) in found {
        if seen.insert(key.clone(), record).is_some() {
            wrong.push(Difference { table, key, what: What::Twice });
        }
    }
    for (key, fields) in expected {
        match seen.remove(key) {
            None => wrong.push(Difference { table, key: key.clone(), what: What::Missing }),
            Some(record) => wrong.extend(in_record(table, key, fields, record)),
        }
    }
    wrong.extend(seen.into_keys().map(|key| Difference { table, key, what: What::Unexpected }));
    wrong
}

fn in_record<'a>(
    table: &'static str,
    key: &'a str,
    fields: &'a Fields,
    record: &'a Record,
) -> impl Iterator<Item = Difference> + 'a {
    fields.iter().filter_map(move |(name, expected)| {
        let found = record.get(*name).cloned().unwrap_or_default();
        // An empty text says no more than null does.
        let found = if found == "" { Value::Null } else { found };
        let what = What::Field { name, expected: expected.clone(), found: found.clone() };
        (found != *expected).then(|| Difference { table, key: key.to_owned(), what })
    })
}
