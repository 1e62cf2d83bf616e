//! Everything that a finding can be about.

use super::super::{DataFile, Version};
use super::Severity;
use crate::Private;

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
    /// There are headings and no rows.
    NoRows,
    /// The file ends in the middle of a row.
    CutOff,
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

impl FindingKind {
    pub(super) fn severity(&self) -> Severity {
        use HeaderFinding as H;
        use PackageFinding as P;
        use RowFinding as R;
        match self {
            Self::Package(
                P::FileMissing | P::ManifestUnreadable { .. } | P::FileThoughAbsent | P::LinkSkipped,
            )
            | Self::Header(H::Unreadable { .. } | H::NoRows | H::CutOff)
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
