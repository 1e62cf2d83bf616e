//! Pupils, with their classes, groups and contacts.

use crosswalk_model::{Document, Fields, Name, SourceRecord, Value};

use super::Read;
use super::family::{CAREGIVERS, EMERGENCY, contacts};
use super::groups::{Person, memberships};
use super::raw::{Notes, Raw, no_key, no_record};
use super::setting::{Setting, partition};
use crate::kamar::fields;
use crate::kamar::wire::Json;

const STREAM: &str = "students";

/// Reads one pupil.
pub fn student(setting: &Setting<'_>, pointer: &str, json: Json) -> Read {
    let Some(mut raw) = Raw::read(fields::STUDENT, json) else { return no_record(STREAM, pointer) };
    let Some(key) = person_key(&raw, "id") else { return no_key(STREAM, pointer) };
    let mut notes = Notes::new(STREAM, &key, pointer);
    let (groups, caregivers, emergency) = (raw.take("groups"), raw.take("caregivers"), raw.take("emergency"));
    let ids = ids(&raw, "id");
    let mut head = SourceRecord::new(STREAM, key.as_str());
    head.fields = raw.fields(setting.config.wants, &mut notes);
    head.fields.extend(ids);
    let schools: Vec<&str> =
        setting.schools_of(&head.fields).iter().map(|school| school.key.as_str()).collect();
    let school_key = schools.first().copied();
    place(&mut head.fields, schools);
    legal_names(&mut head.fields);
    truths(&mut head.fields, "datasharing");
    let partition = partition(setting, &head);
    let mut document = Document::of(head, partition);
    let person = Person { key: &key, school: school_key, role: "student", stream: "student_enrollments" };
    let classes = memberships(setting, &person, groups, &mut notes);
    document.children.extend(classes.children);
    document.silent.extend(classes.silent);
    for (kind, list) in [(CAREGIVERS, caregivers), (EMERGENCY, emergency)] {
        let family = contacts(&kind, &key, setting.config.wants, list, &mut notes);
        document.children.extend(family.children);
        document.silent.extend(family.silent);
    }
    Read { document: Some(document), findings: notes.findings }
}

/// The key of a person: the stable one, or the one that KAMAR's other messages use.
pub fn person_key(raw: &Raw, prefix: &str) -> Option<String> {
    raw.text("uuid").or_else(|| raw.text("id").map(|id| format!("{prefix}:{id}")))
}

/// What other messages and other systems call the person. The alias lets attendance and timetables, which know
/// only the number or the code, find whom the stable key names.
pub fn ids(raw: &Raw, prefix: &str) -> [(Name, Value); 2] {
    let schemes = [("kamar.uuid", "uuid"), ("kamar.id", "id"), ("kamar.uniqueid", "uniqueid")];
    let said = schemes
        .into_iter()
        .filter_map(|(scheme, name)| Some((Name::from(scheme), Value::Text(raw.text(name)?))));
    let alias = raw.text("id").map(|id| Value::Text(format!("{prefix}:{id}")));
    [
        ("externalids".into(), Value::Map(said.collect())),
        ("aliases".into(), Value::List(alias.into_iter().collect())),
    ]
}

/// The schools of a person by key, the first one being the main one. Where none is known, nothing is said.
pub fn place(fields: &mut Fields, schools: Vec<&str>) {
    if let Some(first) = schools.first() {
        fields.insert("school".into(), Value::text(*first));
        fields.insert("schools".into(), Value::List(schools.into_iter().map(Value::from).collect()));
    }
}

/// The names by which a pupil is called are said only beside legal names that differ from them.
fn legal_names(fields: &mut Fields) {
    let names = [
        ("preferredfirstname", "firstname", "firstnamelegal"),
        ("preferredlastname", "lastname", "lastnamelegal"),
    ];
    for (preferred, name, legal) in names {
        let (Some(name), Some(legal)) = (fields.get(name), fields.get(legal)) else { continue };
        let differs = !legal.is_empty() && legal != name;
        let value = if differs { name.clone() } else { Value::Null };
        fields.insert(preferred.into(), value);
    }
}

/// The family's sharing choices as yes and no.
fn truths(fields: &mut Fields, name: &str) {
    let Some(Value::Map(map)) = fields.get_mut(name) else { return };
    for value in map.values_mut() {
        match value.display().to_ascii_lowercase().as_str() {
            "1" | "true" | "yes" | "y" => *value = Value::Bool(true),
            "0" | "false" | "no" | "n" => *value = Value::Bool(false),
            _ => {}
        }
    }
}
