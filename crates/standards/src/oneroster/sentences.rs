//! The words of the findings. They are reviewed like code: the reader is an administrator at the end of a long day.

use super::finding::{Finding, FindingKind, HeaderFinding, PackageFinding, ReferenceFinding, RowFinding};

/// What is wrong, with the places.
pub(super) fn what(finding: &Finding) -> String {
    let file = &finding.file;
    match &finding.kind {
        FindingKind::Package(kind) => package(file, kind),
        FindingKind::Header(kind) => header(file, kind),
        FindingKind::Row(kind) => format!("{} ({}).", row(kind), places(finding)),
        FindingKind::Reference(kind) => format!("{} ({}).", reference(kind), places(finding)),
    }
}

/// "users.csv, lines 3, 7 and 12 more".
fn places(finding: &Finding) -> String {
    let mut text = format!("{}, line", finding.file);
    if finding.lines.len() > 1 {
        text.push('s');
    }
    let lines: Vec<String> = finding.lines.iter().map(u64::to_string).collect();
    text.push(' ');
    text.push_str(&lines.join(", "));
    match finding.count.saturating_sub(lines.len() as u64) {
        0 => text,
        more => format!("{text} and {more} more"),
    }
}

fn package(file: &str, kind: &PackageFinding) -> String {
    use PackageFinding as P;
    match kind {
        P::ManifestMissing => "The package has no manifest.csv.".into(),
        P::ManifestUnreadable { why } => format!("The manifest could not be read. {why}"),
        P::UnknownVersion { stated } => format!("The manifest names version \"{stated}\"."),
        P::VersionContradicted { read_as } => {
            format!("The manifest names another version, but users.csv has the columns of {read_as}.")
        }
        P::UnknownManifestFile { named } => format!("The manifest names an unknown file, \"{named}\"."),
        P::UnknownMode { named, stated } => {
            format!("The manifest calls {} \"{stated}\".", named.file_name())
        }
        P::ModeTwice { named } => format!("The manifest contradicts itself about {}.", named.file_name()),
        P::FileMissing => format!("The manifest promises {file}, but it is not in the package."),
        P::FileThoughAbsent => format!("The manifest says that {file} is absent, but it is in the package."),
        P::FileNotInManifest => format!("The manifest does not mention {file}."),
        P::FileOfOtherVersion { version } => format!("Version {version} has no {file}."),
        P::NestedFolder { folder } => format!("The files lie in the folder \"{folder}\"."),
        P::MisspeltName { right } => format!("{file} should be called {right}."),
        P::UnknownFile => format!("{file} is no file of OneRoster."),
        P::LinkSkipped => format!("{file} is a link, not a file."),
    }
}

fn header(file: &str, kind: &HeaderFinding) -> String {
    use HeaderFinding as H;
    match kind {
        H::Unreadable { why } => why.clone(),
        H::MissingColumn { column } => format!("{file} has no column {column}."),
        H::UnknownColumn { heading } => {
            format!("{file} has a column \"{heading}\" that OneRoster does not know.")
        }
        H::OtherVersionColumn { column } => format!("{file} has the column {column} of another version."),
        H::MisspeltColumn { heading, column } => format!("{file} calls the column {column} \"{heading}\"."),
        H::OutOfOrder => format!("The columns of {file} are not in the order of OneRoster."),
        H::Competing { headings } => format!("{file} has columns that could mean the same: {headings}."),
        H::OtherDelimiter { name } => format!("The columns of {file} are separated by {name}."),
        H::NoRows => format!("{file} has headings, but no rows."),
        H::CutOff => format!("{file} ends in the middle of a row."),
        H::Odd { note } => format!("{file}: {note}"),
    }
}

fn row(kind: &RowFinding) -> String {
    use RowFinding as R;
    match kind {
        R::MissingId => "A row has no sourcedId".into(),
        R::DuplicateId => "The same sourcedId occurs more than once".into(),
        R::RequiredEmpty { column } => format!("{column} is empty"),
        R::NotABoolean { column } => format!("{column} is neither true nor false"),
        R::NotADate { column } => format!("{column} is not a date"),
        R::NotAnInstant => "dateLastModified is not a date and time".into(),
        R::NotAWord { column, word } => format!("{column} is \"{word}\", which OneRoster does not know"),
        R::UnknownStatus { word } => format!("The status is \"{word}\", which OneRoster does not know"),
        R::StatusBlank => "A row of changes has no status".into(),
        R::StatusInBulk => "A whole file fills status or dateLastModified".into(),
        R::Trimmed => "A value has blanks before or after it".into(),
        R::LineBreak { column } => format!("{column} holds a line break"),
        R::NotUserIds => "userIds is not made of {type:id} items".into(),
        R::EndNotAfterBegin => "The end is not after the beginning".into(),
        R::More => "There is more to mend than can be listed".into(),
    }
}

fn reference(kind: &ReferenceFinding) -> String {
    use ReferenceFinding as F;
    match kind {
        F::MissingParent { column, target, id } => {
            format!(
                "{column} names the {} \"{id}\", which {} does not have",
                target.singular(),
                target.file_name()
            )
        }
        F::ParentFileMissing { column, target } => {
            format!("{column} is filled, but the package has no {}", target.file_name())
        }
        F::WrongType { column, id, wanted } => format!("{column} names \"{id}\", which is not {wanted}"),
        F::SeveralPrimaryRoles => "A user has more than one primary role in one org".into(),
        F::PrimaryOrgWithoutRole => "primaryOrgSourcedId names an org in which the user has no role".into(),
        F::ProfileOfAnother => "userProfileSourcedId names the profile of another user".into(),
        F::UnpairedSubjects => "subjects and subjectCodes have different lengths".into(),
    }
}

