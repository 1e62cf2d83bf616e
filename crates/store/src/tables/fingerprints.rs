//! Fingerprints of documents: what is known of one without reading it.

use crosswalk_model::Hash;

/// What is known of a document without reading it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    /// The fingerprint of what it said last, with the versions of all that it was mapped with.
    pub hash: Hash,
    /// The part of the stream that it belongs to.
    pub partition: String,
    /// Whether all that followed from it is done; what is not settled enters every run again.
    pub settled: bool,
}
