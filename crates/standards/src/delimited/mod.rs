//! Reads a CSV or TSV text of unknown make, and writes one that spreadsheets cannot be harmed by.
//!
//! The reader finds out the encoding, the delimiter and the heading line, says how sure it is, and keeps line
//! numbers. It never takes an unreadable heading line for a file without rows.
//! A cell that is absent (a short row, a missing column) stays distinct from a cell that is empty.

mod clean;
mod decode;
mod encoding;
mod error;
mod header;
mod headings;
mod not_text;
mod note;
mod options;
mod rows;
mod sample;
mod scan;
mod sniff;
mod table;
mod write;

#[cfg(test)]
mod tests;

pub use encoding::{EncodingEvidence, EncodingFound};
pub use error::{DelimitedError, Searched};
pub use headings::{Ambiguity, HeadingMap, HeadingMatch, fold};
pub use note::{Note, NoteKind};
pub use options::{Delimiter, HeaderRule, Options};
pub use rows::{Facts, Rows};
pub use sniff::{DelimiterEvidence, DelimiterFound};
pub use table::{Row, Table};
pub use write::{Audience, Writer, guard_formula, write_table};