/// What was done, and how to mend it.
pub(super) fn mend(kind: &FindingKind) -> String {
    match kind {
        FindingKind::Package(kind) => mend_package(kind).into(),
        FindingKind::Header(kind) => mend_header(kind).into(),
        FindingKind::Row(kind) => mend_row(kind),
        FindingKind::Reference(kind) => mend_reference(kind),
    }
}

fn mend_package(kind: &PackageFinding) -> &'static str {
    use PackageFinding as P;
    match kind {
        P::ManifestMissing | P::ManifestUnreadable { .. } => {
            "The files are read, but nobody is removed for being missing from them. Add a correct manifest.csv."
        }
        P::UnknownVersion { .. } => {
            "1.1 and 1.2 are understood; the headings decide. Correct oneroster.version."
        }
        P::VersionContradicted { .. } => "The headings decide. Correct oneroster.version.",
        P::UnknownManifestFile { .. } => "The line was passed over. Correct or remove it.",
        P::UnknownMode { .. } | P::ModeTwice { .. } => {
            "It must be bulk, delta or absent. The file is read, but nobody is removed for being missing from it."
        }
        P::FileMissing => "Nobody is removed because of it. Export the package again.",
        P::FileThoughAbsent => "The file was left alone. Remove it, or correct the manifest.",
        P::FileNotInManifest => {
            "The file is read, but nobody is removed for being missing from it. Add it to the manifest."
        }
        P::FileOfOtherVersion { .. } => "The file was left alone. Correct oneroster.version if it is meant.",
        P::NestedFolder { .. } => "They were read all the same. Zip the files themselves, not their folder.",
        P::MisspeltName { .. } => "It was read all the same. Correct its name.",
        P::UnknownFile => "It was left alone.",
        P::LinkSkipped => "It was left alone. Put the file itself there.",
    }
}

fn mend_header(kind: &HeaderFinding) -> &'static str {
    use HeaderFinding as H;
    match kind {
        H::Unreadable { .. } => "The other files were read.",
        H::MissingColumn { .. } => "Its values count as absent, not as empty. Add the column to the export.",
        H::UnknownColumn { .. } => "Its values are kept aside. Call it metadata.… if it is meant.",
        H::OtherVersionColumn { .. } => "It was read all the same. Correct oneroster.version or the export.",
        H::MisspeltColumn { .. } => "It was read all the same. Correct the heading.",
        H::OutOfOrder => "They were read by their headings. Stricter readers refuse this.",
        H::Competing { .. } => "None was taken. Remove or rename all but one.",
        H::OtherDelimiter { .. } => "They were read all the same. Export with commas.",
        H::NoRows => "Nobody is removed because of it. Export it again, or leave the file out.",
        H::CutOff => {
            "It may have been cut off, so nobody is removed for being missing from it. Export it again."
        }
        H::Odd { .. } => "Look whether the values came through.",
    }
}

fn mend_row(kind: &RowFinding) -> String {
    use RowFinding as R;
    match kind {
        R::MissingId => {
            "The row was left out, and nobody is removed for being missing from this file. Fill it in.".into()
        }
        R::DuplicateId => "Keep one row for each sourcedId.".into(),
        R::RequiredEmpty { .. } => "Fill it in where the data comes from.".into(),
        R::NotABoolean { .. } => "The value was kept as text. Write true or false.".into(),
        R::NotADate { .. } => "The value was kept as text. Write it as 2026-02-01.".into(),
        R::NotAnInstant => "It counts as unknown. Write it as 2026-02-01T00:00:00.000Z.".into(),
        R::NotAWord { .. } => "The value was kept. Correct it, or map it.".into(),
        R::UnknownStatus { .. } => "The row counts as active. Write active or tobedeleted.".into(),
        R::StatusBlank => "The row counts as active. Write active or tobedeleted.".into(),
        R::StatusInBulk => "It was read all the same. Stricter readers refuse this.".into(),
        R::Trimmed => "The blanks were dropped.".into(),
        R::LineBreak { .. } => "It was kept. Stricter readers refuse this.".into(),
        R::NotUserIds => "The value was kept as text. Write it as {scheme:identifier}.".into(),
        R::EndNotAfterBegin => {
            "Correct the dates, or choose whether end dates are the last day or the day after.".into()
        }
        R::More => "Mend what is listed, then check again.".into(),
    }
}

fn mend_reference(kind: &ReferenceFinding) -> String {
    use ReferenceFinding as F;
    match kind {
        F::MissingParent { target, .. } => {
            format!("Add the {} to {}, or correct the reference.", target.singular(), target.file_name())
        }
        F::ParentFileMissing { target, .. } => format!("Export {} too.", target.file_name()),
        F::WrongType { .. } => "Correct the reference or the type.".into(),
        F::SeveralPrimaryRoles => "Make all but one of them secondary.".into(),
        F::PrimaryOrgWithoutRole => "Add the role, or correct the primary org.".into(),
        F::ProfileOfAnother => "Correct the reference.".into(),
        F::UnpairedSubjects => "Give one code for each subject.".into(),
    }
}
