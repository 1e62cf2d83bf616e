//! Cases: examples that a mapping must keep. A case holds values that were invented or typed, never those of a real
//! record, because it is kept with the mapping and shown to everybody who may look at it.

use serde::{Deserialize, Serialize};

use crate::{Fields, Name, Value};

/// A record and what has to come of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MappingCase {
    /// What it is called; no two of a mapping have the same name.
    pub name: String,
    /// What the maps read that it is about, as in [`crate::StreamMap::from`].
    pub from: Name,
    /// What they give, as in [`crate::StreamMap::to`]. Of several such maps the first that the record fits counts.
    pub to: Name,
    /// Whether the record must be left out.
    #[serde(default, skip_serializing_if = "is_false")]
    pub left_out: bool,
    /// Fields of which nothing must be said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub absent: Vec<Name>,
    /// The codes of findings that must be told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Name>,
    /// The record's values, each by its path as a rule writes it: `givenName`, `primaryOrg.identifier`, `$key`.
    #[serde(default)]
    pub given: Fields,
    /// The values that must come, by field.
    #[serde(default)]
    pub expect: Fields,
}

fn is_false(flag: &bool) -> bool {
    !*flag
}

impl MappingCase {
    /// The same, as it can be written as text: TOML knows no null, and what is empty is empty text there.
    pub fn written(mut self) -> Self {
        let fields = self.given.values_mut().chain(self.expect.values_mut());
        fields.for_each(fill);
        self
    }
}

fn fill(value: &mut Value) {
    match value {
        Value::Null => *value = Value::text(""),
        Value::List(list) => list.retain(|item| *item != Value::Null),
        Value::Map(map) => map.values_mut().for_each(fill),
        _ => {}
    }
}

/// What differs between a case and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseDifference {
    /// A field has another value.
    Field {
        /// Which.
        field: Name,
        /// What has to come; `None` where nothing must be said.
        expected: Option<Value>,
        /// What came; `None` when nothing was said.
        came: Option<Value>,
    },
    /// A finding was not told.
    NotTold {
        /// Its code.
        code: Name,
    },
    /// The record was left out and has to be taken in.
    LeftOut,
    /// The record was taken in and has to be left out.
    TakenIn,
    /// No map that is on reads and gives what the case is about.
    NoMap,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_reads_as_it_is_written() {
        let given =
            Fields::from([("primaryOrg.identifier".into(), "0101".into()), ("role".into(), Value::Null)]);
        let expect = Fields::from([("grades".into(), Value::List(vec!["9".into(), Value::Null]))]);
        let case = MappingCase {
            name: "A pupil".into(),
            from: "user".into(),
            to: "people".into(),
            given,
            expect,
            ..MappingCase::default()
        };
        let written = case.written();
        assert_eq!(written.given["role"], Value::text(""));
        assert_eq!(written.expect["grades"], Value::List(vec!["9".into()]));
        let text = serde_json::to_string(&written).unwrap();
        assert!(!text.contains("null") && !text.contains("left_out"), "{text}");
        assert_eq!(serde_json::from_str::<MappingCase>(&text).unwrap(), written);
    }
}
