//! Records of the roster, and who asserts them.

use serde::{Deserialize, Serialize};

use crate::{ConnectionId, Entity, Fields, Hash, Hasher, RosterId};

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
    /// Whether any source still has it.
    pub active: bool,
    /// The merged fields; references are roster ids.
    pub fields: Fields,
    /// Who says so, in order of precedence: the first one wins. A field that a later one provides is the one that
    /// the earlier ones do not have.
    pub asserted: Vec<Asserted>,
    /// The number of its last change in the tenant's sequence.
    pub seq: i64,
}

impl RosterRecord {
    /// The name that a person knows it by.
    pub fn label(&self) -> String {
        self.entity.label(&self.fields)
    }

    /// What one connection says about it.
    pub fn assertion(&self, connection: Option<ConnectionId>) -> Option<&Fields> {
        let asserted = self.asserted.iter().find(|asserted| asserted.connection == connection)?;
        Some(asserted.fields.as_ref().unwrap_or(&self.fields))
    }

    /// The connection whose word a field is; `None` inside for a manual edit.
    pub fn provenance(&self, field: &str) -> Option<Option<ConnectionId>> {
        let speaks = |asserted: &&Asserted| match &asserted.fields {
            Some(fields) => fields.contains_key(field),
            None => self.fields.contains_key(field),
        };
        self.asserted.iter().filter(|a| a.present).find(speaks).map(|asserted| asserted.connection)
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
