//! Tests: settings, bad requests, answers, options, documents, scopes, looseness of types, properties.

use base64::Engine;
use crosswalk_connector_kit::{
    Collected, Interpreted, KitError, Push, PushRequest, Refusal, Secrets, Settings, Verified,
};
use crosswalk_model::{Document, SourceRecord, Timestamp, Value};

use super::KamarConnection;
use super::config::Config;
use super::wire::Json;

mod answers;
mod families;
mod full;
mod lists;
mod loose;
mod mapped;
mod mended;
mod options;
mod part;
mod properties;
mod refused;
mod settings;
mod timetables;
mod xml;

pub const PASSWORD: &str = "a:long:password";

/// A file of `fixtures/`.
/// A path is taken from the file that names it: every test file stands in `tests/`.
macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!("../fixtures/", $name)).to_vec()
    };
}
pub(crate) use fixture;

pub fn settings() -> Settings {
    Settings::default().with("username", "kamar")
}

pub fn secrets() -> Secrets {
    Secrets::default().with("password", PASSWORD)
}

pub fn open(settings: Settings, secrets: Secrets) -> KamarConnection {
    KamarConnection::new(Config::read(&settings, &secrets).unwrap())
}

/// A connection as a school has it that changes nothing.
pub fn plain() -> KamarConnection {
    open(settings(), secrets())
}

/// A connection with everything switched on.
pub fn everything() -> KamarConnection {
    let switches = [
        "caregivers",
        "emergency",
        "demographics",
        "nsn",
        "mobile",
        "attendance",
        "notices",
        "calendar",
        "groups",
    ];
    open(switches.iter().fold(settings(), |all, name| all.with(&format!("ask_{name}"), "true")), secrets())
}

pub fn basic(text: &str) -> String {
    format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(text))
}

pub fn verify(kamar: &KamarConnection, body: &Vec<u8>, content_type: &str) -> Result<Verified, Refusal> {
    let authorization = basic(&format!("kamar:{PASSWORD}"));
    kamar.verify(&PushRequest {
        method: "POST",
        path: "",
        content_type,
        authorization: Some(&authorization),
        body,
    })
}

pub fn received_at() -> Timestamp {
    "2026-03-09T03:00:00Z".parse().unwrap()
}

/// Verifies and interprets a body of JSON, or of XML if it looks so.
pub fn read(kamar: &KamarConnection, body: Vec<u8>) -> Result<(Interpreted, Collected), KitError> {
    let verified = verify(kamar, &body, "").unwrap();
    let mut sink = Collected::default();
    let interpreted = kamar.interpret(&verified, &body, received_at(), &mut sink)?;
    Ok((interpreted, sink))
}

pub fn collect(kamar: &KamarConnection, body: Vec<u8>) -> Collected {
    read(kamar, body).unwrap().1
}

/// A message of our own around some payload.
pub fn message(sync: &str, payload: &str) -> Vec<u8> {
    let school = r#"{"index":1,"schoolindex":1,"moeCode":"0099","name":"Tōtara","authoritative":true}"#;
    format!(
        r#"{{"SMSDirectoryData":{{"datetime":20260309020100,"sync":"{sync}","sms":"KAMAR","version":2674,"schools":[{school}],{payload}}}}}"#
    )
    .into_bytes()
}

/// A part message with one pupil.
pub fn pupil(record: &str) -> Vec<u8> {
    message("part", &format!(r#""students":{{"count":1,"data":[{record}]}}"#))
}

/// The document of one pupil alone.
pub fn pupil_document(kamar: &KamarConnection, record: &str) -> Document {
    one(&collect(kamar, pupil(record)), "students").clone()
}

pub fn of<'c>(collected: &'c Collected, stream: &str) -> Vec<&'c Document> {
    collected.documents.iter().filter(|document| document.head.stream == stream).collect()
}

pub fn one<'c>(collected: &'c Collected, stream: &str) -> &'c Document {
    let found = of(collected, stream);
    assert_eq!(found.len(), 1, "{stream}: {:?}", collected.findings);
    found[0]
}

pub fn keys(collected: &Collected, stream: &str) -> Vec<String> {
    of(collected, stream).into_iter().map(|document| document.head.key.clone()).collect()
}

pub fn children<'d>(document: &'d Document, stream: &str) -> Vec<&'d SourceRecord> {
    document.children.iter().filter(|child| child.stream == stream).collect()
}

pub fn codes(collected: &Collected) -> Vec<&str> {
    collected.findings.iter().map(|finding| &*finding.code).collect()
}

/// The scopes as text: `students 1/09` or `students incomplete`.
pub fn scopes(collected: &Collected) -> Vec<String> {
    let partition = |p: &Option<String>| p.clone().unwrap_or_else(|| "all".into());
    let text = |scope: &crosswalk_model::Scope| {
        format!(
            "{} {}",
            scope.stream,
            if scope.complete { partition(&scope.partition) } else { "incomplete".into() }
        )
    };
    collected.scopes.iter().map(text).collect()
}

pub fn field<'r>(record: &'r SourceRecord, name: &str) -> Option<&'r Value> {
    record.fields.get(name)
}

/// A field as a person reads it; `None` when it is absent, empty text when it is said to be empty.
pub fn shown(record: &SourceRecord, name: &str) -> Option<String> {
    field(record, name).map(Value::display)
}

pub fn json(bytes: &[u8]) -> Json {
    serde_json::from_slice(bytes).unwrap()
}
