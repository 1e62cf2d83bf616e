//! The catalog: the streams and fields that files can give, those of the files at hand with a masked sample.

use crosswalk_connector_kit::{CancellationToken, KitError};
use crosswalk_model::{Catalog, Document, FieldDescription, SourceRecord, StreamDescription, Value};

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
        sample_document(&mut catalog, &document);
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

fn sample_document(catalog: &mut Catalog, document: &Document) {
    for record in document.children.iter().chain([&document.head]) {
        if let Some(stream) = catalog.streams.iter_mut().find(|stream| stream.name == record.stream) {
            sample_record(stream, record);
        }
    }
}

fn sample_record(stream: &mut StreamDescription, record: &SourceRecord) {
    for (name, value) in record.fields.get("extras").and_then(Value::as_map).into_iter().flatten() {
        add_column(stream, name, value);
    }
    for field in stream.fields.iter_mut().filter(|field| field.sample.is_none()) {
        let value = record.fields.get(&field.name).filter(|value| !value.is_empty());
        field.sample = value.map(masked);
    }
}

/// A column that no layout knows, under the path by which a mapping reads it.
fn add_column(stream: &mut StreamDescription, heading: &str, value: &Value) {
    let name = format!("extras.{heading}");
    if stream.field(&name).is_none() {
        let sample = (!value.is_empty()).then(|| masked(value));
        stream.fields.push(FieldDescription {
            name: name.into(),
            kind: "text".into(),
            sample,
            ..FieldDescription::default()
        });
    }
}

/// The shape of a value: letters and digits are hidden.
fn masked(value: &Value) -> String {
    const LONGEST: usize = 24;
    let hidden = |letter: char| match letter {
        _ if letter.is_numeric() => '9',
        _ if letter.is_uppercase() => 'X',
        _ if letter.is_alphabetic() => 'x',
        other => other,
    };
    match value {
        Value::Map(map) => format!("{} values", map.len()),
        other => other.display().chars().take(LONGEST).map(hidden).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_hide_every_letter_and_digit() {
        assert_eq!(masked(&Value::text("Ngāwai-Pene 24117")), "Xxxxxx-Xxxx 99999");
        assert_eq!(masked(&Value::Int(9)), "9");
    }
}
