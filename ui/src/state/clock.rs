//! The present moment, as a signal that moves twice a minute so that "6 min ago" stays true.

use crate::format::Clock;
use crosswalk_model::Timestamp;
use leptos::prelude::*;
use std::time::Duration;

/// The present moment.
#[derive(Clone, Copy)]
pub struct Now(pub RwSignal<Clock>);

impl Now {
    /// Starts the clock of the page.
    pub fn start() -> Self {
        let clock = RwSignal::new(read());
        // It ticks as long as the page is open; where no timer can be had it stands still.
        let _ = set_interval_with_handle(move || clock.set(read()), Duration::from_secs(30));
        Self(clock)
    }
}

impl Now {
    /// A clock that stands still, for the gallery.
    #[cfg(debug_assertions)]
    pub fn at(now: Timestamp) -> Self {
        Self(RwSignal::new(Clock { now, ..read() }))
    }
}

/// The page's clock.
pub fn now() -> Now {
    expect_context()
}

fn read() -> Clock {
    let moment = js_sys::Date::new_0();
    let now = Timestamp::from_millisecond(moment.get_time() as i64).unwrap_or(Timestamp::UNIX_EPOCH);
    Clock { now, ahead: -(moment.get_timezone_offset() as i32) }
}
