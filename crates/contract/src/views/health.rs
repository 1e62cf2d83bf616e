//! How things went, day by day.

use crosswalk_model::Date;
use serde::{Deserialize, Serialize};

/// What the runs of the last days came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrendsView {
    /// Each day in the school's zone, the oldest first; the last one is today.
    pub days: Vec<TrendDay>,
}

/// One day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrendDay {
    /// Its date.
    pub date: Date,
    /// How many runs began on it.
    pub runs: u64,
    /// How many of them failed.
    pub failed: u64,
    /// How many source records were read.
    pub read: u64,
    /// How many changes were confirmed.
    pub applied: u64,
    /// How many were refused, drifted, failed or skipped.
    pub not_applied: u64,
    /// How many findings were made.
    pub findings: u64,
    /// How long a run took on average, in milliseconds, of those that waited for nobody; none where there was none.
    pub took: Option<u64>,
}
