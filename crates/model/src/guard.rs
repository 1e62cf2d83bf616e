//! The guard's limits and the holds that it raises.

use serde::{Deserialize, Serialize};

use crate::{Date, Name};

/// When a plan is held for a person. Percentages are of the records known before the plan, per org and role.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GuardLimits {
    /// More than this share of deactivations holds the plan, in percent.
    pub deactivations_percent: u32,
    /// More than this number of deactivations holds the plan.
    pub deactivations_count: u32,
    /// Fewer than this many deactivations never hold it, whatever the share.
    pub deactivations_floor: u32,
    /// A source that says this much less than last time holds the plan, in percent.
    pub shrink_percent: u32,
    /// More relinks than this share of a population look like a new numbering, in percent.
    pub relink_percent: u32,
}

impl Default for GuardLimits {
    /// More than 5 % or more than 20, at least 3; a fifth less; a fifth renumbered.
    fn default() -> Self {
        Self {
            deactivations_percent: 5,
            deactivations_count: 20,
            deactivations_floor: 3,
            shrink_percent: 20,
            relink_percent: 20,
        }
    }
}

impl GuardLimits {
    /// The profile for the start of the school year, when a whole year level leaves.
    pub fn start_of_year() -> Self {
        Self {
            deactivations_percent: 30,
            deactivations_count: 1000,
            deactivations_floor: 3,
            shrink_percent: 35,
            relink_percent: 20,
        }
    }
}

impl GuardLimits {
    /// The wider of these and the limits for the start of the school year, each by itself.
    pub fn widened(&self) -> Self {
        let wide = Self::start_of_year();
        Self {
            deactivations_percent: self.deactivations_percent.max(wide.deactivations_percent),
            deactivations_count: self.deactivations_count.max(wide.deactivations_count),
            deactivations_floor: self.deactivations_floor.max(wide.deactivations_floor),
            shrink_percent: self.shrink_percent.max(wide.shrink_percent),
            relink_percent: self.relink_percent.max(wide.relink_percent),
        }
    }
}

impl GuardLimits {
    /// From how many departures on a group of people of this size is held; more than there are where none would be.
    pub fn first_held(&self, size: u64) -> u64 {
        let by_share = size * u64::from(self.deactivations_percent) / 100 + 1;
        let by_number = u64::from(self.deactivations_count) + 1;
        by_share.min(by_number).max(self.deactivations_floor.into())
    }
}

/// The days around the start of the school year, in which whole year levels leave and come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StartOfYear {
    /// The first day.
    pub from: Date,
    /// The day after the last one.
    pub until: Date,
}

impl StartOfYear {
    /// Whether a day is one of them.
    pub fn has(&self, day: Date) -> bool {
        self.from <= day && day < self.until
    }
}

/// Why a plan waits for a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hold {
    /// What tripped.
    pub rule: HoldRule,
    /// The stream or entity concerned.
    pub target: Name,
    /// The group within it, such as `Kōwhai Bay College, pupils`.
    pub group: String,
    /// How many records would be affected.
    pub affected: u64,
    /// How many there were before.
    pub baseline: u64,
    /// What a person reads.
    pub message: String,
}

/// What holds a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HoldRule {
    /// Too many deactivations or withdrawals.
    Deactivations,
    /// A field that had values has none in the whole extract.
    VanishedField,
    /// Too many records changed their key at once.
    Rekeyed,
    /// The source said much less than last time.
    Shrunk,
    /// The extract was empty, truncated or failed: it holds no departures, so there is none to approve.
    NotComplete,
}
