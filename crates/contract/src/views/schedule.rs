//! Schedules, and what starts a sync besides.

use crosswalk_model::{
    Direction, GuardLimits, Missed, ReadBack, Schedule, StartOfYear, Starts, SyncId, Timestamp,
};
use serde::{Deserialize, Serialize};

use super::Mood;

/// A sync with its schedule, if it has one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScheduleView {
    /// Which sync.
    pub sync: SyncId,
    /// "Roster → Te Kete Ako".
    pub title: String,
    /// Which way.
    pub direction: Direction,
    /// Whether its source pushes: then the times say when a push is expected, and nothing is started.
    pub expects_push: bool,
    /// The schedule.
    pub schedule: Option<Schedule>,
    /// What it says: "At 02:30, Monday to Friday. Pacific/Auckland."
    pub words: String,
    /// The next five times.
    pub next: Vec<NextTime>,
    /// When the schedule last started a run.
    pub last_started: Option<Timestamp>,
    /// When the sync last ended well.
    pub last_good: Option<Timestamp>,
    /// How it is.
    pub mood: Mood,
    /// The chip's word: "On time", "Late", "Paused", "No schedule".
    pub word: String,
    /// What did not happen.
    pub missed: Option<Missed>,
    /// What did not happen and what to do about it, in sentences.
    pub advice: Option<String>,
}

/// One time that is ahead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextTime {
    /// When.
    pub at: Timestamp,
    /// On the schedule's clock: "Mon 23 Nov 2026, 02:30".
    pub local: String,
    /// What is odd about it: the clocks change in that night.
    pub note: Option<String>,
}

/// What a schedule that is being typed would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchedulePreview {
    /// What it says.
    pub words: String,
    /// The next five times.
    pub next: Vec<NextTime>,
}

/// What starts an outbound sync besides its schedule, and what it reads of its destination.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TimingView {
    /// Which sync.
    pub sync: SyncId,
    /// "Roster → Te Kete Ako".
    pub title: String,
    /// Whether it runs when the roster has changed and is quiet again.
    pub starts: Starts,
    /// When the destination is read.
    pub read_back: ReadBack,
    /// After how many days it is read as a whole, where it is read at a reconcile only.
    pub reconcile_days: u16,
    /// When it was last read as a whole.
    pub last_reconcile: Option<Timestamp>,
    /// What that means, in sentences.
    pub words: String,
}

/// When the guard holds the plans of a sync.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GuardView {
    /// The sync.
    pub sync: SyncId,
    /// "Roster → Te Kete Ako".
    pub title: String,
    /// Its own limits.
    pub limits: GuardLimits,
    /// The days around the start of the school year, if somebody has named them.
    pub start_of_year: Option<StartOfYear>,
    /// The limits that count today.
    pub today: GuardLimits,
}
