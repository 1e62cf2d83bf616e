//! Plans, changes and conflicts.

use crosswalk_model::{
    Change, Conflict, Finding, Hash, Hold, PlanId, PlanState, RunId, Summary, SyncId, Timestamp,
};
use serde::{Deserialize, Serialize};

/// A plan in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanCard {
    /// Which.
    pub id: PlanId,
    /// Its sync.
    pub sync: SyncId,
    /// "Roster → Te Kete Ako".
    pub title: String,
    /// "Adds 12, changes 23, relinks 1, removes nobody."
    pub sentence: String,
    /// Where it stands.
    pub state: PlanState,
    /// When it was made.
    pub made_at: Timestamp,
    /// How many changes.
    pub changes: u64,
}

/// A plan with its facets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanView {
    /// As in the list.
    pub card: PlanCard,
    /// The run that made it.
    pub run: RunId,
    /// The seal: approving means approving exactly this.
    pub root: Hash,
    /// The figures.
    pub summary: Summary,
    /// Why the guard holds it.
    pub holds: Vec<Hold>,
    /// Counts by what can be filtered.
    pub facets: Vec<Facet>,
    /// Who approved what, and when, in sentences.
    pub approvals: Vec<String>,
    /// When its changes were purged, in a sentence.
    #[serde(default)]
    pub purged: Option<String>,
    /// The run that it undoes.
    #[serde(default)]
    pub undoes: Option<RunId>,
    /// What stays as it is although the run did it, and why; at most 200.
    #[serde(default)]
    pub not_undone: Vec<Finding>,
}

/// Counts by one property.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facet {
    /// `op`, `target`, `group`, `reason`, `school`, `finding`.
    pub key: String,
    /// "Change", "What", "Who", "Why", "School", "Finding".
    pub title: String,
    /// Value, label, count; the most first.
    pub values: Vec<(String, String, u64)>,
}

/// Which changes of a plan. Empty lists ask for all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeFilter {
    /// Operation words.
    #[serde(default)]
    pub ops: Vec<String>,
    /// Targets.
    #[serde(default)]
    pub targets: Vec<String>,
    /// Groups.
    #[serde(default)]
    pub groups: Vec<String>,
    /// Reason codes.
    #[serde(default)]
    pub reasons: Vec<String>,
    /// Roster ids of schools; empty text means no school.
    #[serde(default)]
    pub schools: Vec<String>,
    /// Codes of findings; empty text means without any.
    #[serde(default)]
    pub findings: Vec<String>,
    /// A part of the label or key.
    #[serde(default)]
    pub text: String,
}

/// A page of changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChangePage {
    /// How many match the filter.
    pub total: u64,
    /// The rows with their index in the plan.
    pub rows: Vec<ChangeRow>,
}

/// One change as a row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChangeRow {
    /// Its index in the plan; selections name it.
    pub index: u32,
    /// The change.
    pub change: Change,
    /// What became of it, once it was tried.
    pub outcome: Option<crosswalk_model::Outcome>,
    /// The fields whose values are masked; `plans.reveal` shows them to whoever may see them.
    #[serde(default)]
    pub masked: Vec<crosswalk_model::Name>,
}

/// A conflict with the names of its sides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConflictView {
    /// The conflict.
    pub conflict: Conflict,
    /// What the source side is called: "KAMAR".
    pub source: String,
    /// What the destination is called: "Te Kete Ako".
    pub destination: String,
    /// A line below the name: "Year 10".
    pub detail: String,
    /// Whether its values are masked; `conflicts.reveal` shows them to whoever may see them.
    #[serde(default)]
    pub masked: bool,
}

/// Who changed what of a conflict about a field, and when; nothing where it is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConflictSides {
    /// Of the roster's value.
    pub source: Option<SideTold>,
    /// Of what both agreed on.
    pub agreed: Option<SideTold>,
    /// Of what the destination holds.
    pub destination: Option<SideTold>,
}

/// Who, or by what, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SideTold {
    /// Who or what: "last said by KAMAR".
    pub words: String,
    /// When.
    pub at: Option<Timestamp>,
}
