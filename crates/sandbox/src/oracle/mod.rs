//! What both clouds must hold for a school, computed from the school itself and not from any plan or message.
//!
//! It knows the rules of the two default crosswalks by its own reading of them. It assumes that KAMAR has pushed
//! everything since the school last changed; where only the timetables are older, say so with
//! [`expected_te_kete_ako_with_timetable`].

mod compare;
mod edpsych;
mod people;
mod te_kete_ako;

#[cfg(test)]
mod courier;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde_json::Value;

pub use compare::{Difference, What, compare_edpsych, compare_te_kete_ako};
pub use edpsych::expected_edpsych;
pub use te_kete_ako::{expected_te_kete_ako, expected_te_kete_ako_with_timetable};

/// The values of one record that must be right, by name.
pub type Fields = BTreeMap<&'static str, Value>;

/// What a cloud must hold: for each table or resource its active records by natural key, and no others.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExpectedCloud {
    /// Records by table and key.
    pub tables: BTreeMap<&'static str, BTreeMap<String, Fields>>,
}

impl ExpectedCloud {
    /// How many records a table must hold.
    pub fn count(&self, table: &str) -> usize {
        self.tables.get(table).map_or(0, BTreeMap::len)
    }

    fn put(&mut self, table: &'static str, key: String, fields: Fields) {
        self.tables.entry(table).or_default().insert(key, fields);
    }
}

/// A natural key out of parts.
fn key(parts: &[&str]) -> String {
    parts.join(" | ")
}

/// A text, or null for the empty one.
fn text(value: &str) -> Value {
    if value.is_empty() { Value::Null } else { value.into() }
}
