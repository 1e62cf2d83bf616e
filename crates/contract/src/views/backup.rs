//! Backups, in the screen's words.

use crosswalk_model::{Time, Timestamp};
use serde::{Deserialize, Serialize};

/// How the backups stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupsView {
    /// How they stand, in a sentence or two; also why none can be made here, where that is so.
    pub sentence: String,
    /// Whether Crosswalk can make them here: on PostgreSQL the database has its own way.
    pub possible: bool,
    /// The last good one. It was read back, opened and checked: others are not kept.
    pub last: Option<BackupRow>,
    /// The last try, where it failed after the last good one.
    pub failed: Option<BackupFailed>,
    /// Whether the last good one is older than two days while one is to be made each night.
    pub late: bool,
    /// What is made each night.
    pub nightly: Option<Nightly>,
    /// When the next one is made by itself.
    #[serde(default)]
    pub next: Option<Timestamp>,
    /// Whether a passphrase is kept that opens the nightly ones besides the recovery key.
    pub has_passphrase: bool,
}

/// A backup that was made and checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupRow {
    /// When it was begun: what came later is not in it.
    pub made_at: Timestamp,
    /// Where it was put.
    pub file: String,
    /// How large it is.
    pub bytes: u64,
    /// When it had been read back, opened and checked.
    pub verified_at: Timestamp,
    /// What is in it: "1,812 records of the roster, 40 deliveries and 3 stored messages."
    pub sentence: String,
}

/// A backup that could not be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupFailed {
    /// When.
    pub at: Timestamp,
    /// Why, and what to do.
    pub words: String,
}

/// A backup each night.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nightly {
    /// Into which folder; best one on another computer.
    pub folder: String,
    /// At what time of the school's day. A computer that is off or asleep then makes it when it wakes.
    pub at: Time,
    /// How many are kept; older ones of this school are removed once a newer one is good. From 1 to 366.
    pub keep: u16,
}
