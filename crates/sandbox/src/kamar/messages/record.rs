//! Builds one record, with the school's way of saying "nothing".

use jiff::civil::Date;

use crate::kamar::json::{Json, Key};
use crate::kamar::message::day;
use crate::kamar::quirks::{Missing, Quirks};

/// A record under construction.
pub struct Record<'a> {
    fields: Vec<(Key, Json)>,
    quirks: &'a Quirks,
}

impl<'a> Record<'a> {
    /// An empty record.
    pub fn new(quirks: &'a Quirks) -> Self {
        Self { fields: Vec::with_capacity(48), quirks }
    }

    /// A value that always exists.
    pub fn put(mut self, key: &'static str, value: impl Into<Json>) -> Self {
        self.fields.push((key.into(), value.into()));
        self
    }

    /// A text that may be missing; the empty text is missing.
    pub fn text(self, key: &'static str, value: Option<&str>) -> Self {
        match value.filter(|text| !text.is_empty()) {
            Some(text) => self.put(key, text),
            None => self.nothing(key, None, "".into()),
        }
    }

    /// A date that may be missing, as a number.
    pub fn date(self, key: &'static str, value: Option<Date>) -> Self {
        match value {
            Some(date) => self.put(key, day(date)),
            None => self.nothing(key, Some(Json::Int(0)), "00000000".into()),
        }
    }

    fn nothing(self, key: &'static str, usual: Option<Json>, zero: Json) -> Self {
        let value = match self.quirks.missing {
            Missing::AsKamar => usual,
            Missing::Absent => None,
            Missing::Null => Some(Json::Null),
            Missing::Empty => Some("".into()),
            Missing::Zero => Some(zero),
        };
        match value {
            Some(value) => self.put(key, value),
            None => self,
        }
    }

    /// The finished record.
    pub fn build(self) -> Json {
        Json::Object(self.fields)
    }
}
