//! Secrets: passwords, keys and tokens, whose plain text is reached through one method only.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A secret text. It prints as `[secret]`; only the keychain and the connector kit may call [`Secret::expose`].
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Wraps a secret text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The key in a secret that holds one as 64 hexadecimal digits.
    pub fn key(&self) -> Option<[u8; 32]> {
        crate::Hash::from_hex(&self.0).map(|hash| hash.0)
    }

    /// The plain text.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}
