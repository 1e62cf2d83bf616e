//! A simulated KAMAR: builds messages as KAMAR does, pushes them as KAMAR does, and sulks as KAMAR does.

mod answer;
pub mod json;
pub mod message;
pub mod messages;
pub mod quirks;
mod server;
mod ticked;
mod xml;

#[cfg(test)]
mod message_tests;
#[cfg(test)]
mod server_tests;

pub use message::Message;
pub use quirks::{KeyCase, Missing, Numbers, Quirks, TwoSchools};
pub use server::{KamarServer, Mischief, PushResult, Settings};
pub use ticked::{Options, Ticked};
