//! What might be mapped to a field, and what speaks for it.

use serde::{Deserialize, Serialize};

use crate::FieldMap;

/// A rule that nobody has made yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The source field, by path.
    pub from: String,
    /// The rule as it would be stored.
    pub map: FieldMap,
    /// How much speaks for it, from 0 to 100.
    pub score: u8,
    /// Whether so much speaks for it that many can be accepted at once.
    pub confident: bool,
    /// What speaks for it, the strongest first.
    pub evidence: Vec<Evidence>,
}

/// What speaks for a suggestion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// Records that both sides hold have the same value in both fields.
    Agreement {
        /// In so many.
        same: u32,
        /// Of so many that have a value on both sides.
        of: u32,
    },
    /// The names are the same but for their spelling.
    SameName,
    /// The names are other words for the same thing.
    SameMeaning,
    /// The names are alike.
    SimilarName {
        /// By so much, in percent.
        percent: u8,
    },
    /// The source's values look as the target wants them.
    Shape {
        /// What the target wants.
        shape: Shape,
        /// So many do.
        fit: u32,
        /// Of so many.
        of: u32,
    },
}

/// How a value looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Any text.
    Text,
    /// A whole number.
    Number,
    /// Yes or no.
    Flag,
    /// A civil date, `yyyy-mm-dd`.
    Date,
    /// An e-mail address.
    Email,
}
