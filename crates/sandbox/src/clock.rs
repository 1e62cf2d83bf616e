//! The real clock, for what the simulated vendors stamp themselves.

use jiff::Timestamp;

/// The present instant.
#[expect(clippy::disallowed_methods, reason = "a simulated vendor has a clock of its own, as a real one has")]
pub fn now() -> Timestamp {
    Timestamp::now()
}
