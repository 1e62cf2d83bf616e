//! A simulated KAMAR: builds messages as KAMAR does, pushes them as KAMAR does, and sulks as KAMAR does.

pub mod json;
pub mod message;
pub mod messages;
pub mod quirks;
mod xml;

#[cfg(test)]
mod message_tests;

pub use message::Message;
pub use quirks::{KeyCase, Missing, Numbers, Quirks, TwoSchools};
