//! A running EdPsych Connect: its address, its client, its faults, and a hand into what it holds.

use std::sync::{Arc, Mutex};

use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::batch::Memory;
use super::limits::{Limits, Standing};
use super::problem::Problem;
use super::resource::{Shelf, Shelves, Stored};
use super::routes;
use super::schema::RESOURCES;
use super::tokens::Tokens;
use crate::cloud::{Faults, Hosting, Log, Snapshot, Trouble, lock, serve};
use crate::http::Target;

/// Why an edit by hand could not be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// There is no such resource.
    #[error("there is no resource of this name")]
    NoResource,
    /// There is nothing with this key.
    #[error("there is nothing with this external_id")]
    NoRecord,
    /// The attribute does not exist.
    #[error("there is no attribute {0}")]
    NoAttribute(String),
}

/// What all requests share.
pub(super) struct Shared {
    pub shelves: Mutex<Shelves>,
    pub memory: Mutex<Memory>,
    pub tokens: Mutex<Tokens>,
    pub limits: Mutex<Limits>,
    pub faults: Faults,
}

/// A simulated EdPsych Connect. It stops when this is dropped.
pub struct EdPsych {
    /// `http://127.0.0.1:<port>`.
    pub url: String,
    /// Client id.
    pub client_id: String,
    /// Client secret.
    pub client_secret: String,
    shared: Arc<Shared>,
    log: Log,
    hosting: Hosting,
}

impl EdPsych {
    /// Starts an empty service.
    ///
    /// # Errors
    /// When no loopback port is to be had.
    pub async fn start() -> std::io::Result<Self> {
        let tokens = Tokens::new();
        let (client_id, client_secret) = (tokens.client_id.clone(), tokens.client_secret.clone());
        let shared = Arc::new(Shared {
            shelves: Mutex::new(Shelves::new()),
            memory: Mutex::default(),
            tokens: Mutex::new(tokens),
            limits: Mutex::new(Limits::of(1000, 10)),
            faults: Faults::default(),
        });
        let log = Log::default();
        let hosting =
            serve(routes::router(shared.clone()), shared.faults.clone(), log.clone(), wording).await?;
        Ok(Self {
            url: format!("http://{}", hosting.address),
            client_id,
            client_secret,
            shared,
            log,
            hosting,
        })
    }

    /// Where it listens, for the hand-written client.
    pub fn target(&self) -> Target {
        Target { host: self.hosting.address.ip().to_string(), port: self.hosting.address.port(), tls: false }
    }

    /// The switches for faults.
    pub fn faults(&self) -> &Faults {
        &self.shared.faults
    }

    /// What was received.
    pub fn log(&self) -> &Log {
        &self.log
    }

    /// Requests allowed in a window of so many seconds.
    pub fn set_rate_limit(&self, requests: u32, seconds: i64) {
        *lock(&self.shared.limits) = Limits::of(requests, seconds);
    }

    /// Grants other scopes to the client; tokens that were issued keep theirs.
    pub fn set_granted_scopes(&self, scopes: &[&str]) {
        lock(&self.shared.tokens).granted = scopes.iter().map(|scope| (*scope).to_owned()).collect();
    }

    /// Seconds that a token lives from now on.
    pub fn set_token_lifetime(&self, seconds: i64) {
        lock(&self.shared.tokens).lifetime = seconds;
    }

    /// Every token that was issued so far has expired.
    pub fn expire_tokens(&self) {
        lock(&self.shared.tokens).expire_all();
    }

    /// Everything that is held, active or not.
    pub fn snapshot(&self) -> Snapshot {
        let shelves = lock(&self.shared.shelves);
        let table = |shelf: &Shelf| {
            (shelf.resource.name.to_owned(), shelf.stored.iter().map(Stored::record).collect())
        };
        Snapshot { tables: shelves.iter().map(table).collect() }
    }

    /// Somebody at the cloud changes attributes, or `active`, by hand.
    ///
    /// # Errors
    /// When there is no such thing.
    pub fn edit(&self, resource: &str, external_id: &str, changes: &Value) -> Result<(), EditError> {
        let resource = RESOURCES.iter().find(|r| r.name == resource).ok_or(EditError::NoResource)?;
        let mut shelves = lock(&self.shared.shelves);
        let shelf = shelves.of_mut(resource);
        let place = shelf.place(external_id).ok_or(EditError::NoRecord)?;
        let mut stored = shelf.stored[place].clone();
        for (name, value) in changes.as_object().into_iter().flatten() {
            match name.as_str() {
                "active" => stored.active = value.as_bool().unwrap_or(stored.active),
                name if resource.attribute(name).is_some() => {
                    stored.attributes.insert(name.to_owned(), value.clone());
                }
                unknown => return Err(EditError::NoAttribute(unknown.to_owned())),
            }
        }
        stored.touch();
        shelf.put(place, stored);
        Ok(())
    }
}

fn wording(trouble: Trouble, uri: &Uri) -> Response {
    match trouble {
        Trouble::Unavailable => Problem::new("unavailable", uri.path(), "Try again later.").into_response(),
        Trouble::Throttled { retry_after } => {
            let detail = format!("Try again in {retry_after} seconds.");
            let mut response = Problem::new("rate-limited", uri.path(), detail).into_response();
            response.headers_mut().insert("retry-after", retry_after.into());
            Standing { limit: 0, remaining: 0, reset: retry_after.into(), exceeded: true }
                .mark(&mut response);
            response
        }
    }
}
