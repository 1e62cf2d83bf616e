//! Invented people and services, so that every page can be drawn without an engine. Only in debug builds.

mod care;
mod conflicts;
mod connections;
mod house;
mod mapping;
mod plan;
mod records;
mod runs;
mod schedules;
mod updates;
mod upkeep;

pub use care::{alerts, erasure, export, holidays, no_alerts, quarantine, timing};
pub use conflicts::{conflicts, sides};
pub use connections::{checks, connection, connections, connectors, listener, sync};
pub use house::{overview, own_computer, status};
pub use mapping::{mapping, syncs};
pub use plan::{changes, held_plan, plan, plans};
pub use records::{audit, lineage, pins, privacy, record, verdict};
pub use runs::{deliveries, run, runs};
pub use schedules::{schedule_preview, schedules};
pub use updates::{no_updates, updates};
pub use upkeep::{backups, backups_failed, bundle, guard, no_backups, no_trends, trends, versions};

use crosswalk_model::Timestamp;
use std::str::FromStr;

/// An id with this number in it.
pub fn id<T: FromStr>(number: u32) -> T {
    let text = format!("00000000-0000-8000-8000-{number:012}");
    text.parse().unwrap_or_else(|_| unreachable!("every id reads a uuid"))
}

/// So many minutes before the gallery's present.
pub fn ago(minutes: i64) -> Timestamp {
    let now = Timestamp::from_second(1_763_676_600).unwrap_or(Timestamp::UNIX_EPOCH);
    Timestamp::from_second(now.as_second() - minutes * 60).unwrap_or(now)
}

/// Owned texts in pairs.
pub fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(one, two)| ((*one).to_owned(), (*two).to_owned())).collect()
}
