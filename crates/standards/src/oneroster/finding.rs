//! What is wrong or odd in a package, where, and how to mend it. Equal findings of one file are counted together.

use std::collections::HashMap;
use std::fmt;

use super::{DataFile, Version, sentences};
use crate::Private;

/// How many lines a finding names; further ones are only counted.
const LINES_KEPT: usize = 10;
/// How many different findings of one file are kept, so that a broken file cannot fill the memory.
const KINDS_KEPT: usize = 1000;

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

/// What a finding is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum FindingKind {
    /// The package as a whole, and its manifest.
    Package(PackageFinding),
    /// A file's headings.
    Header(HeaderFinding),
    /// Rows and their values.
    Row(RowFinding),
    /// How rows fit together.
    Reference(ReferenceFinding),
}

/// Findings about the package and its manifest.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PackageFinding {
    /// There is no manifest.
    ManifestMissing,
    /// The manifest cannot be understood.
    ManifestUnreadable {
        /// Why, as a sentence.
        why: String,
    },
    /// The manifest names a version that is not known.
    UnknownVersion {
        /// What it says.
        stated: String,
    },
    /// The headings of `users.csv` are those of another version than the manifest names.
    VersionContradicted {
        /// How the package is read.
        read_as: Version,
    },
    /// The manifest names a file that the binding does not have.
    UnknownManifestFile {
        /// The name.
        named: String,
    },
    /// The manifest says neither bulk nor delta nor absent.
    UnknownMode {
        /// The file.
        named: DataFile,
        /// What it says.
        stated: String,
    },
    /// The manifest contradicts itself about a file.
    ModeTwice {
        /// The file.
        named: DataFile,
    },
    /// The manifest promises the file, and it is not there.
    FileMissing,
    /// The manifest says that the file is absent, and it is there.
    FileThoughAbsent,
    /// The manifest does not mention the file.
    FileNotInManifest,
    /// The version has no such file.
    FileOfOtherVersion {
        /// The version of the package.
        version: Version,
    },
    /// The files lie in a folder instead of at the top.
    NestedFolder {
        /// The folder.
        folder: String,
    },
    /// The name differs from the binding's in case.
    MisspeltName {
        /// The right name.
        right: String,
    },
    /// The file is none of the binding's.
    UnknownFile,
    /// A link instead of a file.
    LinkSkipped,
}

/// Findings about a file's headings.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum HeaderFinding {
    /// The file cannot be read, or not to its end.
    Unreadable {
        /// Why, as a sentence.
        why: String,
    },
    /// A column that must be there is not.
    MissingColumn {
        /// The column.
        column: &'static str,
    },
    /// A column that the binding does not know.
    UnknownColumn {
        /// The heading.
        heading: String,
    },
    /// A column of the other version.
    OtherVersionColumn {
        /// The column.
        column: &'static str,
    },
    /// The heading differs from the binding's.
    MisspeltColumn {
        /// The heading.
        heading: String,
        /// The column that it is taken for.
        column: &'static str,
    },
    /// The columns are in another order.
    OutOfOrder,
    /// Columns compete for one name; none was taken.
    Competing {
        /// The headings.
        headings: String,
    },
    /// The delimiter is not the comma.
    OtherDelimiter {
        /// The delimiter's name.
        name: &'static str,
    },
    /// The text itself is odd: see the notes of delimited files.
    Odd {
        /// The note as a sentence.
        note: String,
    },
}

/// Findings about rows and their values.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum RowFinding {
    /// The row has no identifier and was left out.
    MissingId,
    /// The identifier occurs more than once.
    DuplicateId,
    /// A cell that must not be empty is empty.
    RequiredEmpty {
        /// The column.
        column: &'static str,
    },
    /// Not a boolean.
    NotABoolean {
        /// The column.
        column: &'static str,
    },
    /// Not a date.
    NotADate {
        /// The column.
        column: &'static str,
    },
    /// `dateLastModified` is not an instant.
    NotAnInstant,
    /// A word that the binding does not know.
    NotAWord {
        /// The column.
        column: &'static str,
        /// The word.
        word: Private,
    },
    /// A status that the binding does not know.
    UnknownStatus {
        /// The status.
        word: Private,
    },
    /// A row of changes has no status.
    StatusBlank,
    /// A whole file has a status, which 1.2 forbids.
    StatusInBulk,
    /// Blanks around a value were dropped.
    Trimmed,
    /// A line break stands within a cell.
    LineBreak {
        /// The column.
        column: &'static str,
    },
    /// `userIds` is not made of `{type:id}` items.
    NotUserIds,
    /// The interval ends before it begins, or holds no day.
    EndNotAfterBegin,
    /// There are more findings than are kept.
    More,
}

