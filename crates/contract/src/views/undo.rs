//! Undo, pins and the timeline of the configuration.

use crosswalk_model::{ConnectionId, Entity, Name, PlanId, RosterId, RunId, SyncId, Timestamp};
use serde::{Deserialize, Serialize};

/// A plan that undoes a run was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UndoPlanned {
    /// The run that made it.
    pub run: RunId,
    /// The plan, which waits; its findings name what stays as it is.
    pub plan: PlanId,
    /// What it does, in a sentence.
    pub sentence: String,
}

/// What is kept as it was undone.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PinList {
    /// How many records.
    pub total: u64,
    /// The first 500 of them.
    pub rows: Vec<PinRow>,
}

/// The pins of one record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PinRow {
    /// Which sync.
    pub sync: SyncId,
    /// What the screen calls it.
    pub title: String,
    /// The destination's stream; inbound the entity.
    pub target: Name,
    /// The roster record.
    pub record: RosterId,
    /// What it is in the roster.
    pub entity: Option<Entity>,
    /// The name that a person knows it by.
    pub label: String,
    /// The fields; none where the record itself is held in or out of use.
    pub fields: Vec<Name>,
    /// Since when, by whom, and what ends it, in a sentence.
    pub sentence: String,
    /// The run that undid it.
    pub run: RunId,
    /// Since when.
    pub at: Timestamp,
}

/// Pins were let go.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PinsReleased {
    /// What, in a sentence.
    pub sentence: String,
    /// The plans that wait with what it brings back; none at a destination.
    pub plans: Vec<PlanId>,
}

/// Something of which every version is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Configured {
    /// A connection.
    Connection(ConnectionId),
    /// A sync, with its mapping, policy and filters.
    Sync(SyncId),
}

/// One version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VersionRow {
    /// Counts from 1.
    pub version: u32,
    /// When it was made.
    pub at: Timestamp,
    /// Who made it.
    pub by: String,
    /// What differs from the version before, such as `mapping`; empty for the first.
    pub changed: Vec<String>,
    /// The same field by field, at most 200. Passwords are no part of a version, and neither are their changes.
    #[serde(default)]
    pub changes: Vec<VersionChange>,
    /// Whether it is the present one.
    pub present: bool,
}

/// What one field of the configuration was before, and is in a version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionChange {
    /// What differs, such as `people.email`.
    pub what: String,
    /// What it was; `None` where it was not there.
    pub before: Option<String>,
    /// What it is; `None` where it is there no more.
    pub after: Option<String>,
}
