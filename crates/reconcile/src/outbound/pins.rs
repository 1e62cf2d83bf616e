//! Pins at a destination: what an undo wrote there against the roster's word, and for which word that holds.

use std::collections::BTreeMap;

use crosswalk_model::{Fields, Hash, Hasher, Name, PinMark, Value, content_hash};

use super::record::Departure;

/// The pins of one record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pins {
    /// The roster's words of the record against which it stays in use or ended.
    record: Vec<Hash>,
    /// The roster's words of single fields against which theirs stay.
    fields: BTreeMap<Name, Vec<Hash>>,
}

impl Pins {
    /// Adds one.
    pub fn add(&mut self, mark: PinMark) {
        match mark.field {
            Some(field) => self.fields.entry(field).or_default().push(mark.against),
            None => self.record.push(mark.against),
        }
    }

    /// Whether a field stays against this word of the roster.
    pub fn field(&self, field: &str, source: &Value) -> bool {
        self.fields.get(field).is_some_and(|pins| pins.contains(&field_word(source)))
    }

    /// Whether the record stays ended although it takes part with these words.
    pub fn ended(&self, key: &str, fields: &Fields) -> bool {
        !self.record.is_empty() && self.record.contains(&record_word(key, fields))
    }

    /// Whether the record stays in use although it departs.
    pub fn in_use(&self, departure: &Departure) -> bool {
        !self.record.is_empty() && self.record.contains(&departure_word(departure))
    }
}

/// What a pin of a field rests on.
pub fn field_word(source: &Value) -> Hash {
    let mut hasher = Hasher::new("pinned field");
    source.hash_into(&mut hasher);
    hasher.finish()
}

/// What the pin of a record rests on that takes part.
pub fn record_word(key: &str, fields: &Fields) -> Hash {
    let mut hasher = Hasher::new("pinned record");
    hasher.part(key.as_bytes()).part(&content_hash(fields).0);
    hasher.finish()
}

/// What the pin of a record rests on that does not take part.
pub fn departure_word(departure: &Departure) -> Hash {
    let mut hasher = Hasher::new("pinned departure");
    match departure {
        Departure::Gone => hasher.part(b"gone"),
        Departure::LeftOut(why) => hasher.part(b"left out").part(why.as_bytes()),
    };
    hasher.finish()
}
