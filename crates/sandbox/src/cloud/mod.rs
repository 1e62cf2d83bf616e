//! What both simulated clouds have: a port on loopback, faults to switch on, and a log of what they received.

mod faults;
mod log;
mod serving;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Map, Value};

pub use faults::{Faults, Paging, Trouble};
pub use log::{Log, LoggedRequest};
pub(crate) use serving::{Hosting, serve};

/// One record of a cloud, by column or attribute.
pub type Record = Map<String, Value>;

/// Everything that a cloud holds at one moment, by table or resource.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Snapshot {
    /// Records in the order of their creation or last write.
    pub tables: BTreeMap<String, Vec<Record>>,
}

impl Snapshot {
    /// The records of a table; none when there is no such table.
    pub fn table(&self, name: &str) -> &[Record] {
        self.tables.get(name).map_or(&[], Vec::as_slice)
    }
}

/// Locks, also after a test has panicked with the lock in its hand.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
