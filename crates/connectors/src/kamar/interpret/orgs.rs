//! Schools and subjects.

use crosswalk_model::{Document, SourceRecord, Value};

use super::Read;
use super::raw::{Notes, Raw, no_key, no_record};
use super::setting::{School, Setting, part};
use crate::kamar::fields;
use crate::kamar::wire::Json;

/// A document for each school of the message.
pub fn schools(setting: &Setting<'_>) -> Vec<Read> {
    setting.schools.iter().enumerate().map(|(at, school)| document(setting, at, school)).collect()
}

fn document(setting: &Setting<'_>, at: usize, school: &School) -> Read {
    let pointer = format!("/SMSDirectoryData/schools/{at}");
    let Some(raw) = Raw::read(fields::SCHOOL, school.json.clone()) else {
        return no_record("schools", &pointer);
    };
    let mut notes = Notes::new("schools", &school.key, &pointer);
    let mut head = SourceRecord::new("schools", school.key.as_str());
    head.fields = raw.fields(setting.config.wants, &mut notes);
    Read { document: Some(Document::of(head, "schools")), findings: notes.findings }
}

/// A subject, once for each school of the message: subjects do not say whose they are.
pub fn subject(setting: &Setting<'_>, pointer: &str, json: Json) -> Vec<Read> {
    let Some(raw) = Raw::read(fields::SUBJECT, json) else { return vec![no_record("subjects", pointer)] };
    let Some(code) = raw.text("id") else { return vec![no_key("subjects", pointer)] };
    let mut notes = Notes::new("subjects", &code, pointer);
    let fields = raw.fields(setting.config.wants, &mut notes);
    if setting.schools.is_empty() {
        notes.note("unknown_school", "", "The message names no school, so its subjects were left out.");
        return vec![Read { document: None, findings: notes.findings }];
    }
    let mut findings = notes.findings;
    let each = setting.schools.iter().map(|school| {
        let mut head = SourceRecord::new("subjects", subject_key(&school.key, &code));
        head.fields.clone_from(&fields);
        head.fields.insert("school".into(), Value::text(school.key.as_str()));
        let document = Document::of(head, format!("subjects/{}", school.key));
        Read { document: Some(document), findings: std::mem::take(&mut findings) }
    });
    each.collect()
}

/// The key of a subject.
pub fn subject_key(school: &str, code: &str) -> String {
    format!("{}/{}", part(school), part(code))
}
