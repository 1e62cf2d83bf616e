//! Backups: made when asked and each night, told when the last good one is too old, and what a restored house has to be
//! careful about.
//!
//! How a file is written and read stands in the store; here stands when one is made ([`nightly`]), how they stand
//! ([`standing`]), and what happens after a restore ([`caution`]).

mod caution;
mod make;
mod nightly;
mod standing;

pub use caution::{Cautious, be_careful};
pub(crate) use nightly::{nightly, set_nightly};

/// The names of settings and secrets.
const NIGHTLY: &str = "backup/nightly";
const LAST: &str = "backup/last";
const FAILED: &str = "backup/failed";
const RESTORED: &str = "backup/restored";
pub(crate) const PASSPHRASE: &str = "backup/passphrase";
