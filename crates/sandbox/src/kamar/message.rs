//! One message: the envelope around a payload, and the bytes that go over the wire.

use jiff::civil::DateTime;

use super::json::{self, Json};
use super::quirks::Quirks;
use super::xml;
use crate::school::{School, Site};

/// Name of the outermost key.
pub const ROOT: &str = "SMSDirectoryData";

/// A message, not yet encoded.
#[derive(Clone)]
pub struct Message {
    /// `check`, `full`, `part`, …
    pub sync: String,
    /// The whole body, the outermost key included.
    pub body: Json,
    /// How it will be written.
    pub quirks: Quirks,
}

impl Message {
    /// An envelope as KAMAR builds it: `datetime` is local time.
    pub fn new(school: &School, sync: &str, quirks: &Quirks, at: DateTime) -> Self {
        let mut inner = Json::object().with("datetime", stamp(at)).with("sync", sync);
        if sync == "results" {
            inner = inner.with("fullsync", 0);
        }
        inner = inner.with("sms", "KAMAR").with("version", quirks.build);
        if let Some(secret) = &quirks.instance_id {
            inner = inner.with("instanceID", secret.as_str());
        }
        let schools: Vec<Json> = school.sites.iter().map(site).collect();
        let body = Json::object().with(ROOT, inner.with("schools", schools));
        Self { sync: sync.to_owned(), body, quirks: quirks.clone() }
    }

    /// The message with a payload `{count, data}` under a key.
    #[must_use]
    pub fn with_list(self, key: &'static str, data: Vec<Json>) -> Self {
        let count = Json::Int(data.len() as i64);
        let single = self.quirks.bare_single && data.len() == 1;
        let data = if single { data.into_iter().next().unwrap_or(Json::Null) } else { Json::List(data) };
        self.with(key, Json::object().with("count", count).with("data", data))
    }

    /// The message with any payload under a key.
    #[must_use]
    pub fn with(mut self, key: &'static str, payload: Json) -> Self {
        if let Some(Json::Object(entries)) = self.body.get_mut(ROOT) {
            entries.push((key.into(), payload));
        }
        self
    }

    /// What stands within the outermost key.
    pub fn inner(&self) -> &Json {
        self.body.get(ROOT).unwrap_or(&self.body)
    }

    /// The records under a payload key.
    pub fn records(&self, key: &str) -> &[Json] {
        self.inner().get(key).and_then(|payload| payload.get("data")).map_or(&[], Json::items)
    }

    /// The bytes of the request body.
    pub fn bytes(&self) -> Vec<u8> {
        if self.quirks.xml { xml::write(self).into_bytes() } else { json::write(&self.body, &self.quirks) }
    }

    /// The content type that goes with the bytes.
    pub fn content_type(&self) -> &'static str {
        if self.quirks.xml { "application/xml" } else { "application/json" }
    }
}

/// `yyyymmddHHMMSS` as a number.
pub fn stamp(at: DateTime) -> i64 {
    day(at.date()) * 1_000_000
        + i64::from(at.hour()) * 10_000
        + i64::from(at.minute()) * 100
        + i64::from(at.second())
}

/// `yyyymmdd` as a number.
pub fn day(date: jiff::civil::Date) -> i64 {
    i64::from(date.year()) * 10_000 + i64::from(date.month()) * 100 + i64::from(date.day())
}

fn site(site: &Site) -> Json {
    Json::object()
        .with("index", site.index)
        .with("schoolindex", site.index)
        .with("moeCode", site.moe_code)
        .with("name", site.name)
        .with("type", site.kind)
        .with("authoritative", true)
}
