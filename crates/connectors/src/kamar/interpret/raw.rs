//! A record as it came, its keys told apart: known, unknown, never kept.

use crosswalk_model::{Fields, Finding, Value};
use crosswalk_standards::{Addresses, addresses};

use super::Read;
use crate::kamar::config::Wants;
use crate::kamar::fields::{self, Known, Shape};
use crate::kamar::wire::{self, Json, Odd};

/// A record whose keys have been told apart.
pub struct Raw {
    known: Vec<(&'static Known, Json)>,
    extras: Fields,
}

impl Raw {
    /// Tells the keys of a record apart; `None` when it is no record at all.
    pub fn read(table: &'static [Known], json: Json) -> Option<Self> {
        let Json::Object(map) = json else { return None };
        let mut raw = Self { known: Vec::with_capacity(map.len()), extras: Fields::new() };
        for (key, value) in map {
            match fields::known(table, &key) {
                Some(field) => raw.known.push((field, value)),
                None => drop(raw.extras.insert(key.into(), wire::plain(&value))),
            }
        }
        Some(raw)
    }

    /// The text of a known field, if it has any.
    pub fn text(&self, name: &str) -> Option<String> {
        let (_, value) = self.known.iter().find(|(field, _)| field.name == name)?;
        wire::text(value).ok()?.as_text().map(str::to_owned)
    }

    /// Takes a known field out, whatever is in it.
    pub fn take(&mut self, name: &str) -> Option<Json> {
        let at = self.known.iter().position(|(field, _)| field.name == name)?;
        Some(self.known.swap_remove(at).1)
    }

    /// The known fields that are wanted and sound, and `extras` for the unknown ones. A field with nonsense in it is
    /// left out with a finding, as if nothing had been said.
    pub fn fields(self, wants: Wants, notes: &mut Notes<'_>) -> Fields {
        let mut fields = Fields::new();
        for (field, value) in self.known {
            if !field.switch.on(wants) {
                continue;
            }
            match read(field.shape, &value) {
                Ok(Some(value)) => drop(fields.insert(field.name.into(), one_address(field, value, notes))),
                Ok(None) => {}
                Err(odd) => notes.odd(field.name, odd),
            }
        }
        if !self.extras.is_empty() {
            fields.insert("extras".into(), Value::Map(self.extras));
        }
        fields
    }
}

/// Several addresses in a field that is meant for one: the first is taken, and it is said.
fn one_address(field: &Known, value: Value, notes: &mut Notes<'_>) -> Value {
    match value.as_text().filter(|_| field.name == "email").map(addresses) {
        Some(Addresses::Several(first)) => {
            let sentence = "The field holds several addresses; the first one was taken.";
            notes.note("several_addresses", field.name, sentence);
            Value::text(first)
        }
        _ => value,
    }
}

fn read(shape: Shape, value: &Json) -> Result<Option<Value>, Odd> {
    match shape {
        Shape::Text => wire::text(value),
        Shape::Whole => wire::whole(value),
        Shape::Flag => wire::flag(value),
        Shape::Date => wire::date(value),
        Shape::Texts => wire::texts(value),
        Shape::Named => wire::named(value),
        Shape::Entries | Shape::Dropped => return Ok(None),
    }
    .map(Some)
}

/// Collects what is odd about one record. Never a value, only where it stands.
pub struct Notes<'p> {
    stream: &'static str,
    key: String,
    pointer: &'p str,
    /// What was found.
    pub findings: Vec<Finding>,
}

impl<'p> Notes<'p> {
    /// About one record.
    pub fn new(stream: &'static str, key: &str, pointer: &'p str) -> Self {
        Self { stream, key: key.to_owned(), pointer, findings: Vec::new() }
    }

    /// A field was left out because its value makes no sense.
    pub fn odd(&mut self, field: &str, odd: Odd) {
        let message = format!(
            "The value at {}/{field} is not {}, so it was left out. Correct it in KAMAR.",
            self.pointer, odd.0
        );
        self.findings.push(self.finding("bad_value", message).on(field.to_owned()));
    }

    /// Something else about a field or a place in the record.
    pub fn note(&mut self, code: &'static str, place: &str, sentence: &str) {
        let message = format!("{sentence} It stands at {}/{place}.", self.pointer);
        self.findings.push(self.finding(code, message));
    }

    fn finding(&self, code: &'static str, message: String) -> Finding {
        Finding::warning(code, self.stream, self.key.as_str(), message)
    }
}

/// A record that was left out: it is no record, or nothing tells which one it is. It is named by where it stands.
pub fn left_out(code: &'static str, stream: &'static str, pointer: &str, sentence: &str) -> Read {
    let message =
        format!("{sentence} It was left out; what is known of it stays as it is. It stands at {pointer}.");
    Read { document: None, findings: vec![Finding::warning(code, stream, pointer, message).as_error()] }
}

/// What stands in a list of records is no record.
pub fn no_record(stream: &'static str, pointer: &str) -> Read {
    left_out("not_a_record", stream, pointer, "This entry is not a record.")
}

/// A record without anything that tells which one it is.
pub fn no_key(stream: &'static str, pointer: &str) -> Read {
    left_out("no_key", stream, pointer, "This record has no identifier.")
}
