//! Reads an XML message record by record.
//!
//! Only the envelope is known from a captured message. That records look as JSON does, with attributes and child
//! elements as fields, is a hypothesis; whatever has another shape becomes findings, never a failure.

use std::io::{self, BufRead};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::Json;
use super::filter::Stage;
use super::json::number;
use super::mend::{TOKEN, limit};
use super::message::{End, Message, Stop, Want, is_envelope, is_password};

/// How deep elements may be nested.
const DEPTH: usize = 64;
/// Elements whose children are the entries of a list, even when there is one only.
const LISTS: &[&str] = &["schools", "groups", "caregivers", "emergency", "residences", "awards"];

/// Reads a message from XML text in UTF-8.
pub fn read(reader: impl BufRead, message: &mut dyn Message) -> End {
    let mut xml = Reader::from_reader(reader);
    xml.config_mut().expand_empty_elements = true;
    let mut walk = Walk { xml, buffer: Vec::new(), depth: 0 };
    match walk.envelope(message) {
        Ok(()) => End::Whole,
        Err(Break::Stopped) => End::Stopped,
        Err(Break::Broken(sentence)) => End::Broken(sentence),
    }
}

enum Break {
    Stopped,
    Broken(String),
}

impl From<Stop> for Break {
    fn from(_: Stop) -> Self {
        Self::Stopped
    }
}

/// What was met next.
enum Piece {
    /// An element begins: its name and attributes.
    Open(String, Vec<(String, String)>),
    /// Text, or a part of it.
    Text(String),
    /// The element ends.
    Close,
    /// The message ends.
    End,
}

struct Walk<R: BufRead> {
    xml: Reader<R>,
    buffer: Vec<u8>,
    depth: usize,
}

impl<R: BufRead> Walk<R> {
    fn next(&mut self) -> Result<Piece, Break> {
        loop {
            self.buffer.clear();
            let event = match self.xml.read_event_into(&mut self.buffer) {
                Ok(event) => event,
                Err(error) => return Err(self.broken(&error)),
            };
            let piece = match event {
                Event::Start(start) => {
                    self.depth += 1;
                    if self.depth > DEPTH {
                        return Err(Break::Broken("Elements are nested more than 64 deep.".into()));
                    }
                    Piece::Open(local(&start), attributes(&start))
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    Piece::Close
                }
                Event::Text(text) => Piece::Text(text.xml10_content().into_owned()),
                Event::CData(text) => Piece::Text(text.xml10_content().into_owned()),
                Event::GeneralRef(entity) => Piece::Text(resolve(&entity)),
                Event::DocType(_) => {
                    return Err(Break::Broken("It declares a document type, which KAMAR never does.".into()));
                }
                Event::Eof if self.depth > 0 => return Err(Break::Broken("It ends too early.".into())),
                Event::Eof => Piece::End,
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
            };
            return Ok(piece);
        }
    }

    /// Limits speak for themselves; the parser's own words may hold a value.
    fn broken(&self, error: &quick_xml::Error) -> Break {
        let place = self.xml.error_position();
        Break::Broken(match error {
            quick_xml::Error::Io(error) => {
                format!("{} (byte {place}).", error.to_string().trim_end_matches('.'))
            }
            _ => format!("It is not XML at byte {place}."),
        })
    }

    fn envelope(&mut self, message: &mut dyn Message) -> Result<(), Break> {
        loop {
            match self.next()? {
                Piece::Open(name, attributes) if is_envelope(&name) => {
                    self.head(attributes, message)?;
                    self.body(message)?;
                }
                Piece::Open(..) => self.skip()?,
                Piece::End => return Ok(()),
                Piece::Text(text) if !text.trim().is_empty() => {
                    return Err(Break::Broken("There is text outside of the message.".into()));
                }
                Piece::Text(_) | Piece::Close => {}
            }
        }
    }

    fn head(&mut self, attributes: Vec<(String, String)>, message: &mut dyn Message) -> Result<(), Break> {
        for (name, value) in attributes {
            let key = name.to_ascii_lowercase();
            if message.want(&key) == Want::Whole {
                message.whole(&key, Json::String(value))?;
            }
        }
        Ok(())
    }

    fn body(&mut self, message: &mut dyn Message) -> Result<(), Break> {
        loop {
            match self.next()? {
                Piece::Open(name, attributes) => {
                    self.part(&name.to_ascii_lowercase(), attributes, message)?
                }
                Piece::Text(_) => {}
                Piece::Close | Piece::End => return Ok(()),
            }
        }
    }

