//! The catalog: the streams and fields of OneRoster, those of the package at hand with a masked sample.

use crosswalk_connector_kit::sample::sample;
use crosswalk_connector_kit::{CancellationToken, KitError};
use crosswalk_model::{Catalog, FieldDescription, StreamDescription};

use super::config::Config;
use super::read::{self, Source, prepare};
use super::records::{READ, is_wanted};

/// How many rows of a file are looked at for samples.
const ROWS: usize = 100;

const ORG: &str = "name type identifier parentSourcedId extras";
const SESSION: &str = "title type startDate endDate schoolYear parentSourcedId extras";
const COURSE: &str = "title courseCode grades subjects subjectCodes orgSourcedId schoolYearSourcedId extras";
const CLASS: &str = "title classCode classType location schoolYear grades subjects subjectCodes periods \
    courseSourcedId schoolSourcedId termSourcedIds extras";
const USER: &str = "role roles identifier username enabledUser givenName middleName familyName preferredGivenName \
    preferredMiddleName preferredFamilyName pronouns email contactEmail sms phone grades primaryOrgSourcedId orgs \
    beginDate endDate externalIds nationalNumber aliases extras";
const DEMOGRAPHICS: &str = "userSourcedId birthDate sex ethnicity countryOfBirthCode stateOfBirthAbbreviation \
    cityOfBirth publicSchoolResidenceStatus extras";
const ENROLLMENT: &str =
    "schoolYear userSourcedId classSourcedId schoolSourcedId role primary beginDate endDate extras";
const RELATIONSHIP: &str = "pupil contact relationship";

/// The catalog with samples of the package at hand.
///
/// # Errors
/// When the package cannot be read or understood.
pub(super) fn catalog(config: &Config, cancel: &CancellationToken) -> Result<Catalog, KitError> {
    let mut source = Source::open(config, cancel)?;
    let mut catalog = shipped(config);
    let mut making = prepare(&mut source)?.making;
    for file in READ.into_iter().filter(|file| read::is_wanted(config, *file)) {
        let mut rows = 0;
        source.each(file, |row| {
            rows += 1;
            if let Some(document) = making.document(row) {
                sample(&mut catalog, &document);
            }
            Ok(rows < ROWS)
        })?;
    }
    Ok(catalog)
}

fn shipped(config: &Config) -> Catalog {
    let streams = [
        ("orgs", "Orgs", ORG),
        ("academicSessions", "Sessions", SESSION),
        ("courses", "Courses", COURSE),
        ("classes", "Classes", CLASS),
        ("users", "People", USER),
        ("demographics", "Personal details", DEMOGRAPHICS),
        ("enrollments", "Enrolments", ENROLLMENT),
        ("relationships", "Families", RELATIONSHIP),
    ];
    let stream = |(name, title, fields): (&'static str, &str, &'static str)| {
        let wanted = fields.split_whitespace().filter(|name| is_wanted(name, config.wants));
        let key = FieldDescription { unique: true, ..field("$key") };
        StreamDescription {
            name: name.into(),
            title: title.into(),
            key: "$key".into(),
            fields: std::iter::once(key).chain(wanted.map(field)).collect(),
            ..StreamDescription::default()
        }
    };
    Catalog { streams: streams.into_iter().map(stream).collect() }
}

fn field(name: &'static str) -> FieldDescription {
    let refers = match name {
        "courseSourcedId" => Some("courses"),
        "classSourcedId" => Some("classes"),
        "userSourcedId" | "pupil" | "contact" => Some("users"),
        "schoolSourcedId" | "orgSourcedId" | "primaryOrgSourcedId" => Some("orgs"),
        "schoolYearSourcedId" => Some("academicSessions"),
        _ => None,
    };
    let kind = match name {
        "grades" | "subjects" | "subjectCodes" | "periods" | "termSourcedIds" | "orgs" | "ethnicity"
        | "aliases" => "list",
        "roles" | "externalIds" | "extras" => "map",
        "enabledUser" | "primary" => "flag",
        "startDate" | "endDate" | "beginDate" | "birthDate" => "date",
        _ => "text",
    };
    FieldDescription {
        name: name.into(),
        kind: kind.into(),
        refers: refers.map(Into::into),
        ..FieldDescription::default()
    }
}
