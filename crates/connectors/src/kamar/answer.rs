//! Answers in KAMAR's words: an `SMSDirectoryData` in the format of the request.

use crosswalk_connector_kit::{Answer, digest_with_secret};
use md5::{Digest, Md5};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::config::Config;
use super::options::Options;
use super::wire::format::Format;

/// What stands in an answer, in order.
pub enum Node {
    /// A text.
    Text(String),
    /// A number.
    Number(u16),
    /// Yes or no.
    Flag(bool),
    /// Named parts.
    Group(Vec<(&'static str, Node)>),
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => serializer.serialize_u16(*number),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Group(parts) => {
                let mut map = serializer.serialize_map(Some(parts.len()))?;
                for (name, part) in parts {
                    map.serialize_entry(name, part)?;
                }
                map.end()
            }
        }
    }
}

impl Node {
    fn xml(&self, out: &mut String) {
        match self {
            Self::Text(text) => out.push_str(&quick_xml::escape::escape(text.as_str())),
            Self::Number(number) => out.push_str(&number.to_string()),
            Self::Flag(flag) => out.push_str(if *flag { "true" } else { "false" }),
            Self::Group(parts) => {
                for (name, part) in parts {
                    out.push_str(&format!("<{name}>"));
                    part.xml(out);
                    out.push_str(&format!("</{name}>"));
                }
            }
        }
    }
}

/// What a check must repeat from its request.
#[derive(Clone, Copy, Debug, Default)]
pub struct Echo<'a> {
    /// `datetime`, as it stood there.
    pub datetime: &'a str,
    /// `version`, as it stood there.
    pub version: &'a str,
}

/// Words the answers of one connection.
pub struct Answers<'a> {
    /// Its settings.
    pub config: &'a Config,
    /// The format of the request.
    pub format: Format,
}

impl Answers<'_> {
    /// The message is stored.
    pub fn stored(&self) -> Answer {
        self.word(200, self.result(0, "OK"))
    }

    /// The message is stored, and something about it is worth telling whoever reads the answer. KAMAR looks at
    /// `error` and `result` and must find nothing there that makes it switch the service off.
    pub fn stored_with_note(&self, note: &str) -> Answer {
        let mut parts = self.result(0, "OK");
        parts.push(("note", Node::Text(note.to_owned())));
        self.word(200, parts)
    }

    /// The message is turned away; the status and KAMAR's `error` are the same number.
    pub fn refused(&self, error: u16, result: &str) -> Answer {
        self.word(error, self.result(error, result))
    }

    /// A status and nothing else.
    pub fn silent(&self, status: u16) -> Answer {
        Answer { status, content_type: self.format.media_type().to_owned(), body: Vec::new() }
    }

    /// The answer to a check: who we are, what we promise, what we ask for.
    pub fn check(&self, echo: Echo<'_>, options: &Options) -> Answer {
        let text = |text: &str| Node::Text(text.to_owned());
        let mut parts = self.result(0, "OK");
        parts.push(("status", text("Ready")));
        parts.push(("infourl", text(&self.config.info_url)));
        parts.push(("privacystatement", text(&self.config.statement)));
        parts.push(("countryDataStored", text(&self.config.country)));
        parts.push(("options", options.node()));
        if let Some(token) = self.token(echo) {
            parts.push(("authtoken", Node::Text(token)));
        }
        self.word(200, parts)
    }

    /// Lower-case MD5 of datetime, version, service, info URL and suffix, as registered vendors send it.
    fn token(&self, echo: Echo<'_>) -> Option<String> {
        let Config { service, info_url, auth_suffix, .. } = self.config;
        let text = format!("{}{}{service}{info_url}", echo.datetime, echo.version);
        auth_suffix.as_ref().map(|suffix| digest_with_secret(&text, suffix, md5_hex))
    }

    fn result(&self, error: u16, result: &str) -> Vec<(&'static str, Node)> {
        vec![
            ("error", Node::Number(error)),
            ("result", Node::Text(result.to_owned())),
            ("service", Node::Text(self.config.service.clone())),
            ("version", Node::Text(env!("CARGO_PKG_VERSION").to_owned())),
        ]
    }

    fn word(&self, status: u16, parts: Vec<(&'static str, Node)>) -> Answer {
        let message = Node::Group(vec![("SMSDirectoryData", Node::Group(parts))]);
        Answer {
            status,
            content_type: self.format.media_type().to_owned(),
            body: written(self.format, &message),
        }
    }
}

fn written(format: Format, message: &Node) -> Vec<u8> {
    match format {
        Format::Json => serde_json::to_vec(message).unwrap_or_default(),
        Format::Xml => {
            let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
            message.xml(&mut text);
            text.into_bytes()
        }
    }
}

fn md5_hex(bytes: &[u8]) -> String {
    Md5::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
