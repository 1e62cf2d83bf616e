//! Events of the school's calendar. Whether a message holds all events is not known, so it is complete for nothing.

use crosswalk_model::{Document, SourceRecord, Value};

use super::Read;
use super::raw::{Notes, Raw, no_key, no_record};
use super::setting::Setting;
use crate::kamar::fields;
use crate::kamar::wire::{self, Json};

const STREAM: &str = "calendar";

/// Reads the events of the one `calendars` object, or of several.
pub fn events(setting: &Setting<'_>, calendars: Json) -> Vec<Read> {
    let calendars = wire::entries(calendars).unwrap_or_default();
    let events =
        calendars.iter().filter_map(|calendar| wire::entries(wire::get(calendar, "events")?.clone()));
    let numbered = events.flatten().enumerate();
    numbered.map(|(at, json)| event(setting, at, json)).collect()
}

fn event(setting: &Setting<'_>, at: usize, json: Json) -> Read {
    let pointer = format!("/SMSDirectoryData/calendars/events/{at}");
    let Some(raw) = Raw::read(fields::EVENT, json) else { return no_record(STREAM, &pointer) };
    let Some(key) = raw.text("uuid") else { return no_key(STREAM, &pointer) };
    let mut notes = Notes::new(STREAM, &key, &pointer);
    let mut head = SourceRecord::new(STREAM, key.as_str());
    head.fields = raw.fields(setting.config.wants, &mut notes);
    for time in ["timestart", "timefinish"] {
        if let Some(Value::Text(digits)) = head.fields.get(time) {
            let value = clock(digits).map_or(Value::Null, Value::Text);
            head.fields.insert(time.into(), value);
        }
    }
    let school = setting.only_school().map(|school| Value::text(school.key.as_str()));
    head.fields.extend(school.map(|school| ("school".into(), school)));
    Read { document: Some(Document::of(head, STREAM)), findings: notes.findings }
}

/// `090000`, `90000` or `0900` as `09:00`.
fn clock(digits: &str) -> Option<String> {
    let digits: String = digits.chars().filter(char::is_ascii_digit).collect();
    let padded = if digits.len() > 4 { format!("{digits:0>6}") } else { format!("{digits:0>4}") };
    let (hour, minute) = (padded.get(..2)?.parse::<u8>().ok()?, padded.get(2..4)?.parse::<u8>().ok()?);
    (hour < 24 && minute < 60).then(|| format!("{hour:02}:{minute:02}"))
}
