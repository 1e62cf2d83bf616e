//! Plans: what one run would change, sealed under one root. Preview, approval, execution and audit all point at it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    Actor, Date, Fields, Hash, Hold, Name, PinMark, PlanId, RosterId, RunId, SyncId, Timestamp, Value,
};

/// What a change does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeOp {
    /// Makes a record.
    Create,
    /// Changes fields, or brings an ended record back.
    Update,
    /// Ends a record softly: it has left.
    Deactivate,
    /// Ends a record softly: it is no longer selected.
    Withdraw,
    /// Removes a record for good. Guarded, and never planned by default.
    Delete,
    /// Gives a record its new key; fields may change with it.
    Relink {
        /// The key until now.
        from: String,
    },
}

impl ChangeOp {
    /// The word in facets, tables and the summary's figures.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Deactivate => "deactivate",
            Self::Withdraw => "withdraw",
            Self::Delete => "delete",
            Self::Relink { .. } => "relink",
        }
    }

    /// Whether somebody or something disappears by it.
    pub fn removes(&self) -> bool {
        matches!(self, Self::Deactivate | Self::Withdraw | Self::Delete)
    }
}

/// One field of a change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldDiff {
    /// The field.
    pub field: Name,
    /// What is there now; `None` when it is absent or not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Value>,
    /// What will be there; `None` takes the field away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Value>,
}

/// Why a change is planned: a stable code and a short phrase for people, such as `tutor_changed`, *Tutor changed*.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// For facets.
    pub code: Name,
    /// For people.
    pub phrase: String,
}

impl Reason {
    /// A reason.
    pub fn new(code: impl Into<Name>, phrase: impl Into<String>) -> Self {
        Self { code: code.into(), phrase: phrase.into() }
    }
}

/// One change of a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// What it does.
    pub op: ChangeOp,
    /// Inbound: the entity. Outbound: the destination's stream.
    pub target: Name,
    /// The roster record concerned.
    pub roster_id: RosterId,
    /// The record's key at the target: the source's key inbound, the destination's outbound.
    pub key: String,
    /// The destination's own id, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub foreign_id: Option<String>,
    /// The name that a person knows it by.
    pub label: String,
    /// A group for the guard and the facets, such as `pupils` or `staff`.
    pub group: Name,
    /// The fields that differ. For a create, all of them.
    pub fields: Vec<FieldDiff>,
    /// Why.
    pub reason: Reason,
    /// The hash of the target's state on which the change rests; when it is another at apply, the outcome is
    /// *drifted*. `None` when the target was not read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expects: Option<Hash>,
    /// The date from which a later run must look at the record again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_effective_on: Option<Date>,
    /// Everything the record will hold, for the ledger; references symbolic. Empty for what removes, and inbound for a
    /// source that falls silent about a record which others keep in use.
    #[serde(default, skip_serializing_if = "Fields::is_empty")]
    pub result: Fields,
    /// What it holds against the source once it is carried out; only an undo holds anything.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pins: Vec<PinMark>,
    /// The school, or another org, that the record belongs to; `None` when neither it nor what it belongs to names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub school: Option<RosterId>,
    /// The codes of what was odd in the record when the change was planned, each once, in alphabetical order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Name>,
}

impl Change {
    /// Notes that something was odd in the record.
    pub fn note(&mut self, code: &Name) {
        if let Err(place) = self.findings.binary_search(code) {
            self.findings.insert(place, code.clone());
        }
    }
}

/// How many changes of each kind: `target → op word → count`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Counts(pub BTreeMap<Name, BTreeMap<Name, u64>>);

impl Counts {
    /// Counts one more.
    pub fn add(&mut self, target: &Name, word: impl Into<Name>) {
        *self.0.entry(target.clone()).or_default().entry(word.into()).or_default() += 1;
    }

    /// How many of one kind over all targets.
    pub fn total(&self, word: &str) -> u64 {
        self.0.values().filter_map(|ops| ops.get(word)).sum()
    }

    /// How many changes in all.
    pub fn all(&self) -> u64 {
        self.0.values().flat_map(|ops| ops.values()).sum()
    }
}

/// A part of a plan as it is stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SegmentRef {
    /// The Merkle leaf: the hash of the segment's stored bytes before encryption.
    pub hash: Hash,
    /// How many changes are in it.
    pub count: u32,
}

/// What a person reads first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// "Adds 12 pupils, changes 3, removes nobody."
    pub sentence: String,
    /// The figures behind it.
    pub counts: Counts,
    /// How many conflicts wait beside it.
    pub conflicts: u64,
    /// How many findings were made on the way.
    pub findings: u64,
    /// How many records were looked at and are as they should be.
    pub unchanged: u64,
    /// How many records were left out of the selection, by reason.
    pub left_out: BTreeMap<Name, u64>,
}

/// Where a plan stands. Only an approved one can be applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanState {
    /// Waits for somebody's approval.
    Waiting,
    /// The guard holds it.
    Held,
    /// Approved, and not or not wholly applied.
    Approved,
    /// Applied, as far as the destination took it.
    Applied,
    /// Its carrying out broke off or was stopped: what was confirmed before stays, the rest was not tried.
    BrokenOff,
    /// A person said no.
    Rejected,
    /// A later plan of the same sync took its place.
    Superseded,
    /// There was nothing to do.
    Empty,
}

impl PlanState {
    /// Whether it was carried out, be it in part: nobody goes on with it by itself any more.
    pub fn was_carried_out(self) -> bool {
        matches!(self, Self::Applied | Self::BrokenOff)
    }
}

/// A sealed plan without its changes, which stand in segments.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Its id.
    pub id: PlanId,
    /// The sync it belongs to.
    pub sync: SyncId,
    /// The run that made it.
    pub run: RunId,
    /// The plan whose conflicts it resolves, or whose changes it undoes.
    #[serde(default)]
    pub parent: Option<PlanId>,
    /// The run that it undoes. Such a plan is never applied without a person's word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<RunId>,
    /// When it was made.
    pub made_at: Timestamp,
    /// The Merkle root over the segments.
    pub root: Hash,
    /// Its parts.
    pub segments: Vec<SegmentRef>,
    /// What a person reads first.
    pub summary: Summary,
    /// Why it waits, if the guard holds it.
    pub holds: Vec<Hold>,
    /// Where it stands.
    pub state: PlanState,
}

/// Which changes of a plan are approved, by their index in the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Selected {
    /// All.
    All,
    /// Only these.
    Only(Vec<u32>),
    /// All but these.
    Except(Vec<u32>),
}

impl Selected {
    /// Whether the change with this index is approved.
    pub fn contains(&self, index: u32) -> bool {
        match self {
            Self::All => true,
            Self::Only(list) => list.contains(&index),
            Self::Except(list) => !list.contains(&index),
        }
    }
}

/// Somebody's word that a plan may be applied.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Approval {
    /// What was approved: the root, so that nothing else can be applied under this approval.
    pub root: Hash,
    /// Which changes.
    pub selected: Selected,
    /// Who.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// Why, where the guard held it.
    #[serde(default)]
    pub reason: Option<String>,
}
