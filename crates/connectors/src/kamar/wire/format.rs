//! JSON or XML: what the sender says, and what the body shows.

use std::io::{self, Read};

use crosswalk_connector_kit::Body;

use super::filter::Filtered;
use super::mend::Mend;
use super::message::{End, Message};
use super::utf8::Utf8;
use super::xml::Tokens;
use super::{json, xml};

/// How a message is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JSON.
    Json,
    /// XML.
    Xml,
}

/// What the sender says about the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declared {
    /// It named one.
    Is(Format),
    /// It named none: the body must show it.
    Nothing,
    /// It named one that KAMAR does not write.
    Foreign,
}

impl Format {
    /// The media type of messages and answers.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Xml => "application/xml",
        }
    }

    /// What a `Content-Type` says; parameters such as `charset` are passed over.
    pub fn declared(content_type: &str) -> Declared {
        let media = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match media.as_str() {
            "" => Declared::Nothing,
            "application/json" | "text/json" => Declared::Is(Self::Json),
            "application/xml" | "text/xml" => Declared::Is(Self::Xml),
            other if other.ends_with("+json") => Declared::Is(Self::Json),
            other if other.ends_with("+xml") => Declared::Is(Self::Xml),
            _ => Declared::Foreign,
        }
    }

    /// The format in which to answer a sender of whom only the headers are known.
    pub fn of_answer(content_type: &str) -> Self {
        match Self::declared(content_type) {
            Declared::Is(format) => format,
            Declared::Nothing | Declared::Foreign => Self::Json,
        }
    }

    /// What the body shows by its first byte that means something; `None` when there is none. A body that begins
    /// like neither has the format that was declared.
    ///
    /// # Errors
    /// When the spool cannot be read.
    pub fn of_body(content_type: &str, body: &dyn Body) -> io::Result<Option<Self>> {
        let mut reader = Filtered::new(body.open()?, Utf8::default());
        let mut byte = [0];
        while reader.read(&mut byte)? == 1 {
            match byte[0] {
                b' ' | b'\t' | b'\r' | b'\n' | 0 => {}
                b'<' => return Ok(Some(Self::Xml)),
                b'{' | b'[' => return Ok(Some(Self::Json)),
                _ => return Ok(Some(Self::of_answer(content_type))),
            }
        }
        Ok(None)
    }
}

/// What was mended while a message was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mended {
    /// Bytes that were not UTF-8 and were read as Windows-1252.
    pub foreign: usize,
    /// Commas that separated nothing.
    pub commas: usize,
}

/// Reads a body in its format, mended where it can be.
///
/// # Errors
/// When the body cannot be opened.
pub fn read(format: Format, body: &dyn Body, message: &mut dyn Message) -> io::Result<(End, Mended)> {
    let text = Filtered::new(body.open()?, Utf8::default());
    Ok(match format {
        Format::Json => {
            let mut mended = Filtered::new(text, Mend::default());
            let end = json::read(&mut mended, message);
            (end, Mended { foreign: mended.inner().stage.foreign, commas: mended.stage.commas })
        }
        Format::Xml => {
            let mut guarded = Filtered::new(text, Tokens::default());
            let end = xml::read(&mut guarded, message);
            (end, Mended { foreign: guarded.inner().stage.foreign, commas: 0 })
        }
    })
}
