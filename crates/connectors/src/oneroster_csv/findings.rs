//! Turns what the format found odd into findings of ours: the file, the lines, the first row concerned, what it is and
//! how to mend it.

use crosswalk_model::{Finding, Name, Severity};
use crosswalk_standards::oneroster::{
    self, DataFile, FindingKind, HeaderFinding, PackageFinding, ReferenceFinding, RowFinding,
};

/// A finding of the format as one of ours.
pub(super) fn ours(found: &oneroster::Finding) -> Finding {
    let file = DataFile::from_file_name(&found.file);
    let stream: Name = file.map_or_else(|| Name::from("package"), |file| Name::from(file.name()));
    let key = found.sourced_id.as_ref().map_or_else(|| found.file.clone(), |id| id.0.clone());
    let mut finding = Finding::warning(code(&found.kind), stream, key, message(found));
    finding.severity = severity(found.severity());
    finding.field = field(&found.kind).map(Name::from);
    finding
}

fn severity(severity: oneroster::Severity) -> Severity {
    match severity {
        oneroster::Severity::Note => Severity::Note,
        oneroster::Severity::Doubt => Severity::Warning,
        oneroster::Severity::Gap => Severity::Error,
    }
}

/// A word that stands in a cell may be somebody's personal detail; where it may, it is not repeated.
fn message(found: &oneroster::Finding) -> String {
    match &found.kind {
        FindingKind::Row(RowFinding::NotAWord { column, .. })
            if DataFile::from_file_name(&found.file) == Some(DataFile::Demographics) =>
        {
            format!("{column} holds a word that OneRoster does not know. {}", found.mend())
        }
        _ => found.to_string(),
    }
}

fn code(kind: &FindingKind) -> &'static str {
    match kind {
        FindingKind::Package(kind) => of_package(kind),
        FindingKind::Header(kind) => of_header(kind),
        FindingKind::Row(kind) => of_row(kind),
        FindingKind::Reference(kind) => of_reference(kind),
    }
}

fn of_package(kind: &PackageFinding) -> &'static str {
    use PackageFinding as P;
    match kind {
        P::ManifestMissing | P::ManifestUnreadable { .. } => "no_manifest",
        P::UnknownVersion { .. } | P::VersionContradicted { .. } => "version_unclear",
        P::UnknownManifestFile { .. }
        | P::UnknownMode { .. }
        | P::ModeTwice { .. }
        | P::FileNotInManifest => "manifest_unclear",
        P::FileMissing => "file_missing",
        P::FileThoughAbsent | P::FileOfOtherVersion { .. } | P::UnknownFile | P::LinkSkipped => {
            "file_not_read"
        }
        P::NestedFolder { .. } | P::MisspeltName { .. } => "odd_name",
    }
}

fn of_header(kind: &HeaderFinding) -> &'static str {
    use HeaderFinding as H;
    match kind {
        H::Unreadable { .. } => "unreadable",
        H::CutOff => "cut_off",
        H::NoRows => "no_rows",
        H::MissingColumn { .. } => "column_missing",
        H::Competing { .. } => "columns_compete",
        H::UnknownColumn { .. } | H::OtherVersionColumn { .. } | H::MisspeltColumn { .. } | H::OutOfOrder => {
            "odd_column"
        }
        H::OtherDelimiter { .. } | H::Odd { .. } => "odd_text",
    }
}

fn of_row(kind: &RowFinding) -> &'static str {
    use RowFinding as R;
    match kind {
        R::MissingId => "no_key",
        R::DuplicateId => "same_identifier",
        R::RequiredEmpty { .. } => "required_empty",
        R::NotADate { .. } => "bad_date",
        R::NotABoolean { .. } | R::NotAnInstant | R::NotUserIds => "bad_value",
        R::NotAWord { .. } => "unknown_word",
        R::UnknownStatus { .. } | R::StatusBlank | R::StatusInBulk => "odd_status",
        R::Trimmed | R::LineBreak { .. } => "odd_text",
        R::EndNotAfterBegin => "dates_turned",
        R::More => "more",
    }
}

fn of_reference(kind: &ReferenceFinding) -> &'static str {
    use ReferenceFinding as F;
    match kind {
        F::MissingParent { .. } | F::ParentFileMissing { .. } => "unknown_reference",
        F::WrongType { .. } | F::ProfileOfAnother => "wrong_reference",
        F::SeveralPrimaryRoles | F::PrimaryOrgWithoutRole => "role_unclear",
        F::UnpairedSubjects => "unpaired_subjects",
    }
}

fn field(kind: &FindingKind) -> Option<&'static str> {
    use ReferenceFinding as F;
    use RowFinding as R;
    match kind {
        FindingKind::Row(
            R::RequiredEmpty { column }
            | R::NotABoolean { column }
            | R::NotADate { column }
            | R::NotAWord { column, .. }
            | R::LineBreak { column },
        )
        | FindingKind::Reference(
            F::MissingParent { column, .. }
            | F::ParentFileMissing { column, .. }
            | F::WrongType { column, .. },
        ) => Some(column),
        _ => None,
    }
}
