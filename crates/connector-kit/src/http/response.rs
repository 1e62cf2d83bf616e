//! An answer, read whole and within its limit.

use std::fmt;

use reqwest::header::HeaderMap;
use serde::de::DeserializeOwned;

use super::words::scrub;
use crate::KitError;

/// An answer. `Debug` shows its status and size.
pub struct HttpResponse {
    pub(super) service: String,
    pub(super) route: String,
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

impl HttpResponse {
    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// Whether the status is 2xx.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// A header, if it is there and is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The body as JSON.
    ///
    /// # Errors
    /// [`KitError::Unexpected`] with the position and never the content.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, KitError> {
        serde_json::from_slice(&self.body).map_err(|error| {
            let what = if error.is_data() { "other JSON than is documented" } else { "no valid JSON" };
            self.unexpected(&format!("{what}, line {} column {}.", error.line(), error.column()))
        })
    }

    /// The body as JSON, if it is such; for error bodies, which may be anything.
    pub fn json_if_any<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_slice(&self.body).ok()
    }

    /// The answer itself if its status is 2xx, else the error that fits the status best.
    ///
    /// # Errors
    /// As [`HttpResponse::failure`].
    pub fn success(self) -> Result<Self, KitError> {
        if self.is_success() { Ok(self) } else { Err(self.failure("")) }
    }

    /// The error that fits the status best, with the service's words (they are scrubbed here).
    pub fn failure(&self, words: &str) -> KitError {
        let service = self.service.clone();
        match self.status {
            401 => KitError::Unauthorised { service, remedy: "Check the key or password.".into() },
            403 => KitError::Forbidden {
                service,
                permission: format!("the right to call {}", self.route),
                remedy: "Ask whoever looks after it to grant it.".into(),
            },
            404 => KitError::NotFound { service, what: format!("page {}", self.route) },
            300..400 => self.unexpected("it sends us to another address, which Crosswalk does not follow."),
            400..500 => KitError::Refused { service, words: self.refusal(words) },
            _ => KitError::Unreachable {
                service,
                detail: format!("It answered with the status {}.", self.status),
            },
        }
    }

    fn refusal(&self, words: &str) -> String {
        let words = scrub(words);
        if words.is_empty() { format!("It answered with the status {}.", self.status) } else { words }
    }

    /// An error that says what is wrong with this answer. The detail must hold no value of a record.
    pub fn unexpected(&self, detail: &str) -> KitError {
        KitError::Unexpected {
            service: self.service.clone(),
            place: self.route.clone(),
            detail: detail.to_owned(),
        }
    }
}

impl fmt::Debug for HttpResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} with {} bytes from {}", self.status, self.body.len(), self.route)
    }
}
