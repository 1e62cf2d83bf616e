//! The host: puts the parts together, opens the doors, and tells the story of the demo.
//!
//! Two programs share it: `crosswalkd`, which has no window, and the desktop's shell, so that both run the very same
//! house (see `docs/adr/0002-hosts-share-a-library.md`). Start with [`House::open`]; [`host::assemble`] makes an
//! engine without doors, for tests and for commands; [`story::tell`] is `crosswalkd demo`.
//!
//! What it is *not*: no rule of the business lives here. It knows files, keys, ports and the model town; what is
//! moved, held or refused is decided in the engine and below.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod bench;
pub mod demo;
pub mod host;
pub mod keys;
pub mod log;
mod notify;
pub mod restore;
pub mod story;
mod town;

pub use host::{Belongings, Encryption, HostError, House, HouseSettings};
pub use notify::{Desktop, Messengers};
pub use town::DemoSchool;
