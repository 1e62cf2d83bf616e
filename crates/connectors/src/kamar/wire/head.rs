//! The head of a message: what must be known of it before its records. Reading stops as soon as it is known.

use std::io;

use crosswalk_connector_kit::Body;

use super::format::{Format, read};
use super::message::{End, Message, Stop, Want};
use super::{Json, text};

/// The most characters of a word of the head that are kept.
const WORD: usize = 64;

/// The part of the head that somebody needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// What it is and from when: `sync`, `datetime`, `version`.
    Kind,
    /// The same, and the shared secret of old builds.
    Secret,
    /// What records need to be understood: `schools`.
    Schools,
}

/// What was found.
#[derive(Clone, Default, PartialEq)]
pub struct Head {
    /// What the message is, as KAMAR calls it.
    pub sync: Option<String>,
    /// When it was made, as it stands in the message.
    pub datetime: Option<String>,
    /// The build of KAMAR, as it stands in the message.
    pub version: Option<String>,
    /// The shared secret of old builds.
    pub instance: Option<String>,
    /// The schools.
    pub schools: Option<Json>,
}

impl Head {
    /// Reads the head of a body.
    ///
    /// # Errors
    /// When the body cannot be opened.
    pub fn read(format: Format, body: &dyn Body, need: Need) -> io::Result<(Self, End)> {
        let mut reading = Reading { head: Self::default(), need };
        let (end, _) = read(format, body, &mut reading)?;
        Ok((reading.head, end))
    }

    /// When it was made as a number that grows, `yyyymmddHHMMSS`; 0 when the message does not say.
    pub fn stamp(&self) -> i64 {
        let text = self.datetime.as_deref().unwrap_or_default();
        let digits: String = text.chars().filter(char::is_ascii_digit).take(14).collect();
        match digits.len() {
            14 => digits.parse().unwrap_or(0),
            8 => digits.parse::<i64>().map_or(0, |date| date * 1_000_000),
            _ => 0,
        }
    }
}

struct Reading {
    head: Head,
    need: Need,
}

impl Reading {
    fn complete(&self) -> bool {
        let Head { sync, datetime, version, instance, schools } = &self.head;
        let kind = sync.is_some() && datetime.is_some() && version.is_some();
        match self.need {
            Need::Kind => kind,
            Need::Secret => kind && instance.is_some(),
            Need::Schools => schools.is_some(),
        }
    }
}

impl Message for Reading {
    fn want(&mut self, key: &str) -> Want {
        match key {
            "sync" | "datetime" | "version" | "instanceid" => Want::Whole,
            "schools" if self.need == Need::Schools => Want::Whole,
            _ => Want::Skip,
        }
    }

    fn whole(&mut self, key: &str, value: Json) -> Result<(), Stop> {
        let said = || text(&value).ok().and_then(|value| value.as_text().map(str::to_owned));
        let word = || said().map(|text| text.chars().take(WORD).collect());
        match key {
            "sync" => self.head.sync = word(),
            "datetime" => self.head.datetime = word(),
            "version" => self.head.version = word(),
            "instanceid" => self.head.instance = said(),
            _ => self.head.schools = Some(value),
        }
        if self.complete() { Err(Stop) } else { Ok(()) }
    }

    fn record(&mut self, _: &str, _: usize, _: Json) -> Result<(), Stop> {
        Ok(())
    }

    fn list_end(&mut self, _: &str, _: usize, _: Option<i64>) -> Result<(), Stop> {
        Ok(())
    }
}
