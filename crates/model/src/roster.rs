//! Records of the roster, and who asserts them.

use serde::{Deserialize, Serialize};

use crate::{ByHand, ConnectionId, Entity, Fields, Hash, Hasher, RosterId};

/// What one connection says about one roster record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Asserted {
    /// Who says it; `None` for manual edits.
    pub connection: Option<ConnectionId>,
    /// Under which key of its own.
    pub key: String,
    /// What it says, references resolved; `None` when it is exactly what the record holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fields: Option<Fields>,
    /// Whether its source still has it. An assertion that ended keeps its words, so that it can come back.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub present: bool,
    /// What a word by hand rests on; `None` for sources.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hand: Option<ByHand>,
}

fn yes() -> bool {
    true
}

fn is_true(present: &bool) -> bool {
    *present
}

/// A record of the roster: the merge of all assertions about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RosterRecord {
    /// What it is.
    pub entity: Entity,
    /// Ours, and immutable.
    pub id: RosterId,
    /// Whether any source still has it, unless it is said otherwise by hand.
    pub active: bool,
    /// The merged fields; references are roster ids.
    pub fields: Fields,
    /// Who says so, in the order in which they first spoke, manual edits before all. Whose word counts for a field is
    /// decided by precedence; among equals the earlier one counts.
    pub asserted: Vec<Asserted>,
    /// The number of its last change in the tenant's sequence.
    pub seq: i64,
}

impl RosterRecord {
    /// The name that a person knows it by.
    pub fn label(&self) -> String {
        self.entity.label(&self.fields)
    }

    /// What is said about it by hand.
    pub fn by_hand(&self) -> Option<&ByHand> {
        self.asserted.iter().find_map(|one| one.hand.as_ref())
    }

    /// What one connection says about it.
    pub fn assertion(&self, connection: Option<ConnectionId>) -> Option<&Fields> {
        let asserted = self.asserted.iter().find(|asserted| asserted.connection == connection)?;
        Some(asserted.fields.as_ref().unwrap_or(&self.fields))
    }
}

/// The hash of a set of fields.
pub fn content_hash(fields: &Fields) -> Hash {
    let mut hasher = Hasher::new("fields");
    for (name, value) in fields {
        hasher.part(name.as_bytes());
        value.hash_into(&mut hasher);
    }
    hasher.finish()
}
