//! A clock that begins on a school morning and runs on by itself, so that no story depends on the day it is told.

use std::time::Instant;

use crosswalk_engine::{Clock, SystemClock};
use crosswalk_model::{Date, Timestamp};

/// Nine in the morning in Auckland on Monday, 9 March 2026, and as much later as the story has taken.
pub struct MorningClock {
    began: Timestamp,
    since: Instant,
}

impl Default for MorningClock {
    fn default() -> Self {
        let zone = jiff::tz::TimeZone::get("Pacific/Auckland").unwrap();
        let nine = Date::constant(2026, 3, 9).at(9, 0, 0, 0).to_zoned(zone).unwrap();
        Self { began: nine.timestamp(), since: Instant::now() }
    }
}

impl Clock for MorningClock {
    fn now(&self) -> Timestamp {
        self.began.checked_add(self.since.elapsed()).unwrap()
    }

    fn random(&self) -> [u8; 32] {
        SystemClock.random()
    }
}
