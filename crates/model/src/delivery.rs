//! Deliveries: pushes that a source sent to the listener.

use serde::{Deserialize, Serialize};

use crate::{ConnectionId, DeliveryId, Hash, RunId, Timestamp};

/// One push as the inbox keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Delivery {
    /// Its id.
    pub id: DeliveryId,
    /// To which connection.
    pub connection: ConnectionId,
    /// When its last byte came.
    pub received_at: Timestamp,
    /// The message's own time, as the source writes it; orders the lane. Greater is newer.
    pub stamp: i64,
    /// What the source calls it, such as `full`, `part`, `check`.
    pub kind: String,
    /// The media type it came with.
    pub content_type: String,
    /// Its size in bytes.
    pub size: u64,
    /// The raw body in the blob store; `None` once it was purged.
    pub body: Option<Hash>,
    /// What was answered: the HTTP status.
    pub answered: u16,
    /// What became of it.
    pub state: DeliveryState,
    /// The run that it led to.
    pub run: Option<RunId>,
    /// A sentence for the screen.
    pub verdict: String,
}

/// What became of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// Stored and not yet looked at.
    Waiting,
    /// Interpreted, and what it said was taken in.
    Taken,
    /// Holds nothing that the roster models; kept raw.
    KeptRaw,
    /// Older than one that was already taken in; kept, not applied.
    Overtaken,
    /// Could not be read; kept raw for a look.
    Unreadable,
    /// A check or a refusal: there was nothing to take in.
    Answered,
}
