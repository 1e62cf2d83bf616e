//! Attendance marks: one document for a pupil and a day. A pupil recurs in one message; the later word counts.

use crosswalk_model::{Document, Fields, Name, SourceRecord, Value};

use super::Read;
use super::raw::{Notes, left_out, no_key, no_record};
use crate::kamar::wire::{self, Json};

const STREAM: &str = "attendance";
/// Half days, unjustified, justified and present.
const HALF_DAYS: [&str; 3] = ["hdu", "hdj", "hdp"];

/// Reads the days of one pupil.
pub fn days(pointer: &str, json: Json) -> Vec<Read> {
    if !json.is_object() {
        return vec![no_record(STREAM, pointer)];
    }
    let Some(id) = wire::text_of(&json, "id") else { return vec![no_key(STREAM, pointer)] };
    let values = wire::get(&json, "values").cloned().and_then(wire::entries).unwrap_or_default();
    let numbered = values.iter().enumerate();
    numbered.map(|(at, value)| day(&id, &format!("{pointer}/values/{at}"), value)).collect()
}

fn day(id: &str, pointer: &str, value: &Json) -> Read {
    let Json::Object(map) = value else { return no_record(STREAM, pointer) };
    let Some(Ok(Value::Text(date))) = wire::get(value, "date").map(wire::date) else {
        return left_out("bad_date", STREAM, pointer, "This day has no date.");
    };
    let mut head = SourceRecord::new(STREAM, format!("{id}|{date}"));
    let mut notes = Notes::new(STREAM, &head.key, pointer);
    let (mut halves, mut extras) = (Fields::new(), Fields::new());
    for (key, value) in map {
        let key = key.to_ascii_lowercase();
        match key.as_str() {
            "date" => {}
            "codes" | "alt" => read(&mut head.fields, &key, wire::verbatim(value), &mut notes),
            half if HALF_DAYS.contains(&half) => read(&mut halves, half, wire::whole(value), &mut notes),
            _ => drop(extras.insert(key.into(), wire::plain(value))),
        }
    }
    head.fields.insert("student_id".into(), Value::Text(format!("id:{id}")));
    head.fields.insert("date".into(), Value::text(date.as_str()));
    for (name, map) in [("halfdays", halves), ("extras", extras)] {
        if !map.is_empty() {
            head.fields.insert(name.into(), Value::Map(map));
        }
    }
    let document = Document::of(head, format!("attendance/{date}"));
    Read { document: Some(document), findings: notes.findings }
}

fn read(fields: &mut Fields, key: &str, value: Result<Value, wire::Odd>, notes: &mut Notes<'_>) {
    match value {
        Ok(value) => drop(fields.insert(Name::from(key.to_owned()), value)),
        Err(odd) => notes.odd(key, odd),
    }
}
