//! Hostile input: good messages and files, spoilt by a seeded generator. No parser may panic, dawdle, or eat the memory.
//!
//! A normal run tries some hundred cases of each kind; `CROSSWALK_HOSTILE=50` tries fifty times as many. A case that
//! fails names its seed; the same seed always spoils in the same way.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod bombs;
mod files;
mod kamar;
mod spoil;
mod watch;

/// How many cases of a kind are tried. Whoever builds the tests with `CROSSWALK_HOSTILE=50` has so many times as much.
fn cases(usual: u64) -> std::ops::Range<u64> {
    let times = option_env!("CROSSWALK_HOSTILE").and_then(|times| times.parse().ok());
    0..usual * times.unwrap_or(1)
}
