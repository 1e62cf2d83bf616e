//! Schedules: when a sync is due, and how it is told that something did not happen.
//!
//! [`pattern`] and [`calendar`] are arithmetic without a clock · [`roll`] says what a moment makes of a schedule ·
//! [`keeper`] looks at the clock and starts what is due · [`words`] says it to people.

pub(crate) mod calendar;
#[cfg(test)]
mod hostile;
mod keeper;
pub(crate) mod pattern;
pub(crate) mod roll;
#[cfg(test)]
mod tests;
pub(crate) mod words;

pub(crate) use keeper::{HOLIDAYS, holidays};
pub use pattern::BadPattern;
