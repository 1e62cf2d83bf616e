//! Batches of changes for a destination.

use crosswalk_model::{ChangeOp, Fields};

/// A batch for one stream. A connection gives exactly one outcome per change, in order.
#[derive(Clone, Debug, PartialEq)]
pub struct WriteBatch {
    /// The stream.
    pub stream: String,
    /// The changes.
    pub changes: Vec<WriteChange>,
}

/// One change as a destination takes it.
#[derive(Clone, Debug, PartialEq)]
pub struct WriteChange {
    /// The deterministic key of the change: the same change has the same key after a crash.
    pub idempotency_key: String,
    /// What to do. `Delete` is only sent to streams that offer it.
    pub op: ChangeOp,
    /// The record's key: the value of the stream's key field. For a relink the new one.
    pub key: String,
    /// The destination's own id, if it is known.
    pub foreign_id: Option<String>,
    /// The fields to write, references already turned into the destination's ids. For an update only those that
    /// change; `Null` empties a field.
    pub fields: Fields,
}
