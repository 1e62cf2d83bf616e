//! Conflicts: questions that only a person or a rule made by a person can answer.

use serde::{Deserialize, Serialize};

use crate::{Actor, ConflictId, Hash, Name, RosterId, SyncId, Timestamp, Value};

/// A question that waits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Conflict {
    /// Its id; the same question asked again by a later run keeps it.
    pub id: ConflictId,
    /// The sync that asks.
    pub sync: SyncId,
    /// The entity or the destination's stream.
    pub target: Name,
    /// The roster record.
    pub roster_id: RosterId,
    /// The record's key at the target.
    pub key: String,
    /// The name that a person knows it by.
    pub label: String,
    /// What is asked.
    pub kind: ConflictKind,
    /// The hash of all that the question rests on; a decision holds until it changes.
    pub about: Hash,
    /// When it was first asked.
    pub asked_at: Timestamp,
    /// Whether it is settled.
    pub state: ConflictState,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConflictKind {
    /// Both sides changed a field since they last agreed.
    Field {
        /// The field.
        field: Name,
        /// What both last agreed on, if they ever did.
        base: Option<Value>,
        /// What the roster says.
        source: Option<Value>,
        /// What the destination holds.
        destination: Option<Value>,
    },
    /// The destination no longer has a record that both agreed on.
    Vanished,
    /// Several records could be meant.
    Identity {
        /// Who could be meant, the most likely first, with a score from 0 to 100 and a label.
        candidates: Vec<(RosterId, u8, String)>,
    },
    /// A key was used before by somebody else.
    ReusedKey {
        /// Who had it.
        former: RosterId,
    },
}

/// Whether a conflict is settled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConflictState {
    /// It waits.
    Open,
    /// It was answered.
    Settled {
        /// How.
        resolution: Resolution,
        /// By whom.
        by: Actor,
        /// When.
        at: Timestamp,
    },
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resolution {
    /// The roster's value is written.
    TakeSource,
    /// The destination's value stays.
    TakeDestination,
    /// What both last agreed on is written.
    TakeBase,
    /// A value that the person typed.
    TakeValue(Value),
    /// It is this one.
    Is(RosterId),
    /// It is none of them: somebody new.
    IsNew,
    /// The destination's record is made again.
    MakeAgain,
    /// The destination's record stays away.
    LeaveAway,
}
