//! Events: numbered, so that the screen notices a gap and asks anew.

use std::sync::atomic::{AtomicU64, Ordering};

use crosswalk_contract::{Event, EventKind};
use tokio::sync::broadcast;

/// Tells all screens what happens.
#[derive(Debug)]
pub struct Events {
    number: AtomicU64,
    sender: broadcast::Sender<Event>,
}

impl Default for Events {
    fn default() -> Self {
        Self { number: AtomicU64::new(0), sender: broadcast::channel(256).0 }
    }
}

impl Events {
    /// Tells one event. Nobody listening is no error.
    pub fn tell(&self, kind: EventKind) {
        let number = self.number.fetch_add(1, Ordering::Relaxed) + 1;
        let _ = self.sender.send(Event { number, kind });
    }

    /// The number of the last event.
    pub fn last(&self) -> u64 {
        self.number.load(Ordering::Relaxed)
    }

    /// Listens from now on.
    pub fn listen(&self) -> broadcast::Receiver<Event> {
        self.sender.subscribe()
    }
}
