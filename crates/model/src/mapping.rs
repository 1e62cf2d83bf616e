//! Mappings: how records of one side become records of the other. Plain data, edited by sight or as TOML text.
//!
//! A rule is an input and a row of steps; conditions are CEL, templates are minijinja with bounded fuel.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{FieldPolicy, MappingCase, Name, Value};

/// A mapping between two schemas.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Crosswalk {
    /// Counts up with each edit of its rules; part of every fingerprint.
    pub version: u32,
    /// The stream maps, in the order in which they are computed.
    #[serde(default, rename = "stream")]
    pub streams: Vec<StreamMap>,
    /// Tables that lookup steps name.
    #[serde(default)]
    pub lookups: BTreeMap<Name, LookupTable>,
    /// Examples that it must keep.
    #[serde(default, rename = "case", skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<MappingCase>,
}

impl Crosswalk {
    /// Whether another mapping may give something else of a record; the examples do not matter for that.
    pub fn rules_differ(&self, other: &Self) -> bool {
        self.streams != other.streams || self.lookups != other.lookups
    }
}

/// A lookup table: from text to text.
pub type LookupTable = BTreeMap<String, String>;

/// How records of one stream become records of another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StreamMap {
    /// Inbound: the source's stream. Outbound: an entity of the roster.
    pub from: Name,
    /// Inbound: an entity of the roster. Outbound: the destination's stream.
    pub to: Name,
    /// Off leaves the stream out; what it wrote before stays as it is.
    #[serde(default = "yes")]
    pub enabled: bool,
    /// A CEL condition over the record; a record for which it is false is left out of this map.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// Gives the key of the mapped record.
    pub key: Rule,
    /// The fields.
    #[serde(default, rename = "field")]
    pub fields: Vec<FieldMap>,
}

fn yes() -> bool {
    true
}

/// How one field gets its value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldMap {
    /// The field that is written.
    pub to: Name,
    /// How its value is made.
    #[serde(flatten)]
    pub rule: Rule,
    /// Who wins when both sides changed. Only outbound.
    #[serde(default, skip_serializing_if = "FieldPolicy::is_default")]
    pub policy: FieldPolicy,
    /// Why a sensitive field is sent; without it such a field is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
}

/// An input and what is done to it, step by step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// Where the value comes from.
    #[serde(flatten)]
    pub input: Input,
    /// What is done to it, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
}

impl Rule {
    /// Copies a field as it is.
    pub fn copy(field: impl Into<Name>) -> Self {
        Self { input: Input::Field(field.into()), steps: Vec::new() }
    }

    /// Takes several fields as a list, for a join or first step.
    pub fn fields(fields: impl IntoIterator<Item = &'static str>) -> Self {
        Self { input: Input::Fields(fields.into_iter().map(Name::from).collect()), steps: Vec::new() }
    }

    /// Always the same value.
    pub fn constant(value: impl Into<Value>) -> Self {
        Self { input: Input::Constant(value.into()), steps: Vec::new() }
    }

    /// A minijinja template over the record's fields.
    pub fn template(text: impl Into<String>) -> Self {
        Self { input: Input::Template(text.into()), steps: Vec::new() }
    }

    /// Adds a step.
    pub fn then(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }

    /// Makes it a field map with the default policy.
    pub fn into_field(self, to: impl Into<Name>) -> FieldMap {
        FieldMap { to: to.into(), rule: self, policy: FieldPolicy::default(), purpose: None }
    }
}

/// Where a value comes from. A path such as `class.title` follows a reference in outbound maps and a nested map
/// in inbound ones; `$key` is the record's own key and `$id` its roster id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Input {
    /// One field, by path. Absent stays absent.
    Field(Name),
    /// Several fields, as a list; absent ones are left out.
    Fields(Vec<Name>),
    /// Always this value.
    Constant(Value),
    /// A template over the record's fields.
    Template(String),
}

/// One step of a rule. A step that meets an absent value passes it on, except `Default` and `First`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Removes white space at both ends and folds runs inside to one space.
    Trim,
    /// Changes case.
    Case(Case),
    /// Splits text and takes the part with this index, counted from 0; from the end when negative.
    Split {
        /// What stands between the parts.
        separator: String,
        /// Which part.
        index: i32,
    },
    /// Splits text into a list.
    List {
        /// What stands between the items.
        separator: String,
    },
    /// Joins a list into text; empty items are left out.
    Join {
        /// What to put between.
        separator: String,
    },
    /// The first item of a list that is not empty.
    First,
    /// Looks the text up in a table of the mapping.
    Lookup {
        /// The table's name.
        table: Name,
        /// What to give when it is not in the table; without it the value is dropped with a finding.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        otherwise: Option<String>,
    },
    /// Reads a civil date and writes it as `yyyy-mm-dd`. All zeros and 0 are empty.
    Date(DateShape),
    /// Moves a civil date by days; for converting inclusive ends to exclusive ones and back.
    AddDays(i32),
    /// Whole years from a birth date to the given civil date (or to the run's date).
    Age {
        /// On which date.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<String>,
    },
    /// Puts a number into bands, each written `low-high` or `low+`; gives the band's text.
    Bands(Vec<String>),
    /// Writes a telephone number in E.164 with this country code when it has none.
    Phone {
        /// Such as `64`.
        country: String,
    },
    /// Reads a whole number.
    Number,
    /// Writes as text.
    Text,
    /// Reads yes and no in their usual spellings, 1 and 0.
    Boolean,
    /// Turns yes into no.
    Not,
    /// What to give when the value is absent or empty.
    Default(Value),
    /// Empty text becomes absent: it was not said.
    EmptyIsAbsent,
    /// A keyed hash of the text: the same for the same text in this school, and not to be turned back.
    KeyedHash,
    /// Inbound: a key of another entity. Outbound: the counterpart, in a stream of the destination, of a reference.
    Reference {
        /// The entity, or the destination's stream.
        to: Name,
    },
    /// Keeps the value only if the CEL condition over the record is true.
    If(String),
}

/// Changes of case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Case {
    /// All lower.
    Lower,
    /// All upper.
    Upper,
    /// First letter of each word upper.
    Title,
}

/// How a date is written at the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateShape {
    /// `yyyymmdd`, number or text.
    Compact,
    /// `yyyy-mm-dd`, a time after it ignored.
    Iso,
    /// `dd/mm/yyyy`.
    DayFirst,
    /// `mm/dd/yyyy`.
    MonthFirst,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_map_reads_as_it_is_written() {
        let rule = Rule::fields(["preferredFirstName", "givenName"])
            .then(Step::First)
            .then(Step::Lookup { table: "names".into(), otherwise: None })
            .then(Step::Default(Value::Int(3)))
            .then(Step::Date(DateShape::Compact));
        let map = FieldMap { policy: FieldPolicy::Ask, ..rule.into_field("given_name") };
        let text = serde_json::to_string(&map).unwrap();
        assert!(serde_json::from_str::<FieldMap>(&text).unwrap() == map, "{text}");
        let constant = Rule::constant("student").into_field("role");
        let text = serde_json::to_string(&constant).unwrap();
        assert!(serde_json::from_str::<FieldMap>(&text).unwrap() == constant, "{text}");
    }
}
