//! What the records of a message need to know of it: its schools and its school year.

use crosswalk_model::{Fields, SourceRecord, Timestamp, Value};

use crate::kamar::config::Config;
use crate::kamar::wire::{self, Json};

/// The setting of one message.
pub struct Setting<'c> {
    /// The settings of the connection.
    pub config: &'c Config,
    /// The schools, in the message's order.
    pub schools: Vec<School>,
    /// The school year, four digits.
    pub year: String,
}

/// One school of a message.
pub struct School {
    /// The number by which people refer to it; its place in the list where it says none.
    pub index: i64,
    /// Its key: the Ministry's number, or the index where there is none.
    pub key: String,
    /// The entry as it came.
    pub json: Json,
}

impl<'c> Setting<'c> {
    /// From the head of a message. The school year is the calendar year of the message unless the settings say it.
    pub fn new(config: &'c Config, stamp: i64, received_at: Timestamp, schools: Option<Json>) -> Self {
        let said = (stamp > 0).then(|| format!("{:04}", stamp / 10_000_000_000));
        let received = || format!("{:04}", received_at.to_zoned(config.zone.clone()).year());
        let year = config.school_year.clone().or(said).unwrap_or_else(received);
        let entries = schools.and_then(wire::entries).unwrap_or_default();
        let schools = entries.into_iter().enumerate().filter_map(|(at, json)| school(at, json)).collect();
        Self { config, schools, year }
    }

    /// The school that an index means. Without an index it is clear only where there is one school.
    pub fn school(&self, index: Option<i64>) -> Option<&School> {
        match index {
            Some(index) => self.schools.iter().find(|school| school.index == index),
            None => self.only_school(),
        }
    }

    /// The schools of a person, the first one being the main one. Somebody who names none is at the only school.
    pub fn schools_of(&self, fields: &Fields) -> Vec<&School> {
        match fields.get("schoolindex").and_then(Value::as_list) {
            Some(said) => said.iter().filter_map(|index| self.school(index.display().parse().ok())).collect(),
            None => self.only_school().into_iter().collect(),
        }
    }

    /// The school, where there is one only.
    pub fn only_school(&self) -> Option<&School> {
        self.schools.first().filter(|_| self.schools.len() == 1)
    }
}

fn school(at: usize, json: Json) -> Option<School> {
    json.as_object()?;
    let number = |name: &str| wire::get(&json, name).and_then(|value| wire::whole(value).ok()?.as_int());
    let index = number("schoolindex").or_else(|| number("index")).unwrap_or(at as i64 + 1);
    let fallback = || format!("index:{index}");
    let key = wire::text_of(&json, "moeCode").unwrap_or_else(fallback);
    Some(School { index, key, json })
}

/// In a partition where a part is not known.
pub const UNKNOWN: &str = "-";

/// The part of its stream that a person belongs to: `1/09` for a pupil, `staff/1` for staff. People of two schools are
/// a part of their own, because a message that is limited to one school holds only some of them.
pub fn partition(setting: &Setting<'_>, person: &SourceRecord) -> String {
    let mut indexes: Vec<i64> =
        setting.schools_of(&person.fields).iter().map(|school| school.index).collect();
    indexes.sort_unstable();
    indexes.dedup();
    let texts: Vec<String> = indexes.iter().map(i64::to_string).collect();
    let schools = if texts.is_empty() { UNKNOWN.to_owned() } else { texts.join("+") };
    match person.fields.get("yearlevel").and_then(Value::as_int) {
        _ if person.stream == "staff" => format!("staff/{schools}"),
        Some(level) => format!("{schools}/{level:02}"),
        None => format!("{schools}/{UNKNOWN}"),
    }
}

/// A part of a key that is joined by slashes and bars: what would separate is written as in web addresses.
pub fn part(text: &str) -> String {
    text.replace('%', "%25").replace('/', "%2F").replace('|', "%7C")
}
