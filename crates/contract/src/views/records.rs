//! Records, lineage, audit and privacy.

use crosswalk_model::{Entity, RosterId, Timestamp};
use serde::{Deserialize, Serialize};

/// A record found by name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// What it is.
    pub entity: Entity,
    /// Which.
    pub id: RosterId,
    /// Its name.
    pub label: String,
    /// "Year 10 · 10KRO".
    pub detail: String,
    /// Whether any source still has it.
    pub active: bool,
}

/// A roster record with who says what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordView {
    /// As in the search.
    pub hit: Hit,
    /// Field, value (masked where sensitive), whose word it is.
    pub fields: Vec<(String, String, String)>,
    /// What belongs to it: enrolments, contacts.
    pub related: Vec<Hit>,
    /// Its key at each connection: connection title, key.
    pub keys: Vec<(String, String)>,
}

/// Where a value comes from, as a short story from top to bottom.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lineage {
    /// "Where does “10KRO” come from?"
    pub title: String,
    /// The steps, the oldest first.
    pub steps: Vec<LineageStep>,
}

/// One step of a lineage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LineageStep {
    /// "KAMAR pushed it".
    pub title: String,
    /// "part, 09:40:12 today, delivery 4,182".
    pub detail: String,
    /// The raw value, or "raw purged on …".
    pub raw: Option<String>,
    /// When.
    pub at: Option<Timestamp>,
}

/// An audit entry in the list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AuditRow {
    /// Its number in the chain.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// What was done.
    pub action: String,
    /// More, or "erased".
    pub detail: String,
}

/// What the check of the chain found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditVerdict {
    /// Whether every link holds.
    pub intact: bool,
    /// How many entries were checked.
    pub entries: u64,
    /// "412 entries, every link holds." or where it breaks.
    pub sentence: String,
}

/// The register of personal data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PrivacyView {
    /// What is stored.
    pub stored: Vec<StoredField>,
    /// What leaves the school.
    pub leaves: Vec<LeavingField>,
    /// How long things stay.
    #[serde(default)]
    pub retention: super::Retention,
}

/// A field that is stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredField {
    /// The entity.
    pub entity: Entity,
    /// The field.
    pub field: String,
    /// Its class, in words.
    pub class: String,
    /// Whether it is encrypted on disk.
    pub encrypted: bool,
    /// How long it stays, in words.
    pub keeps: String,
}

/// A field that leaves the school.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeavingField {
    /// To whom.
    pub recipient: String,
    /// The destination's stream and field.
    pub field: String,
    /// From which roster fields.
    pub from: String,
    /// Why.
    pub purpose: String,
}
