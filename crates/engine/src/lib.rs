//! The housekeeper: use cases, runs, deliveries and the desk at which the screen asks.
//!
//! Start with [`Engine::start`]; [`Engine::call`] answers the screen, [`Engine::route`] takes in pushes,
//! [`Engine::events`] tells what happens. A record's way in is `inbound/`, its way out `outbound/`.
//!
//! What it is *not*: it knows no screen, no SQL, no vendor and no web framework. Connectors are handed to it as a
//! registry, secrets and the clock as ports; what it decides it asks of `reconcile`.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod alerts;
mod apply;
mod backup;
mod book;
mod bundle;
mod clock;
mod connections;
mod desk;
mod drafts;
mod engine;
mod error;
mod events;
mod exchanges;
mod health;
mod inbound;
mod lane;
mod leftovers;
mod limits;
mod outbound;
mod people;
mod ports;
mod problem;
mod push;
mod retention;
mod retry;
mod runs;
mod schedule;
mod supervisor;
mod syncs;
mod undo;
mod updates;

pub use alerts::{NotTold, Notice, NoticeKind, Notify, Way};
pub use backup::{Cautious, be_careful};
pub use bundle::LogTail;
pub use clock::{Clock, SystemClock};
pub use engine::{Engine, Listening, Parts, Tuning};
pub use error::EngineError;
pub(crate) use error::Result;
pub use events::Events;
pub use outbound::Debounce;
pub use ports::{Computer, DemoTown, SecretVault, ServiceComputer, StoreVault, TownConnection};
pub use push::{PushHead, PushRoute, SMALL_BODY};
pub use retention::Purged;
pub use schedule::BadPattern;
pub use supervisor::Supervisor;
