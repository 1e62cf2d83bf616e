//! The spec of a connector: plain data from which the screen draws the catalogue and the form.

use serde::{Deserialize, Serialize};

/// What a connector is and needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spec {
    /// Its name in code and settings: the service or the standard, lower case, never a direction.
    pub key: String,
    /// What the screen calls it.
    pub title: String,
    /// Who makes the service.
    pub vendor: String,
    /// What kind of service it is.
    pub kind: ConnectorKind,
    /// What it does, in one sentence.
    pub sentence: String,
    /// How well it is known to work.
    pub maturity: Maturity,
    /// How it signs in.
    pub authentication: Vec<Authentication>,
    /// What it can do. The engine asks these facts, never the vendor's name.
    pub capabilities: Vec<Capability>,
    /// The form.
    pub config: Vec<ConfigField>,
    /// The service's limits, if it has any.
    pub rate_limit: Option<RateLimit>,
    /// The most changes in one batch.
    pub batch_size: usize,
    /// Its guide for a school's administrator, relative to the repository.
    pub guide: String,
}

impl Spec {
    /// Whether it has a capability.
    pub fn can(&self, capability: Capability) -> bool {
        self.capabilities.contains(&capability)
    }
}

/// The kinds of service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConnectorKind {
    /// A school information system.
    InformationSystem,
    /// Files.
    Files,
    /// A cloud platform.
    CloudPlatform,
    /// A learning platform.
    LearningPlatform,
}

/// How well a connector is known to work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Maturity {
    /// Tried against simulated services only.
    Simulated,
    /// Tried at schools.
    Proven,
}

/// How a connector signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Authentication {
    /// Nothing: files on this computer.
    None,
    /// A name and a password that the other side sends to us.
    BasicInbound,
    /// A key or token.
    ApiKey,
    /// OAuth 2.0 client credentials.
    ClientCredentials,
}

/// What a connector can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Capability {
    /// Its streams can be read whenever we ask.
    Read,
    /// It pushes deliveries to our listener.
    Pushed,
    /// It takes writes.
    Write,
    /// What it holds can be read back.
    ReadBack,
    /// Its catalog can be discovered from the service.
    Discover,
}

/// The service's limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateLimit {
    /// How many requests.
    pub requests: u32,
    /// In how many seconds.
    pub per_seconds: u32,
}

/// One field of the form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConfigField {
    /// Its key in the settings.
    pub key: String,
    /// Its label.
    pub label: String,
    /// What to enter, in a sentence.
    pub help: String,
    /// What kind of input it is. Secrets go to the keychain and are thereafter a reference.
    pub kind: ConfigKind,
    /// Whether it must be filled in.
    pub required: bool,
    /// What it holds when nobody changes it.
    pub default: Option<String>,
    /// A regular expression that the text must match, and the sentence shown when it does not.
    pub rule: Option<(String, String)>,
    /// Shown only when another field has this value.
    pub shown_when: Option<ShownWhen>,
}

impl ConfigField {
    /// A field of one kind; required, without default, rule or condition.
    pub fn new(key: &str, label: &str, kind: ConfigKind, help: &str) -> Self {
        Self {
            key: key.into(),
            label: label.into(),
            help: help.into(),
            kind,
            required: true,
            default: None,
            rule: None,
            shown_when: None,
        }
    }

    /// The same, not required.
    pub fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    /// The same, with a default.
    pub fn default(mut self, text: &str) -> Self {
        self.default = Some(text.into());
        self
    }

    /// The same, with a rule.
    pub fn rule(mut self, pattern: &str, sentence: &str) -> Self {
        self.rule = Some((pattern.into(), sentence.into()));
        self
    }

    /// The same, shown only when another field has a value.
    pub fn shown_when(mut self, field: &str, is: &str) -> Self {
        self.shown_when = Some(ShownWhen { field: field.into(), is: is.into() });
        self
    }
}

/// When a config field is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownWhen {
    /// The other field's key.
    pub field: String,
    /// The value that it must have.
    pub is: String,
}

/// The kinds of input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConfigKind {
    /// One line of text.
    Text,
    /// Several lines.
    LongText,
    /// A web address.
    Url,
    /// A whole number.
    Number,
    /// Yes or no.
    Switch,
    /// A secret.
    Secret,
    /// A file on this computer.
    File,
    /// A folder on this computer.
    Folder,
    /// One of these: value and label.
    Choice(Vec<(String, String)>),
}
