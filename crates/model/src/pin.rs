//! Pins: what an undo took back and the next run must not do again. A pin holds while the source says what it said then;
//! the source's next word ends it, or a person releases it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Actor, Hash, Name, RosterId, RunId, SyncId, Timestamp};

/// What a change holds against the source once it is carried out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PinMark {
    /// The field; `None` for whether the record is in use at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<Name>,
    /// The hash of the source's word against which it is held.
    pub against: Hash,
}

/// A pin as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pin {
    /// The destination's stream; inbound the entity.
    pub target: Name,
    /// The roster record.
    pub roster_id: RosterId,
    /// What is held.
    pub mark: PinMark,
    /// The run that undid it.
    pub run: RunId,
    /// Who approved that.
    pub by: Actor,
    /// Since when.
    pub at: Timestamp,
}

/// What a word by hand rests on. It stands in the roster beside the words of the sources.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByHand {
    /// The sync whose run was undone.
    pub sync: SyncId,
    /// The run that undid it.
    pub run: RunId,
    /// Who approved that.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// Each field that is said by hand, with the hash of what the sources said of it then.
    #[serde(default)]
    pub against: BTreeMap<Name, Hash>,
    /// Whether the record is in use, where it is said by hand, with the hash of all that the sources said then.
    #[serde(default)]
    pub in_use: Option<(bool, Hash)>,
}

impl ByHand {
    /// Whether nothing is said by hand any more.
    pub fn is_empty(&self) -> bool {
        self.against.is_empty() && self.in_use.is_none()
    }

    /// What is held, as pins of a record.
    pub fn pins(&self, target: &Name, roster_id: RosterId) -> Vec<Pin> {
        let fields = self.against.iter().map(|(field, against)| (Some(field.clone()), *against));
        let all = fields.chain(self.in_use.map(|(_, against)| (None, against)));
        let pin = |(field, against)| Pin {
            target: target.clone(),
            roster_id,
            mark: PinMark { field, against },
            run: self.run,
            by: self.by.clone(),
            at: self.at,
        };
        all.map(pin).collect()
    }
}
