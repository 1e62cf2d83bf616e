//! Staff, with their classes and groups.

use crosswalk_model::{Document, Fields, SourceRecord, Value};

use super::Read;
use super::groups::{Memberships, Person, memberships};
use super::raw::{Notes, Raw, no_key, no_record};
use super::setting::{Setting, partition};
use super::students::{ids, person_key, place};
use crate::kamar::fields;
use crate::kamar::wire::Json;

const STREAM: &str = "staff";

/// Reads one member of staff.
pub fn member(setting: &Setting<'_>, pointer: &str, json: Json) -> Read {
    let Some(mut raw) = Raw::read(fields::STAFF, json) else { return no_record(STREAM, pointer) };
    let Some(key) = person_key(&raw, "code") else { return no_key(STREAM, pointer) };
    let mut notes = Notes::new(STREAM, &key, pointer);
    let groups = raw.take("groups");
    let ids = ids(&raw, "code");
    let mut head = SourceRecord::new(STREAM, key.as_str());
    head.fields = raw.fields(setting.config.wants, &mut notes);
    head.fields.extend(ids);
    let schools = setting.schools_of(&head.fields);
    place(&mut head.fields, schools.iter().map(|school| school.key.as_str()).collect());
    let first = schools.first().map(|school| school.key.as_str());
    if schools.len() > 1 {
        notes.note(
            "several_schools",
            "schoolindex",
            "The classes of staff at several schools count as the first one's.",
        );
    }
    let person = Person { key: &key, school: first, role: "teacher", stream: "staff_enrollments" };
    let classes = memberships(setting, &person, groups, &mut notes);
    head.fields.extend(kind(&head.fields, &classes).map(|kind| ("kind".into(), Value::text(kind))));
    if !classes.departments.is_empty() {
        head.fields.insert("departments".into(), Value::List(classes.departments));
    }
    let partition = partition(setting, &head);
    let mut document = Document::of(head, partition);
    document.children = classes.children;
    document.silent = classes.silent;
    Read { document: Some(document), findings: notes.findings }
}

/// Teachers are those whom their classification calls so, and whoever holds a class. Nothing is said of somebody of
/// whom neither was sent.
fn kind(fields: &Fields, classes: &Memberships) -> Option<&'static str> {
    let classification = fields.get("classification").and_then(Value::as_text).map(str::to_ascii_lowercase);
    let called =
        classification.as_deref().map(|text| matches!(text, "teacher" | "teaching" | "teaching staff"));
    match called {
        Some(true) => Some("teacher"),
        _ if classes.in_class => Some("teacher"),
        Some(false) => Some("staff"),
        None => classes.said.then_some("staff"),
    }
}
