//! Outcomes: what became of one change.

use serde::{Deserialize, Serialize};

/// What became of one change; exactly one per change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// What happened.
    pub kind: OutcomeKind,
    /// The destination's own id of the record, when it told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub foreign_id: Option<String>,
    /// The destination's words, or ours, when it was not done. Free of personal data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

/// What can become of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeKind {
    /// Done and confirmed.
    Applied,
    /// It was already so.
    Unchanged,
    /// The destination said no to this record; asking again in the same words will not help.
    Refused,
    /// The destination's record was not in the state that the plan expects; nothing was written.
    Drifted,
    /// It could not be tried or its end is not known; the next run takes it up again.
    Failed,
    /// Not tried, because a record that it points at was not made.
    Skipped,
}

impl Outcome {
    /// Done.
    pub fn applied(foreign_id: Option<String>) -> Self {
        Self { kind: OutcomeKind::Applied, foreign_id, words: None }
    }

    /// Not done, with words.
    pub fn not(kind: OutcomeKind, words: impl Into<String>) -> Self {
        Self { kind, foreign_id: None, words: Some(words.into()) }
    }

    /// Whether the destination is now as the change wants it.
    pub fn confirmed(&self) -> bool {
        matches!(self.kind, OutcomeKind::Applied | OutcomeKind::Unchanged)
    }
}
