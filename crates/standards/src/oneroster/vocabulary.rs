//! What the columns hold: the kind of value, and the words that the binding knows.

use super::{DataFile, Version};

/// The kind of a column's values, as far as it is put right on reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Boolean,
    Date,
    /// A date that ends an interval.
    EndDate,
    UserIds,
    /// One word of a list that the binding fixes.
    Word(&'static [&'static str]),
}

/// The kind of a column's values.
pub(super) fn kind(file: DataFile, column: &str, version: Version) -> Kind {
    if let Some(words) = words(file, column, version) {
        return Kind::Word(words);
    }
    match column {
        "endDate" => Kind::EndDate,
        "startDate" | "beginDate" | "birthDate" => Kind::Date,
        "userIds" => Kind::UserIds,
        "enabledUser" | "primary" | "inProgress" | "incomplete" | "late" | "missing" => Kind::Boolean,
        "americanIndianOrAlaskaNative"
        | "asian"
        | "blackOrAfricanAmerican"
        | "nativeHawaiianOrOtherPacificIslander"
        | "white"
        | "demographicRaceTwoOrMoreRaces"
        | "hispanicOrLatinoEthnicity" => Kind::Boolean,
        _ => Kind::Text,
    }
}

const ORG_TYPES: &[&str] = &["department", "school", "district", "local", "state", "national"];
const SESSION_TYPES: &[&str] = &["gradingPeriod", "semester", "schoolYear", "term"];
const CLASS_TYPES: &[&str] = &["homeroom", "scheduled"];
const ROLES_1_1: &[&str] =
    &["administrator", "aide", "guardian", "parent", "proctor", "relative", "student", "teacher"];
const ROLES_1_2: &[&str] = &[
    "aide",
    "counselor",
    "districtAdministrator",
    "guardian",
    "parent",
    "principal",
    "proctor",
    "relative",
    "siteAdministrator",
    "student",
    "systemAdministrator",
    "teacher",
];
const ENROLLMENT_ROLES_1_2: &[&str] = &["administrator", "proctor", "student", "teacher"];
const SCORE_STATUS: &[&str] = &["exempt", "fully graded", "not submitted", "partially graded", "submitted"];

fn words(file: DataFile, column: &str, version: Version) -> Option<&'static [&'static str]> {
    Some(match (file, column, version) {
        (DataFile::Orgs, "type", _) => ORG_TYPES,
        (DataFile::AcademicSessions, "type", _) => SESSION_TYPES,
        (DataFile::Classes, "classType", _) => CLASS_TYPES,
        (DataFile::Users, "role", _) => ROLES_1_1,
        (DataFile::Roles, "role", _) => ROLES_1_2,
        (DataFile::Roles, "roleType", _) => &["primary", "secondary"],
        (DataFile::Enrollments, "role", Version::V1_1) => ROLES_1_1,
        (DataFile::Enrollments, "role", Version::V1_2) => ENROLLMENT_ROLES_1_2,
        (DataFile::Demographics, "sex", Version::V1_1) => &["male", "female"],
        (DataFile::Demographics, "sex", Version::V1_2) => &["male", "female", "unspecified", "other"],
        (DataFile::Results, "scoreStatus", _) => SCORE_STATUS,
        _ => return None,
    })
}

/// The word as the binding spells it, regardless of case. Extensions of 1.2 (`ext:tutor`) stand for themselves.
pub(super) fn spelt(word: &str, words: &[&'static str], version: Version) -> Option<String> {
    let known = words.iter().find(|known| known.eq_ignore_ascii_case(word)).map(|known| (*known).to_owned());
    known.or_else(|| is_extension(word, version).then(|| word.to_owned()))
}

fn is_extension(word: &str, version: Version) -> bool {
    let name = word.strip_prefix("ext:").filter(|name| !name.is_empty() && version == Version::V1_2);
    name.is_some_and(|name| name.chars().all(|sign| sign.is_ascii_alphanumeric() || "._-".contains(sign)))
}
