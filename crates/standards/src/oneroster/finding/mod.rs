//! What is wrong or odd in a package, where, and how to mend it. Equal findings of one file are counted together.

use std::fmt;

mod collect;
mod kinds;

pub(super) use collect::Findings;
pub use kinds::{FindingKind, HeaderFinding, PackageFinding, ReferenceFinding, RowFinding};

use super::sentences;
use crate::Private;

/// One thing that is wrong or odd, with every line in which it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The file's name as it was found; `manifest.csv` for the manifest.
    pub file: String,
    /// What it is.
    pub kind: FindingKind,
    /// The first lines, in order; empty when it concerns the file as a whole.
    pub lines: Vec<u64>,
    /// The identifier of the first row concerned.
    pub sourced_id: Option<Private>,
    /// How often it was found.
    pub count: u64,
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Tolerated without loss.
    Note,
    /// A value or a row is doubtful.
    Doubt,
    /// A file or a row is missing from what was read: nothing may be concluded from what is absent.
    Gap,
}

impl Finding {
    pub(super) fn of_file(file: &str, kind: impl Into<FindingKind>, line: Option<u64>) -> Self {
        let lines = line.into_iter().collect();
        Self { file: file.to_owned(), kind: kind.into(), lines, sourced_id: None, count: 1 }
    }

    /// What is wrong, as a sentence.
    #[must_use]
    pub fn what(&self) -> String {
        sentences::what(self)
    }

    /// What was done about it and how to mend it, as one or two sentences.
    #[must_use]
    pub fn mend(&self) -> String {
        sentences::mend(&self.kind)
    }

    /// How much it matters.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.kind.severity()
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", self.what(), self.mend())
    }
}
