//! JSON as KAMAR writes it: keys in KAMAR's order, slashes escaped, and every oddity that was seen in the wild.

use std::borrow::Cow;
use std::fmt::Write;

use super::quirks::{KeyCase, Numbers, Quirks};

/// Name of a key.
pub type Key = Cow<'static, str>;

/// A JSON value whose objects keep their order.
#[derive(Clone, PartialEq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number; KAMAR sends no others.
    Int(i64),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// An object, in order.
    Object(Vec<(Key, Json)>),
}

impl Json {
    /// An empty object.
    pub fn object() -> Self {
        Self::Object(Vec::new())
    }

    /// The object with one more key at its end. Anything but an object stays as it is.
    #[must_use]
    pub fn with(mut self, key: impl Into<Key>, value: impl Into<Json>) -> Self {
        if let Self::Object(entries) = &mut self {
            entries.push((key.into(), value.into()));
        }
        self
    }

    /// The value under a key.
    pub fn get(&self, key: &str) -> Option<&Json> {
        match self {
            Self::Object(entries) => entries.iter().find(|(k, _)| k == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The value under a key, to change it.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Json> {
        match self {
            Self::Object(entries) => entries.iter_mut().find(|(k, _)| k == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The elements of a list; none for anything else.
    pub fn items(&self) -> &[Json] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// The same as a `serde_json` value, for tests that look inside.
    pub fn value(&self) -> serde_json::Value {
        match self {
            Self::Null => serde_json::Value::Null,
            Self::Bool(b) => (*b).into(),
            Self::Int(n) => (*n).into(),
            Self::Text(text) => text.clone().into(),
            Self::List(items) => items.iter().map(Self::value).collect(),
            Self::Object(entries) => entries.iter().map(|(k, v)| (k.to_string(), v.value())).collect(),
        }
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<Vec<Json>> for Json {
    fn from(items: Vec<Json>) -> Self {
        Self::List(items)
    }
}

macro_rules! from_number {
    ($($number:ty),*) => {$(
        impl From<$number> for Json {
            fn from(number: $number) -> Self {
                Self::Int(i64::from(number))
            }
        }
    )*};
}

from_number!(i64, i32, i16, u32, u16, u8);

/// Writes a message body with its quirks.
pub fn write(json: &Json, quirks: &Quirks) -> Vec<u8> {
    let mut writer = Writer { quirks, out: String::new(), commas: 0, numbers: 0 };
    writer.value(json, 0);
    if quirks.latin1 { latin1(&writer.out) } else { writer.out.into_bytes() }
}

struct Writer<'a> {
    quirks: &'a Quirks,
    out: String,
    commas: usize,
    numbers: usize,
}

impl Writer<'_> {
    fn value(&mut self, json: &Json, depth: usize) {
        match json {
            Json::Null => self.out.push_str("null"),
            Json::Bool(value) => self.out.push_str(if *value { "true" } else { "false" }),
            Json::Int(number) => self.number(*number, depth),
            Json::Text(text) => self.text(text),
            Json::List(items) => self.list(items, depth),
            Json::Object(entries) => self.object(entries, depth),
        }
    }

    fn list(&mut self, items: &[Json], depth: usize) {
        self.out.push('[');
        for (place, item) in items.iter().enumerate() {
            self.comma(place);
            self.value(item, depth + 1);
        }
        self.out.push(']');
    }

    fn object(&mut self, entries: &[(Key, Json)], depth: usize) {
        self.out.push('{');
        for (place, (key, value)) in entries.iter().enumerate() {
            self.comma(place);
            match self.quirks.key_case {
                KeyCase::AsKamar => self.text(key),
                KeyCase::Lower => self.text(&key.to_lowercase()),
                KeyCase::Upper => self.text(&key.to_uppercase()),
            }
            self.out.push(':');
            self.value(value, depth + 1);
        }
        self.out.push('}');
    }

    /// Old builds wrote two commas now and then.
    fn comma(&mut self, place: usize) {
        if place > 0 {
            self.commas += 1;
            self.out.push_str(if self.quirks.double_commas && self.commas % 25 == 3 { ",," } else { "," });
        }
    }

    /// The envelope's own numbers (depth 2) stay numbers: every listener needs them.
    fn number(&mut self, number: i64, depth: usize) {
        self.numbers += 1;
        let quoted = match self.quirks.numbers {
            Numbers::AsKamar => false,
            Numbers::Text => depth > 2,
            Numbers::Mixed => depth > 2 && self.numbers.is_multiple_of(2),
        };
        // Writing into a String cannot fail.
        let _ = if quoted { write!(self.out, "\"{number}\"") } else { write!(self.out, "{number}") };
    }

    fn text(&mut self, text: &str) {
        self.out.push('"');
        for letter in text.chars() {
            self.letter(letter);
        }
        self.out.push('"');
    }

    fn letter(&mut self, letter: char) {
        match letter {
            '"' => self.out.push_str("\\\""),
            '\\' => self.out.push_str("\\\\"),
            '/' if self.quirks.escape_slashes => self.out.push_str("\\/"),
            '\n' => self.out.push_str("\\n"),
            '\r' => self.out.push_str("\\r"),
            '\t' => self.out.push_str("\\t"),
            // Latin-1 has no macrons: they survive as escapes.
            odd if odd < ' ' || (self.quirks.latin1 && odd > '\u{ff}') => self.escape(odd),
            plain => self.out.push(plain),
        }
    }

    fn escape(&mut self, letter: char) {
        for unit in letter.encode_utf16(&mut [0; 2]) {
            let _ = write!(self.out, "\\u{unit:04x}");
        }
    }
}

/// One byte a letter. Whatever has none was escaped before.
fn latin1(text: &str) -> Vec<u8> {
    text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap_or(b'?')).collect()
}
