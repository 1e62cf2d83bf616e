//! Schedules: when a sync is due by the clock.

use serde::{Deserialize, Serialize};

use crate::{Date, SyncId, Timestamp};

/// When a sync is due. A sync whose source pushes is not started: at these times a push is expected to have come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// Which sync; it has one schedule at most.
    pub sync: SyncId,
    /// A cron pattern of five fields: minute, hour, day of the month, month, day of the week.
    pub cron: String,
    /// The IANA time zone in which the pattern is meant, such as `Pacific/Auckland`.
    pub zone: String,
    /// What happens to a time that passed while the computer slept or Crosswalk was closed.
    #[serde(default)]
    pub catch_up: CatchUp,
    /// What happens in the school's holidays.
    #[serde(default)]
    pub in_holidays: InHolidays,
    /// Whether it rests.
    #[serde(default)]
    pub paused: bool,
    /// How many minutes it may be late before that is told as a problem.
    #[serde(default = "Schedule::usual_grace")]
    pub grace_minutes: u32,
}

impl Schedule {
    /// An hour.
    pub fn usual_grace() -> u32 {
        60
    }
}

/// What happens to times that passed unseen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CatchUp {
    /// It runs once, as soon as it can, however many times passed.
    #[default]
    Once,
    /// It waits for the next time; what was left out is told.
    Skip,
}

/// What happens in the holidays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InHolidays {
    /// It rests.
    Rest,
    /// It runs as on any other day.
    #[default]
    Run,
}

/// Days on which schedules may rest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holiday {
    /// "Summer holidays".
    pub title: String,
    /// The first day.
    pub from: Date,
    /// The day after the last one.
    pub until: Date,
}

/// A schedule with what the clock has made of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scheduled {
    /// The schedule.
    pub schedule: Schedule,
    /// When it is due next; `None` while it rests or never is.
    pub next_at: Option<Timestamp>,
    /// Since when it counts: when it was set or woken.
    pub since: Timestamp,
    /// The last time that was due and has been dealt with.
    #[serde(default)]
    pub last_due: Option<Timestamp>,
    /// A time that was due and whose run has not been started yet.
    #[serde(default)]
    pub owed: Option<Timestamp>,
    /// When a run was last started by the schedule.
    #[serde(default)]
    pub last_started: Option<Timestamp>,
    /// What did not happen, until it is made up for.
    #[serde(default)]
    pub missed: Option<Missed>,
}

/// A time at which something was due and did not happen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missed {
    /// When it was due.
    pub due: Timestamp,
    /// Why it did not happen.
    pub why: MissedWhy,
}

/// Why something did not happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MissedWhy {
    /// Crosswalk was closed or the computer slept, and the schedule does not catch up.
    Away,
    /// The source was expected to push and did not.
    NoPush,
    /// The run could not be started.
    NotStarted,
}
