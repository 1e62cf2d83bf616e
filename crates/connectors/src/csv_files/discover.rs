//! The catalog: the streams and fields that files can give, those of the files at hand with a masked sample.

use crosswalk_connector_kit::sample::sample;
use crosswalk_connector_kit::{CancellationToken, KitError};
use crosswalk_model::{Catalog, FieldDescription, StreamDescription};

use super::config::Config;
use super::emit;
use super::import::{import, is_wanted};

type Field = (&'static str, &'static str);

const SCHOOL: &[Field] = &[("name", "text"), ("code", "text")];
const SUBJECT: &[Field] = &[
    ("id", "text"),
    ("name", "text"),
    ("level", "text"),
    ("department", "text"),
    ("subdepartment", "text"),
    ("qualification", "text"),
    ("teacherincharge", "text"),
    ("description", "text"),
    ("star", "text"),
    ("school", "text"),
];
const CLASS: &[Field] = &[
    ("title", "text"),
    ("classcode", "text"),
    ("classtype", "text"),
    ("subject", "text"),
    ("coreoption", "text"),
    ("schoolyear", "text"),
    ("course", "text"),
    ("school", "text"),
];
const GROUP: &[Field] = &[("title", "text"), ("ref", "text"), ("schoolyear", "text"), ("school", "text")];
const PERSON: &[Field] = &[
    ("id", "text"),
    ("role", "text"),
    ("title", "text"),
    ("firstname", "text"),
    ("lastname", "text"),
    ("preferredfirstname", "text"),
    ("preferredlastname", "text"),
    ("email", "text"),
    ("username", "text"),
    ("yearlevel", "number"),
    ("tutor", "text"),
    ("timetableclass", "text"),
    ("house", "text"),
    ("position", "text"),
    ("departments", "list"),
    ("startingdate", "date"),
    ("leavingdate", "date"),
    ("gender", "text"),
    ("datebirth", "date"),
    ("ethnicity", "list"),
    ("ethnicityL2", "text"),
    ("nsn", "text"),
    ("school", "text"),
    ("schools", "list"),
    ("aliases", "list"),
    ("extras", "map"),
];
const ENROLLMENT: &[Field] = &[("user", "text"), ("class", "text"), ("school", "text"), ("role", "text")];

/// The catalog with samples of the files at hand.
///
/// # Errors
/// When a file cannot be read or understood.
pub(super) fn catalog(config: &Config, cancel: &CancellationToken) -> Result<Catalog, KitError> {
    let mut catalog = shipped(config);
    let import = import(config, cancel)?;
    for document in emit::documents(&import) {
        if cancel.is_cancelled() {
            return Err(KitError::Cancelled);
        }
        sample(&mut catalog, &document);
    }
    Ok(catalog)
}

fn shipped(config: &Config) -> Catalog {
    let streams = [
        ("schools", "Schools", SCHOOL),
        ("subjects", "Subjects", SUBJECT),
        ("classes", "Classes", CLASS),
        ("groups", "Groups", GROUP),
        ("people", "People", PERSON),
        ("home_enrollments", "People in home groups", ENROLLMENT),
        ("student_enrollments", "Pupils in classes", ENROLLMENT),
        ("staff_enrollments", "Staff in classes", ENROLLMENT),
        ("group_enrollments", "People in groups", ENROLLMENT),
    ];
    let stream = |(name, title, fields): (&'static str, &str, &[Field])| {
        let wanted = fields.iter().filter(|(name, _)| is_wanted(name, config.wants));
        let key = FieldDescription { unique: true, ..field("$key", "text") };
        StreamDescription {
            name: name.into(),
            title: title.into(),
            key: "$key".into(),
            fields: std::iter::once(key).chain(wanted.map(|(name, kind)| field(name, kind))).collect(),
            ..StreamDescription::default()
        }
    };
    Catalog { streams: streams.into_iter().map(stream).collect() }
}

fn field(name: &'static str, kind: &str) -> FieldDescription {
    FieldDescription { name: name.into(), kind: kind.into(), ..FieldDescription::default() }
}
