//! The versions of resources as they were last seen, so that a write does not run over somebody else's.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Versions by stream and key. What is not known is written without a condition.
#[derive(Default)]
pub(super) struct Versions(Mutex<HashMap<(String, String), i64>>);

impl Versions {
    pub(super) fn of(&self, stream: &str, key: &str) -> Option<i64> {
        self.lock().get(&(stream.to_owned(), key.to_owned())).copied()
    }

    pub(super) fn saw(&self, stream: &str, key: &str, version: i64) {
        self.lock().insert((stream.to_owned(), key.to_owned()), version);
    }

    /// After a write whose end is not known, or that met another version, the next one goes without a condition: the
    /// engine reads again before it plans again.
    pub(super) fn forget(&self, stream: &str, key: &str) {
        self.lock().remove(&(stream.to_owned(), key.to_owned()));
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<(String, String), i64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
