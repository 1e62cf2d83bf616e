//! Conflicts: questions that only a person or a rule made by a person can answer.

use serde::{Deserialize, Deserializer, Serialize};

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
        #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "said")]
        base: Option<Value>,
        /// What the roster says.
        #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "said")]
        source: Option<Value>,
        /// What the destination holds.
        #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "said")]
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

/// A value that was said, though it be that there is none: absent is left out in writing, and `null` is empty.
fn said<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(from).map(Some)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn that_both_agreed_on_nothing_is_not_that_they_never_agreed() {
        let values = [None, Some(Value::Null), Some(Value::text("Rimu"))];
        for base in &values {
            for source in &values {
                let kind = ConflictKind::Field {
                    field: "house".into(),
                    base: base.clone(),
                    source: source.clone(),
                    destination: None,
                };
                let text = serde_json::to_string(&kind).unwrap();
                assert!(serde_json::from_str::<ConflictKind>(&text).unwrap() == kind, "{}", text.len());
            }
        }
    }
}
