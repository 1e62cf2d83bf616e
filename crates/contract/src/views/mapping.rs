//! Syncs and their mappings.

use crosswalk_model::{
    CaseDifference, ConnectionId, Direction, FieldMap, Filter, MappingCase, RosterId, SyncId,
};
use serde::{Deserialize, Serialize};

/// A sync in the list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SyncCard {
    /// Which.
    pub id: SyncId,
    /// Its connection.
    pub connection: ConnectionId,
    /// "Roster → Te Kete Ako".
    pub title: String,
    /// Which way.
    pub direction: Direction,
    /// Whether plans below the guard are applied without asking.
    pub standing_approval: bool,
    /// Who takes part.
    pub filters: Vec<Filter>,
    /// Whether people whose family does not share details are left out.
    pub honours_data_sharing: bool,
}

/// A mapping with samples.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MappingView {
    /// The sync.
    pub sync: SyncCard,
    /// Counts up with each edit.
    pub version: u32,
    /// The stream maps.
    pub streams: Vec<StreamView>,
    /// The examples that it must keep.
    #[serde(default)]
    pub cases: Vec<CaseView>,
}

/// An example and how it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseView {
    /// The example.
    pub case: MappingCase,
    /// What differs from it as the mapping is now; nothing when it holds.
    pub differences: Vec<CaseDifference>,
}

/// One stream map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StreamView {
    /// From which stream or entity.
    pub from: String,
    /// To which entity or stream.
    pub to: String,
    /// Whether it is on.
    pub enabled: bool,
    /// The condition, if there is one.
    pub when: Option<String>,
    /// How the key is made, in words.
    pub key: String,
    /// The fields that are mapped.
    pub fields: Vec<FieldView>,
    /// Fields of the target that nothing is mapped to: name, kind, whether it is required.
    pub unmapped: Vec<(String, String, bool)>,
    /// Fields of the source that can be used, with a masked sample.
    pub source_fields: Vec<(String, String)>,
    /// Real records before and after, at most 20.
    pub samples: Vec<SampleRow>,
}

/// One mapped field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldView {
    /// The rule as it is stored.
    pub map: FieldMap,
    /// The input in words: "preferredFirstName, givenName".
    pub input: String,
    /// The steps as chips: "prefer", "join", "lower".
    pub chips: Vec<String>,
    /// The target field's kind.
    pub kind: String,
    /// Whether the source is sensitive, so that a purpose is needed.
    pub sensitive: bool,
    /// Whether it is sent: a sensitive field without a purpose is not.
    pub sent: bool,
}

/// One real record before and after.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SampleRow {
    /// The record.
    pub id: RosterId,
    /// The record's name, shown to this person only.
    pub label: String,
    /// By mapped field: before and after, masked where sensitive.
    pub cells: Vec<(String, String)>,
    /// What was odd.
    pub findings: Vec<String>,
}

/// A mapping as text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappingText {
    /// TOML.
    pub text: String,
}
