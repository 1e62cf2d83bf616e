//! Batches of changes for a destination.

use crosswalk_model::{ChangeOp, Fields, Timestamp};

/// A batch for one stream. A connection gives exactly one outcome per change, in order.
#[derive(Clone, Debug, PartialEq)]
pub struct WriteBatch {
    /// The stream.
    pub stream: String,
    /// When the batch was made. A destination whose soft end is an instant gets this one, so that a batch that is
    /// sent again says the same.
    pub at: Timestamp,
    /// The changes.
    pub changes: Vec<WriteChange>,
}

/// One change as a destination takes it.
///
/// After a create or an update the record is in use: one that was ended softly is brought back, also by an update
/// without fields. A deactivation or withdrawal ends it softly and writes `fields` besides. The soft end itself is
/// the connection's affair and never stands in `fields`. A relink leaves the record as much in use as it was.
///
/// Within one batch a connection may carry the changes out in the order of [`WriteBatch::order`]; the outcomes keep
/// the order of the changes.
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
