//! A clock that a journey sets.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use crosswalk_engine::Clock;
use crosswalk_model::{Date, Timestamp};

/// Starts on a morning of the school's year and moves on a millisecond with each look.
pub struct TestClock {
    now: Mutex<Timestamp>,
    drawn: AtomicU64,
}

impl TestClock {
    /// Nine in the morning in Auckland on a civil date.
    pub fn on(date: Date) -> Self {
        let zone = jiff::tz::TimeZone::get("Pacific/Auckland").unwrap();
        let now = date.at(9, 0, 0, 0).to_zoned(zone).unwrap().timestamp();
        Self { now: Mutex::new(now), drawn: AtomicU64::new(0) }
    }

    /// Lets time pass.
    pub fn pass(&self, time: jiff::SignedDuration) {
        let mut now = self.now.lock().unwrap();
        *now = now.checked_add(time).unwrap();
    }

    /// Sets another instant.
    pub fn at(&self, instant: Timestamp) {
        *self.now.lock().unwrap() = instant;
    }

    /// Sets another date.
    pub fn set(&self, date: Date) {
        *self.now.lock().unwrap() = *Self::on(date).now.lock().unwrap();
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        let mut now = self.now.lock().unwrap();
        *now = now.checked_add(jiff::Span::new().milliseconds(1)).unwrap();
        *now
    }

    fn random(&self) -> [u8; 32] {
        let mut bytes = [0u8; 32];
        getrandom::fill(&mut bytes).unwrap();
        let drawn = self.drawn.fetch_add(1, Ordering::Relaxed);
        bytes[2..10].copy_from_slice(&drawn.to_be_bytes());
        bytes
    }
}
