//! What is kept of one person, what erasing them came to, and how long things stay.

use crosswalk_model::{
    Change, Conflict, DataClass, Entity, Fields, Finding, PlanId, RosterId, Subject, Timestamp, Value,
};
use serde::{Deserialize, Serialize};

use super::AuditRow;

/// How long things stay, in days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retention {
    /// Raw messages, from when they came.
    pub raw_days: u32,
    /// The changes, outcomes and findings of plans that wait for nothing, from when they were made.
    pub plan_days: u32,
    /// Private fields of records that have gone, from when they had.
    pub leaver_days: u32,
}

impl Default for Retention {
    fn default() -> Self {
        Self { raw_days: 30, plan_days: 90, leaver_days: 365 }
    }
}

/// What erasing a person came to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Erasure {
    /// "Erased: 14 records, 23 changes …"
    pub sentence: String,
    /// Records of the roster, family contacts who were held for this person only among them.
    pub records: u64,
    /// Changes of former plans.
    pub changes: u64,
    /// Findings.
    pub findings: u64,
    /// Questions and their answers.
    pub conflicts: u64,
    /// Raw messages; one person cannot be cut out of them.
    pub messages: u64,
    /// Entries of the audit.
    pub audit_entries: u64,
    /// Who was told of the person, and under which key: there it is to be removed by hand.
    pub told: Vec<Told>,
}

/// A destination that was told of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// What the connection is called.
    pub recipient: String,
    /// The destination's stream.
    pub stream: String,
    /// The person's key there.
    pub key: String,
    /// The destination's own id, where it told one.
    pub foreign_id: Option<String>,
    /// Whether the destination has them in use.
    pub active: bool,
}

/// Everything that is kept of one person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersonExport {
    /// When it was made.
    pub made_at: Timestamp,
    /// Which person.
    pub id: RosterId,
    /// Their name.
    pub name: String,
    /// What is not in it, and why.
    pub notes: Vec<String>,
    /// Their records of the roster, field by field as the register of personal data has them.
    pub records: Vec<ExportedRecord>,
    /// What sources were read, by document.
    pub documents: Vec<ExportedDocument>,
    /// What destinations were told, and what both agreed on.
    pub sent: Vec<ExportedAgreement>,
    /// Changes of plans, former and present.
    pub changes: Vec<ExportedChange>,
    /// Questions and their answers.
    pub conflicts: Vec<Conflict>,
    /// What was odd.
    pub findings: Vec<Finding>,
    /// Entries of the audit about them.
    pub audit: Vec<AuditRow>,
}

/// A record of a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExportedRecord {
    /// What it is.
    pub entity: Entity,
    /// Which.
    pub id: RosterId,
    /// Whether any source still has it.
    pub active: bool,
    /// What it holds.
    pub fields: Vec<ExportedField>,
    /// Who says so: the connection, its key, whether it still has the record, and its own words where they differ.
    pub sources: Vec<ExportedSource>,
}

/// A field of a record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExportedField {
    /// Its name.
    pub field: String,
    /// What it holds.
    pub value: Value,
    /// Its class; a field that the register does not know is a note.
    pub class: DataClass,
    /// Whose it is.
    pub subject: Subject,
    /// How long it stays, in words.
    pub keeps: String,
}

/// A source of a record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExportedSource {
    /// What the connection is called.
    pub connection: String,
    /// Its key.
    pub key: String,
    /// Whether it still has the record.
    pub present: bool,
    /// Its own words, where they are not what the record holds.
    pub fields: Option<Fields>,
}

/// A document that was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExportedDocument {
    /// What the connection is called.
    pub connection: String,
    /// The source's stream.
    pub stream: String,
    /// The document's key.
    pub key: String,
    /// When its message came, if it was pushed.
    pub received_at: Option<Timestamp>,
}

/// What a destination was told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExportedAgreement {
    /// To whom, and under which key.
    pub told: Told,
    /// What both agreed on.
    pub fields: Fields,
}

/// A change of a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExportedChange {
    /// The plan.
    pub plan: PlanId,
    /// When it was made.
    pub made_at: Timestamp,
    /// The change.
    pub change: Change,
}
