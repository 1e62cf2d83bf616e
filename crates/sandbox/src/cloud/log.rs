//! What a cloud received, without secrets.

use std::sync::{Arc, Mutex};

use axum::http::HeaderMap;

use super::lock;

/// Headers whose value is a secret.
const SECRET: &[&str] = &["authorization", "apikey", "cookie"];

/// One request as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedRequest {
    /// `POST`, …
    pub method: String,
    /// Path without query.
    pub path: String,
    /// Query, still encoded; empty when there is none.
    pub query: String,
    /// Headers, lower case; `[secret]` for those that hold one.
    pub headers: Vec<(String, String)>,
    /// Body as text; `[secret]` where credentials were exchanged.
    pub body: String,
    /// Status of the answer; 0 while there is none.
    pub status: u16,
}

impl LoggedRequest {
    /// The first header of a name (lower case).
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The body as JSON; `null` when it is none.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }
}

/// The log of one cloud. Clones are the same log.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<LoggedRequest>>>);

impl Log {
    /// All requests so far, oldest first.
    pub fn requests(&self) -> Vec<LoggedRequest> {
        lock(&self.0).clone()
    }

    /// Requests with a method to a path that ends so.
    pub fn of(&self, method: &str, path_end: &str) -> Vec<LoggedRequest> {
        let all = lock(&self.0);
        all.iter().filter(|r| r.method == method && r.path.ends_with(path_end)).cloned().collect()
    }

    /// Forgets everything so far.
    pub fn clear(&self) {
        lock(&self.0).clear();
    }

    pub(crate) fn add(&self, request: LoggedRequest) -> usize {
        let mut all = lock(&self.0);
        all.push(request);
        all.len() - 1
    }

    pub(crate) fn answered(&self, place: usize, status: u16) {
        if let Some(request) = lock(&self.0).get_mut(place) {
            request.status = status;
        }
    }
}

pub(crate) fn masked(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |name: &str, value: &[u8]| {
        if SECRET.contains(&name) {
            "[secret]".to_owned()
        } else {
            String::from_utf8_lossy(value).into_owned()
        }
    };
    headers.iter().map(|(name, value)| (name.to_string(), text(name.as_str(), value.as_bytes()))).collect()
}