    fn part(
        &mut self,
        key: &str,
        attributes: Vec<(String, String)>,
        message: &mut dyn Message,
    ) -> Result<(), Break> {
        match message.want(key) {
            Want::Skip => self.skip()?,
            Want::Whole => {
                let value = self.element(key, attributes)?;
                message.whole(key, value)?;
            }
            Want::Records => self.records(key, &attributes, message)?,
        }
        Ok(())
    }

    fn records(
        &mut self,
        key: &str,
        attributes: &[(String, String)],
        message: &mut dyn Message,
    ) -> Result<(), Break> {
        let count = attributes.iter().find(|(name, _)| name.eq_ignore_ascii_case("count"));
        let count = count.and_then(|(_, value)| number(&Json::from(value.as_str())));
        let mut seen = 0;
        loop {
            match self.next()? {
                Piece::Open(name, attributes) => {
                    let record = self.element(&name, attributes)?;
                    message.record(key, seen, record)?;
                    seen += 1;
                }
                Piece::Text(_) => {}
                Piece::Close | Piece::End => break,
            }
        }
        Ok(message.list_end(key, seen, count)?)
    }

    fn skip(&mut self) -> Result<(), Break> {
        let outside = self.depth;
        while self.depth >= outside {
            if let Piece::End = self.next()? {
                break;
            }
        }
        Ok(())
    }

    /// An element that has begun, as a value: a text, a list or an object.
    fn element(&mut self, name: &str, attributes: Vec<(String, String)>) -> Result<Json, Break> {
        let mut children: Vec<(String, Json)> =
            attributes.into_iter().map(|(name, value)| (name, Json::String(value))).collect();
        let mut text = String::new();
        loop {
            match self.next()? {
                Piece::Open(name, attributes) => {
                    let child = self.element(&name, attributes)?;
                    children.push((name, child));
                }
                Piece::Text(part) => text.push_str(&part),
                Piece::Close | Piece::End => break,
            }
        }
        Ok(shape(name, children, text))
    }
}

fn shape(name: &str, children: Vec<(String, Json)>, text: String) -> Json {
    if LISTS.iter().any(|list| list.eq_ignore_ascii_case(name)) {
        return Json::Array(children.into_iter().map(|(_, child)| child).filter(Json::is_object).collect());
    }
    if children.is_empty() {
        return Json::String(text);
    }
    let mut object = serde_json::Map::new();
    for (name, child) in children.into_iter().filter(|(name, _)| !is_password(name)) {
        match object.get_mut(&name) {
            Some(Json::Array(items)) => items.push(child),
            Some(first) => *first = Json::Array(vec![first.take(), child]),
            None => drop(object.insert(name, child)),
        }
    }
    Json::Object(object)
}

fn local(start: &BytesStart<'_>) -> String {
    start.local_name().as_ref().to_owned()
}

fn attributes(start: &BytesStart<'_>) -> Vec<(String, String)> {
    let mut attributes = start.attributes();
    let sound = attributes.with_checks(false).flatten();
    sound
        .map(|attribute| {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            let value = value.map_or_else(|_| String::new(), |value| value.into_owned());
            (attribute.key.local_name().as_ref().to_owned(), value)
        })
        .collect()
}

/// The five entities of XML and character references. Others are never looked up: their name stays as it stands.
fn resolve(entity: &quick_xml::events::BytesRef<'_>) -> String {
    if let Ok(Some(character)) = entity.resolve_char_ref() {
        return character.to_string();
    }
    let name = entity.xml10_content();
    match quick_xml::escape::resolve_predefined_entity(&name) {
        Some(text) => text.to_owned(),
        None => format!("&{name};"),
    }
}

/// Stops a tag or a text that would eat the memory.
#[derive(Default)]
pub struct Tokens {
    length: usize,
}

impl Stage for Tokens {
    fn push(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> io::Result<()> {
        let tag = |byte: &u8| matches!(byte, b'<' | b'>');
        self.length = match bytes.iter().rposition(tag) {
            Some(last) => bytes.len() - last,
            None => self.length + bytes.len(),
        };
        limit(self.length <= TOKEN, "One value is longer than 16 MB.")?;
        out.extend_from_slice(bytes);
        Ok(())
    }

    fn finish(&mut self, _: &mut Vec<u8>) {}
}
