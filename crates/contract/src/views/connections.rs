//! Connectors and connections.

use std::collections::BTreeMap;

use crosswalk_model::{ConnectionId, Direction, SyncId, Timestamp};
use serde::{Deserialize, Serialize};

use super::Mood;

/// A connector in the catalogue: its spec in the screen's words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConnectorCard {
    /// Its key.
    pub key: String,
    /// What the screen calls it.
    pub title: String,
    /// Who makes the service.
    pub vendor: String,
    /// "Information system", "Files", "Cloud platform".
    pub kind: String,
    /// What it does.
    pub sentence: String,
    /// "tried against simulated services only" or "proven at schools".
    pub maturity: String,
    /// Which way it goes.
    pub directions: Vec<Direction>,
    /// Whether it pushes to our listener.
    pub pushed: bool,
    /// The form.
    pub fields: Vec<FormField>,
}

/// One field of a form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FormField {
    /// Its key.
    pub key: String,
    /// Its label.
    pub label: String,
    /// What to enter.
    pub help: String,
    /// What kind of input.
    pub kind: FormKind,
    /// Whether it must be filled in.
    pub required: bool,
    /// What it holds at first.
    pub default: Option<String>,
    /// A pattern and the sentence shown when the text does not match.
    pub rule: Option<(String, String)>,
    /// Shown only when that field has that value.
    pub shown_when: Option<(String, String)>,
}

/// The kinds of input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormKind {
    /// One line.
    Text,
    /// Several lines.
    LongText,
    /// A web address.
    Url,
    /// A whole number.
    Number,
    /// Yes or no.
    Switch,
    /// A secret; never shown again.
    Secret,
    /// A file on this computer.
    File,
    /// A folder on this computer.
    Folder,
    /// One of these: value and label.
    Choice(Vec<(String, String)>),
}

/// A connection in the list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConnectionCard {
    /// Which.
    pub id: ConnectionId,
    /// Its connector's key.
    pub connector: String,
    /// What the screen calls it.
    pub title: String,
    /// What the connector is called.
    pub service: String,
    /// Two letters for its mark.
    pub mark: String,
    /// Which way it goes.
    pub direction: Direction,
    /// How it is.
    pub mood: Mood,
    /// The chip's word.
    pub word: String,
    /// Whether it rests.
    pub paused: bool,
    /// Its sync.
    pub sync: Option<SyncId>,
}

/// A connection with its settings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConnectionView {
    /// As in the list.
    pub card: ConnectionCard,
    /// Its connector.
    pub connector: ConnectorCard,
    /// By config field key.
    pub settings: BTreeMap<String, String>,
    /// The keys of the secrets that are in the keychain.
    pub secrets: Vec<String>,
}

/// One check of a connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckLine {
    /// Its name.
    pub name: String,
    /// How it went; `Quiet` when it was not tried.
    pub mood: Mood,
    /// What was found, or what to do.
    pub message: String,
}

/// What to type into a push source's own form, and how its pushes fare.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ListenerView {
    /// The host and path without a scheme, as KAMAR wants it.
    pub address: String,
    /// The port, which has a box of its own.
    pub port: u16,
    /// The user name.
    pub username: String,
    /// Whether the listener uses TLS.
    pub tls: bool,
    /// The SHA-256 fingerprint of its certificate.
    pub fingerprint: Option<String>,
    /// The last good check.
    pub last_check: Option<Timestamp>,
    /// The last push of any kind.
    pub last_push: Option<Timestamp>,
    /// The last full.
    pub last_full: Option<Timestamp>,
    /// What stands in the way, such as a wrong password in the last attempt.
    pub advice: Vec<String>,
}
