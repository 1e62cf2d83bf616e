//! Health: how the house keeps away from what fails again and again.

use serde::{Deserialize, Serialize};

use crate::{Hash, Name, RosterId, RunId, Timestamp};

/// How many refusals of the same words put a record into quarantine.
pub const QUARANTINED_AFTER: u32 = 3;

/// A record that a destination has refused, since it last took it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// The destination's stream.
    pub stream: Name,
    /// The roster record.
    pub roster_id: RosterId,
    /// How often it refused the same words, one run after the other.
    pub attempts: u32,
    /// The words, as a hash: other words begin anew.
    pub content: Hash,
    /// When it first refused them.
    pub since: Timestamp,
    /// When it last did.
    pub last_at: Timestamp,
    /// The last run, which holds the destination's reason.
    pub run: RunId,
}

impl Refused {
    /// Whether the same words are not sent any more.
    pub fn is_quarantined(&self) -> bool {
        self.attempts >= QUARANTINED_AFTER
    }
}

/// How a connection fares with runs that start by themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Breaker {
    /// How many of them failed in a row.
    pub failures: u32,
    /// Since when.
    #[serde(default)]
    pub since: Option<Timestamp>,
    /// When the next one may try; `None` with failures: nobody tries before a person has done something.
    #[serde(default)]
    pub try_at: Option<Timestamp>,
}
