//! The world of the journeys: a model town, an engine with a folder of its own, and a door for pushes.
//!
//! Start with [`World::new`]. It is no test itself and knows no screen; every journey builds its own world, so that
//! no journey sees another's.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

pub mod clock;
pub mod files;
pub mod house;
pub mod logs;
pub mod look;
pub mod screens;
pub mod world;

pub use clock::TestClock;
pub use files::{Member, Package, Source, pupil_list};
pub use house::House;
pub use logs::Log;
pub use world::{World, WorldSpec};
