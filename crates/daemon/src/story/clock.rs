//! The story's clock: the days of the simulated school, so that the story is the same whenever it is told.

use std::sync::atomic::{AtomicI64, Ordering};

use crosswalk_engine::{Clock, SystemClock};
use crosswalk_model::Timestamp;
use jiff::SignedDuration;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The computer's clock, set to a morning at the school.
pub(super) struct StoryClock {
    /// Seconds between the computer's time and the story's.
    ahead: AtomicI64,
}

impl StoryClock {
    /// Ten in the morning of a day, in the school's zone.
    pub(super) fn on(day: Date, zone: &str) -> Self {
        let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
        let morning = day.at(10, 0, 0, 0).to_zoned(zone).map(|morning| morning.timestamp());
        let now = SystemClock.now();
        let ahead = morning.unwrap_or(now).as_second() - now.as_second();
        Self { ahead: AtomicI64::new(ahead) }
    }

    /// A day passes.
    pub(super) fn next_day(&self) {
        self.ahead.fetch_add(24 * 60 * 60, Ordering::Relaxed);
    }
}

impl Clock for StoryClock {
    fn now(&self) -> Timestamp {
        let ahead = SignedDuration::from_secs(self.ahead.load(Ordering::Relaxed));
        let now = SystemClock.now();
        now.saturating_add(ahead).unwrap_or(now)
    }

    fn random(&self) -> [u8; 32] {
        SystemClock.random()
    }
}
