//! What the screens show: plain data in the screen's words.

mod alerts;
mod backup;
mod connections;
mod decisions;
mod exchanges;
mod health;
mod house;
mod mapping;
mod privacy;
mod records;
mod retry;
mod runs;
mod schedule;
mod support;
mod tables;
mod undo;
mod updates;

pub use alerts::*;
pub use backup::*;
pub use connections::*;
pub use decisions::*;
pub use exchanges::*;
pub use health::*;
pub use house::*;
pub use mapping::*;
pub use privacy::*;
pub use records::*;
pub use retry::*;
pub use runs::*;
pub use schedule::*;
pub use support::*;
pub use tables::*;
pub use undo::*;
pub use updates::*;

use serde::{Deserialize, Serialize};

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Where to go on; `None` at the end.
    pub next: Option<String>,
}

/// Something was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// What, in a sentence.
    pub sentence: String,
}

impl Done {
    /// Done, with a sentence.
    pub fn saying(sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into() }
    }
}

/// How well something is, for a chip: always shown with a sign and a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mood {
    /// As it should be.
    Good,
    /// Waits for somebody, or is worth a look.
    Waiting,
    /// Failing.
    Bad,
    /// At rest: paused, or never used.
    Quiet,
}