/// Findings about how rows fit together.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ReferenceFinding {
    /// The row that is named does not exist.
    MissingParent {
        /// The column that names it.
        column: &'static str,
        /// The file in which it should be.
        target: DataFile,
        /// Its identifier.
        id: Private,
    },
    /// The file of the rows that are named is not in the package.
    ParentFileMissing {
        /// The column that names them.
        column: &'static str,
        /// The file.
        target: DataFile,
    },
    /// The row that is named is of the wrong type.
    WrongType {
        /// The column that names it.
        column: &'static str,
        /// Its identifier.
        id: Private,
        /// What it must be, in a sentence.
        wanted: &'static str,
    },
    /// A user has more than one primary role in one org.
    SeveralPrimaryRoles,
    /// A user's primary org is one in which the user has no role.
    PrimaryOrgWithoutRole,
    /// A role names the profile of another user.
    ProfileOfAnother,
    /// `subjects` and `subjectCodes` have different lengths.
    UnpairedSubjects,
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

impl FindingKind {
    fn severity(&self) -> Severity {
        use HeaderFinding as H;
        use PackageFinding as P;
        use RowFinding as R;
        match self {
            Self::Package(
                P::FileMissing | P::ManifestUnreadable { .. } | P::FileThoughAbsent | P::LinkSkipped,
            )
            | Self::Header(H::Unreadable { .. })
            | Self::Row(R::MissingId | R::More) => Severity::Gap,
            Self::Package(
                P::NestedFolder { .. }
                | P::MisspeltName { .. }
                | P::UnknownFile
                | P::FileOfOtherVersion { .. },
            )
            | Self::Header(
                H::UnknownColumn { .. }
                | H::OtherVersionColumn { .. }
                | H::MisspeltColumn { .. }
                | H::OutOfOrder
                | H::OtherDelimiter { .. }
                | H::Odd { .. },
            )
            | Self::Row(R::StatusInBulk | R::Trimmed | R::LineBreak { .. }) => Severity::Note,
            _ => Severity::Doubt,
        }
    }
}

impl From<PackageFinding> for FindingKind {
    fn from(kind: PackageFinding) -> Self {
        Self::Package(kind)
    }
}

impl From<HeaderFinding> for FindingKind {
    fn from(kind: HeaderFinding) -> Self {
        Self::Header(kind)
    }
}

impl From<RowFinding> for FindingKind {
    fn from(kind: RowFinding) -> Self {
        Self::Row(kind)
    }
}

impl From<ReferenceFinding> for FindingKind {
    fn from(kind: ReferenceFinding) -> Self {
        Self::Reference(kind)
    }
}

/// The findings of one file while it is being read.
pub(super) struct Findings {
    file: String,
    list: Vec<Finding>,
    places: HashMap<FindingKind, usize>,
}

impl Findings {
    pub(super) fn of(file: &str) -> Self {
        Self { file: file.to_owned(), list: Vec::new(), places: HashMap::new() }
    }

    /// Adds a finding in one row.
    pub(super) fn row(&mut self, kind: impl Into<FindingKind>, line: u64, sourced_id: &str) {
        let kind = kind.into();
        let kind = if self.list.len() < KINDS_KEPT || self.places.contains_key(&kind) {
            kind
        } else {
            RowFinding::More.into()
        };
        let place = *self.places.entry(kind.clone()).or_insert_with(|| {
            let sourced_id = (!sourced_id.is_empty()).then(|| sourced_id.into());
            self.list.push(Finding {
                file: self.file.clone(),
                kind,
                lines: Vec::new(),
                sourced_id,
                count: 0,
            });
            self.list.len() - 1
        });
        let finding = &mut self.list[place];
        finding.count += 1;
        if finding.lines.len() < LINES_KEPT && finding.lines.last() != Some(&line) {
            finding.lines.push(line);
        }
    }

    /// Adds a finding about the file as a whole.
    pub(super) fn whole(&mut self, kind: impl Into<FindingKind>) {
        self.list.push(Finding::of_file(&self.file, kind, None));
    }

    pub(super) fn all(&self) -> &[Finding] {
        &self.list
    }
}
