//! Why a file could not be read at all. The messages reach the administrator as they stand.

use std::{fmt, io};

/// Reading stopped. Nothing that was read of such a file may count as complete: it removes nobody.
#[derive(Debug, thiserror::Error)]
pub enum DelimitedError {
    /// The file holds no text.
    #[error("The file is empty. Export it again. An empty file removes nobody.")]
    Empty,
    /// The bytes are another kind of file.
    #[error(
        "This is {kind}, not a text file with columns. Open it and save it as CSV (UTF-8), then try again."
    )]
    NotText {
        /// What it is, with its article.
        kind: &'static str,
    },
    /// The encoding that was asked for does not exist.
    #[error(
        "The encoding \"{label}\" is not known. Choose \"utf-8\" or \"windows-1252\", or leave it to be found out."
    )]
    UnknownEncoding {
        /// The label from the settings.
        label: String,
    },
    /// No line looks like the headings.
    #[error(
        "No heading line was recognised {}. {}Export the file again with its headings. Nothing was read, so nobody is removed.",
        .within,
        wanted(.expected)
    )]
    HeaderNotRecognised {
        /// Where they were looked for.
        within: Searched,
        /// A few headings of the layouts that would have been understood; empty when any would do.
        expected: Vec<String>,
    },
    /// The headings are there, yet some that the layout cannot do without are not.
    #[error(
        "The headings stand in line {line}, but this one is missing: {}. Add the column to the export. Nothing was read, so nobody is removed.",
        .missing.join(", ")
    )]
    HeadingsMissing {
        /// The line of the headings.
        line: u64,
        /// The missing headings, each by its usual name.
        missing: Vec<String>,
    },
    /// Several columns claim a field that the layout cannot do without.
    #[error(
        "The headings stand in line {line}, but these could all mean the same: {}. Rename or remove all but one. Nothing was read, so nobody is removed.",
        .headings.join(", ")
    )]
    HeadingsCompete {
        /// The line of the headings.
        line: u64,
        /// The competing headings.
        headings: Vec<String>,
    },
    /// A quotation mark opens and is never closed.
    #[error(
        "The quotation mark that opens in line {line} is never closed. Close it, or export the file again."
    )]
    UnterminatedQuote {
        /// The line in which it opens.
        line: u64,
    },
    /// A cell is longer than the limit.
    #[error("A cell in line {line} is longer than {limit} bytes. This is not a table of school records.")]
    CellTooLong {
        /// The line in which the row begins.
        line: u64,
        /// The limit in bytes.
        limit: usize,
    },
    /// A row has more cells than the limit.
    #[error("Line {line} has more than {limit} columns. This is not a table of school records.")]
    TooManyColumns {
        /// The line in which the row begins.
        line: u64,
        /// The limit.
        limit: usize,
    },
    /// The bytes stopped coming.
    #[error(
        "The file could not be read further than line {line}: {source}. Nothing of it counts as complete."
    )]
    Unreadable {
        /// The last line that arrived.
        line: u64,
        /// What the operating system or the archive said.
        source: io::Error,
    },
}

fn wanted(expected: &[String]) -> String {
    if expected.is_empty() {
        String::new()
    } else {
        format!("Expected headings such as {}. ", expected.join(", "))
    }
}

/// Where the headings were looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Searched {
    /// In this many lines from the top.
    First(usize),
    /// In the one line that the settings name.
    Only(u64),
}

impl fmt::Display for Searched {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::First(1) => out.write_str("in the first line"),
            Self::First(lines) => write!(out, "in the first {lines} lines"),
            Self::Only(line) => write!(out, "in line {line}"),
        }
    }
}
