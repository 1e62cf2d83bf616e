//! What a run did not do, and trying it again.

use serde::{Deserialize, Serialize};

/// A change that was not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotDone {
    /// Its index in the run's plan.
    pub index: u32,
    /// Who or what it is about.
    pub label: String,
    /// What was to be done, such as `create people`.
    pub what: String,
    /// Why it was not, in the vendor's words or ours.
    pub words: String,
    /// Whether it can still be tried: its record is there, and nobody has done it since.
    pub can_retry: bool,
}

/// Changes that were not done for the same reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotDoneReason {
    /// The reason.
    pub words: String,
    /// How many.
    pub count: u64,
    /// How many of them can still be tried.
    pub can_retry: u64,
}

/// What of a run is tried again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Retry {
    /// Whatever was not done.
    All,
    /// What was not done for this reason.
    Reason(String),
    /// These changes, by their index in the run's plan.
    Changes(Vec<u32>),
}
