//! The frame and the overview.

use crosswalk_model::{ConnectionId, PlanId, SyncId, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Mood, NewVersion};

/// Who and where we are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Status {
    /// The school, once there is one.
    pub school: Option<String>,
    /// Whether it is the demo school.
    pub demo: bool,
    /// Crosswalk's version.
    pub version: String,
    /// Where the listener answers, such as `127.0.0.1:8085`; `None` when it does not.
    pub listening: Option<String>,
    /// Open conflicts.
    pub conflicts: u64,
    /// Plans that the guard holds.
    pub holds: u64,
    /// Plans that wait for approval.
    pub plans: u64,
    /// The number of the last event.
    pub event: u64,
}

/// The computer on which Crosswalk runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComputerView {
    /// Where the data lies, as that computer writes it.
    pub folder: Option<String>,
    /// Whether Crosswalk starts when somebody signs in; `None` where that is not ours to say, as for a service.
    pub autostart: Option<bool>,
}

/// The crossing and what waits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Overview {
    /// "Both clouds are in step. Three things wait for you."
    pub sentence: String,
    /// What happened last and what comes next.
    pub detail: String,
    /// The sources.
    pub sources: Vec<Node>,
    /// The roster's figures.
    pub roster: RosterFigures,
    /// The destinations.
    pub destinations: Vec<Node>,
    /// What waits for somebody, the worst first.
    pub waiting: Vec<WaitingItem>,
    /// Per sync, what became of its runs of late.
    pub history: Vec<SyncHistory>,
    /// A newer version of Crosswalk, where one is known.
    #[serde(default)]
    pub newer: Option<NewVersion>,
}

/// A source or destination on the crossing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Node {
    /// Which connection.
    pub connection: ConnectionId,
    /// Its sync.
    pub sync: Option<SyncId>,
    /// Two letters for its mark.
    pub mark: String,
    /// What the screen calls it.
    pub title: String,
    /// A few words: "Push · 1,812 pupils, 231 staff".
    pub detail: String,
    /// How it is.
    pub mood: Mood,
    /// The chip's word: "6 min ago", "Held", "Never run".
    pub word: String,
    /// The last good moment.
    pub last_good: Option<Timestamp>,
    /// How wide the crossing is drawn, from 0 to 1: the share of the records that pass.
    pub flow: f32,
    /// Whether something passes right now.
    pub moving: bool,
}

/// The roster's figures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterFigures {
    /// All people.
    pub people: u64,
    /// Pupils.
    pub pupils: u64,
    /// Staff.
    pub staff: u64,
    /// Caregivers and emergency contacts.
    pub caregivers: u64,
    /// Classes.
    pub classes: u64,
    /// Enrolments.
    pub enrollments: u64,
    /// Lessons in the timetable.
    pub lessons: u64,
    /// Changes since midnight in the school's zone.
    pub changes_today: u64,
}

/// Something that waits for somebody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WaitingItem {
    /// How bad it is.
    pub mood: Mood,
    /// A few words: "Moodle: plan held".
    pub title: String,
    /// Why.
    pub detail: String,
    /// What the link says: "Review the hold".
    pub action: String,
    /// Where it leads.
    pub leads_to: Destination,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Destination {
    /// A plan.
    Plan(PlanId),
    /// The conflicts.
    Conflicts,
    /// A connection.
    Connection(ConnectionId),
    /// The deliveries.
    Deliveries,
    /// The runs.
    Runs,
    /// The schedules.
    Schedules,
    /// The settings.
    Settings,
    /// The backups.
    Backups,
}

/// What became of a sync's runs of late.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SyncHistory {
    /// "KAMAR → Roster".
    pub title: String,
    /// One per day, the oldest first, at most 30.
    pub days: Vec<DayMark>,
    /// "30 of 30 · median 11 s".
    pub detail: String,
}

/// One day of a sync.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayMark {
    /// The civil date.
    pub date: String,
    /// How it went; `Quiet` when there was no run.
    pub mood: Mood,
    /// What the hover says.
    pub detail: String,
}
