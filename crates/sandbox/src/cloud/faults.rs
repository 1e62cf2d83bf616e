//! Faults that can be switched on while a cloud runs.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::watch;

use super::lock;

/// What to answer instead of doing anything; each vendor words it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// 503.
    Unavailable,
    /// 429 with `Retry-After` in seconds.
    Throttled {
        /// Seconds.
        retry_after: u32,
    },
}

/// How a list is paged that must not be believed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paging {
    /// As documented.
    #[default]
    Honest,
    /// The total counts more than there are, as with a join.
    TotalTooHigh,
    /// The total counts fewer than there are.
    TotalTooLow,
    /// Every page is the first one and says that there is another.
    Endless,
}

impl Paging {
    /// What is told to be the total.
    pub(crate) fn total(self, total: usize) -> usize {
        match self {
            Self::Honest => total,
            Self::TotalTooHigh => total + 1,
            Self::TotalTooLow => total.saturating_sub(1),
            Self::Endless => total * 10 + 10,
        }
    }
}

#[derive(Default)]
struct State {
    paging: Paging,
    unique: BTreeSet<String>,
    unavailable: u32,
    throttled: u32,
    retry_after: u32,
    truncated: u32,
    slow: Duration,
    lose_every: usize,
    written: usize,
    refused: BTreeSet<String>,
    rejected: BTreeSet<String>,
}

/// A handle on the faults of one cloud. Clones are the same handle.
#[derive(Clone)]
pub struct Faults {
    state: Arc<Mutex<State>>,
    stalled: Arc<watch::Sender<bool>>,
    wanted_down: Arc<watch::Sender<bool>>,
    is_down: Arc<watch::Sender<bool>>,
}

impl Default for Faults {
    fn default() -> Self {
        let switch = || Arc::new(watch::Sender::new(false));
        Self { state: Arc::default(), stalled: switch(), wanted_down: switch(), is_down: switch() }
    }
}

impl Faults {
    /// Nobody answers at the port: connections are refused, open ones are dropped. Returns when it is so.
    pub async fn set_down(&self, down: bool) {
        self.wanted_down.send_replace(down);
        let mut now = self.is_down.subscribe();
        // A cloud that was already stopped cannot follow any more.
        let _ = tokio::time::timeout(Duration::from_secs(5), now.wait_for(|state| *state == down)).await;
    }

    /// The next `calls` are answered with 503.
    pub fn unavailable_for(&self, calls: u32) {
        lock(&self.state).unavailable = calls;
    }

    /// The next `calls` are answered with 429 and `Retry-After`.
    pub fn throttle_for(&self, calls: u32, retry_after: u32) {
        let mut state = lock(&self.state);
        (state.throttled, state.retry_after) = (calls, retry_after);
    }

    /// Requests are taken and not answered until this is switched off again.
    pub fn stall(&self, stalled: bool) {
        self.stalled.send_replace(stalled);
    }

    /// Every answer is held back for a while.
    pub fn slow(&self, by: Duration) {
        lock(&self.state).slow = by;
    }

    /// The next `calls` are carried out, but half of the answer is lost.
    pub fn truncate_for(&self, calls: u32) {
        lock(&self.state).truncated = calls;
    }

    /// Lies: every `nth` written record is confirmed and not stored. 0 = honest.
    pub fn lose_every(&self, nth: usize) {
        let mut state = lock(&self.state);
        (state.lose_every, state.written) = (nth, 0);
    }

    /// Writes to a table or resource are refused for want of permission.
    pub fn refuse(&self, table: &str, refused: bool) {
        let mut state = lock(&self.state);
        if refused {
            state.refused.insert(table.to_owned())
        } else {
            state.refused.remove(table)
        };
    }

    /// Records in which any text has this value are rejected.
    pub fn reject_value(&self, value: &str) {
        lock(&self.state).rejected.insert(value.to_owned());
    }

    /// Lists are paged in another way than documented.
    pub fn page_as(&self, paging: Paging) {
        lock(&self.state).paging = paging;
    }

    /// No two records may have the same value in a column, as with an account's address.
    pub fn make_unique(&self, column: &str) {
        lock(&self.state).unique.insert(column.to_owned());
    }

    /// All is well again. Does not bring up what is down.
    pub fn clear(&self) {
        *lock(&self.state) = State::default();
        self.stalled.send_replace(false);
    }

    pub(crate) fn trouble(&self) -> Option<Trouble> {
        let mut state = lock(&self.state);
        if state.unavailable > 0 {
            state.unavailable -= 1;
            return Some(Trouble::Unavailable);
        }
        if state.throttled > 0 {
            state.throttled -= 1;
            return Some(Trouble::Throttled { retry_after: state.retry_after });
        }
        None
    }

    pub(crate) fn truncates(&self) -> bool {
        let mut state = lock(&self.state);
        let now = state.truncated > 0;
        state.truncated = state.truncated.saturating_sub(1);
        now
    }

    pub(crate) async fn wait(&self) {
        let slow = lock(&self.state).slow;
        tokio::time::sleep(slow).await;
        let mut stalled = self.stalled.subscribe();
        // The sender lives as long as this handle.
        let _ = stalled.wait_for(|stalled| !stalled).await;
    }

    pub(crate) fn loses_next(&self) -> bool {
        let mut state = lock(&self.state);
        state.written += 1;
        state.lose_every > 0 && state.written.is_multiple_of(state.lose_every)
    }

    pub(crate) fn paging(&self) -> Paging {
        lock(&self.state).paging
    }

    pub(crate) fn is_unique(&self, column: &str) -> bool {
        lock(&self.state).unique.contains(column)
    }

    pub(crate) fn refuses(&self, table: &str) -> bool {
        lock(&self.state).refused.contains(table)
    }

    pub(crate) fn rejects<'a>(&self, mut values: impl Iterator<Item = &'a Value>) -> bool {
        let state = lock(&self.state);
        !state.rejected.is_empty()
            && values.any(|value| value.as_str().is_some_and(|text| state.rejected.contains(text)))
    }

    pub(crate) fn wanted(&self) -> watch::Receiver<bool> {
        self.wanted_down.subscribe()
    }

    pub(crate) fn report_down(&self, down: bool) {
        self.is_down.send_replace(down);
    }
}
