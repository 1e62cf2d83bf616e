//! Settings and secrets of one connection, as the engine hands them to a connector.

use std::collections::BTreeMap;

use crosswalk_model::Secret;
use serde::{Deserialize, Serialize};

use crate::KitError;

/// The settings of a connection by config field key. Holds no secret.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Settings(pub BTreeMap<String, String>);

impl Settings {
    /// A setting that must be there.
    ///
    /// # Errors
    /// [`KitError::BadSetting`] when it is missing or blank.
    pub fn required(&self, key: &str) -> Result<&str, KitError> {
        self.optional(key).ok_or_else(|| KitError::BadSetting {
            field: key.to_owned(),
            remedy: "It is empty. Fill it in and press Check again.".into(),
        })
    }

    /// A setting that may be missing; blank counts as missing.
    pub fn optional(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(|text| text.trim()).filter(|text| !text.is_empty())
    }

    /// Whether a switch is on.
    pub fn switch(&self, key: &str) -> bool {
        matches!(self.optional(key), Some("true" | "yes" | "on" | "1"))
    }

    /// The same with one more setting.
    pub fn with(mut self, key: &str, text: impl Into<String>) -> Self {
        self.0.insert(key.to_owned(), text.into());
        self
    }
}

/// The secrets of a connection by config field key; they print as `[secret]`.
#[derive(Clone, Debug, Default)]
pub struct Secrets(BTreeMap<String, Secret>);

impl Secrets {
    /// From pairs of key and secret.
    pub fn new(secrets: impl IntoIterator<Item = (String, Secret)>) -> Self {
        Self(secrets.into_iter().collect())
    }

    /// The same with one more secret.
    pub fn with(mut self, key: &str, secret: impl Into<String>) -> Self {
        self.0.insert(key.to_owned(), Secret::new(secret));
        self
    }

    /// A secret that must be there.
    ///
    /// # Errors
    /// [`KitError::BadSetting`] when it is missing.
    pub fn required(&self, key: &str) -> Result<&Secret, KitError> {
        self.optional(key).ok_or_else(|| KitError::BadSetting {
            field: key.to_owned(),
            remedy: "It is not in the keychain of this computer. Enter it again.".into(),
        })
    }

    /// The same without one.
    pub fn without(mut self, key: &str) -> Self {
        self.0.remove(key);
        self
    }

    /// All of them, so that the conformance battery can listen for them.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Secret> {
        self.0.values()
    }

    /// A secret that may be missing.
    pub fn optional(&self, key: &str) -> Option<&Secret> {
        self.0.get(key).filter(|secret| !secret.expose().is_empty())
    }
}
