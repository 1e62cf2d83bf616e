//! Reads a JSON message record by record: at no time more than one record stands in memory.

use std::fmt;
use std::io::{BufReader, Read};

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, de};

use super::Json;
use super::message::{End, Message, Want, is_envelope, is_password};

/// How much is handed to the parser at once; it takes single bytes from a [`BufReader`] much faster than from others.
const CHUNK: usize = 32 * 1024;

/// Reads a message from JSON text in UTF-8.
pub fn read(reader: impl Read, message: &mut dyn Message) -> End {
    let mut walk = Walk { message, stopped: false };
    let mut json = serde_json::Deserializer::from_reader(BufReader::with_capacity(CHUNK, reader));
    let outcome = Root(&mut walk).deserialize(&mut json).and_then(|()| json.end());
    match outcome {
        Ok(()) => End::Whole,
        Err(_) if walk.stopped => End::Stopped,
        Err(error) => End::Broken(sentence(error)),
    }
}

/// Where and what; serde's own words may hold a value, so they are used only for limits, which hold none.
fn sentence(error: serde_json::Error) -> String {
    let place = format!("line {}, column {}", error.line(), error.column());
    match error.classify() {
        // The reason alone: serde would repeat the place.
        serde_json::error::Category::Io => {
            format!("{} ({place}).", std::io::Error::from(error).to_string().trim_end_matches('.'))
        }
        serde_json::error::Category::Eof => format!("It ends too early ({place})."),
        _ => format!("It is not JSON at {place}."),
    }
}

struct Walk<'m> {
    message: &'m mut dyn Message,
    stopped: bool,
}

impl Walk<'_> {
    fn go_on<E: de::Error>(&mut self, step: Result<(), super::message::Stop>) -> Result<(), E> {
        step.map_err(|_| {
            self.stopped = true;
            E::custom("stopped")
        })
    }
}

macro_rules! expects {
    ($what:literal) => {
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str($what)
        }
    };
}

/// The object around the envelope.
struct Root<'a, 'm>(&'a mut Walk<'m>);

impl<'de> DeserializeSeed<'de> for Root<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Root<'_, '_> {
    type Value = ();

    expects!("an object");

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            if is_envelope(&key) {
                map.next_value_seed(Envelope(self.0))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

/// The message.
struct Envelope<'a, 'm>(&'a mut Walk<'m>);

impl<'de> DeserializeSeed<'de> for Envelope<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Envelope<'_, '_> {
    type Value = ();

    expects!("a message");

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            let key = key.to_ascii_lowercase();
            match self.0.message.want(&key) {
                Want::Skip => drop(map.next_value::<IgnoredAny>()?),
                Want::Whole => {
                    let value = map.next_value::<Json>()?;
                    let step = self.0.message.whole(&key, value);
                    self.0.go_on(step)?;
                }
                Want::Records => map.next_value_seed(List { walk: self.0, key: &key })?,
            }
        }
        Ok(())
    }
}

/// `{"count": n, "data": [...]}`, or the array alone, or nothing.
struct List<'a, 'm> {
    walk: &'a mut Walk<'m>,
    key: &'a str,
}

impl List<'_, '_> {
    fn end<E: de::Error>(self, seen: usize, count: Option<i64>) -> Result<(), E> {
        let step = self.walk.message.list_end(self.key, seen, count);
        self.walk.go_on(step)
    }
}

impl<'de> DeserializeSeed<'de> for List<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for List<'_, '_> {
    type Value = ();

    expects!("a list of records");

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let (mut seen, mut count) = (0, None);
        while let Some(key) = map.next_key::<String>()? {
            match key.to_ascii_lowercase().as_str() {
                "data" => map.next_value_seed(Data { walk: self.walk, key: self.key, seen: &mut seen })?,
                "count" => count = number(&map.next_value::<Json>()?),
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        self.end(seen, count)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        let mut seen = 0;
        Data { walk: self.walk, key: self.key, seen: &mut seen }.visit_seq(seq)?;
        self.end(seen, None)
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        self.end(0, None)
    }

    fn visit_str<E: de::Error>(self, _: &str) -> Result<(), E> {
        self.end(0, None)
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<(), E> {
        self.end(0, None)
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<(), E> {
        self.end(0, None)
    }

    fn visit_u64<E: de::Error>(self, _: u64) -> Result<(), E> {
        self.end(0, None)
    }
}

/// The count of a list, number or text.
pub fn number(json: &Json) -> Option<i64> {
    super::whole(json).ok()?.as_int()
}

/// The records of a list, or one record alone.
struct Data<'a, 'm> {
    walk: &'a mut Walk<'m>,
    key: &'a str,
    seen: &'a mut usize,
}

impl Data<'_, '_> {
    fn record<E: de::Error>(&mut self, record: Json) -> Result<(), E> {
        let step = self.walk.message.record(self.key, *self.seen, record);
        *self.seen += 1;
        self.walk.go_on(step)
    }
}

impl<'de> DeserializeSeed<'de> for Data<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Data<'_, '_> {
    type Value = ();

    expects!("records");

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<(), A::Error> {
        while let Some(record) = seq.next_element::<Record>()? {
            self.record(record.0)?;
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, map: A) -> Result<(), A::Error> {
        let record = Record::deserialize(MapAccessDeserializer::new(map))?;
        self.record(record.0)
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: de::Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: de::Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }
}

/// One record, without its passwords: their values are never even parsed.
struct Record(Json);

impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        json.deserialize_any(RecordVisitor).map(Self)
    }
}

struct RecordVisitor;

impl<'de> Visitor<'de> for RecordVisitor {
    type Value = Json;

    expects!("a record");

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let mut object = serde_json::Map::new();
        while let Some(key) = map.next_key::<String>()? {
            if is_password(&key) {
                map.next_value::<IgnoredAny>()?;
            } else {
                object.insert(key, map.next_value()?);
            }
        }
        Ok(Json::Object(object))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Json, A::Error> {
        Json::deserialize(SeqAccessDeserializer::new(seq))
    }

    fn visit_unit<E: Error>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Json, E> {
        Ok(Json::from(text))
    }

    fn visit_bool<E: Error>(self, truth: bool) -> Result<Json, E> {
        Ok(Json::from(truth))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Json, E> {
        Ok(Json::from(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Json, E> {
        Ok(Json::from(number))
    }
}
