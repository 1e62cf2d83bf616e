//! Conformance: a battery of rules that every connector keeps, run by tests over the whole registry.
//!
//! [`shape`] needs nothing but the connector. [`run`] also opens connections, for which a [`Harness`] says how a
//! service that works, refuses, is silent or throttles can be reached. Both give the rules that were broken, each with
//! what was seen; none is good.

mod breaches;
mod mapping;
mod opening;
mod patience;
mod pushing;
mod reading;
mod shape;
mod streams;
#[cfg(test)]
mod tests;
mod writing;

use async_trait::async_trait;

use crate::{Connection, Connector, KitError, Secrets, Settings, WriteBatch};
pub use breaches::Breach;
use breaches::Breaches;
pub use shape::shape;

/// What opens a connection.
#[derive(Clone, Debug, Default)]
pub struct Access {
    /// The settings.
    pub settings: Settings,
    /// The secrets.
    pub secrets: Secrets,
}

impl Access {
    fn open(&self, connector: &dyn Connector) -> Result<Box<dyn Connection>, KitError> {
        connector.open(&self.settings, &self.secrets)
    }
}

/// A message as it is pushed to a listener.
#[derive(Clone, Debug, Default)]
pub struct Message {
    /// The HTTP method, upper case.
    pub method: String,
    /// The path below the connection's own.
    pub path: String,
    /// The value of `Content-Type`.
    pub content_type: String,
    /// The value of `Authorization`.
    pub authorization: Option<String>,
    /// The body.
    pub body: Vec<u8>,
}

/// How the battery reaches a service. What a harness cannot offer it leaves out; the rules about it are then not tried.
#[async_trait]
pub trait Harness: Send + Sync {
    /// Reaches a service that works.
    async fn good(&self) -> Access;

    /// The same with credentials that the service does not know.
    async fn wrong_credentials(&self) -> Option<Access> {
        None
    }

    /// Reaches a service that takes requests and never answers.
    async fn silent(&self) -> Option<Access> {
        None
    }

    /// Reaches a service whose next answer asks to wait for so many seconds, and which works afterwards.
    async fn throttled(&self, seconds: u32) -> Option<Access> {
        let _ = seconds;
        None
    }

    /// Reaches the working service once more, with fields in its answers that nobody knows.
    async fn with_unknown_fields(&self) -> Option<Access> {
        None
    }

    /// Batches of creates for a destination, in an order in which they can be written.
    fn creates(&self) -> Vec<WriteBatch> {
        Vec::new()
    }

    /// For a pushed connection: a message with records from who it should be, and the same from somebody else.
    fn pushes(&self) -> Option<(Message, Message)> {
        None
    }

    /// Words of people's records that must not be seen in any error, outcome or `Debug`.
    fn private_words(&self) -> Vec<String> {
        Vec::new()
    }
}

/// Runs everything that [`shape`] does not: opening, checking, mapping, reading, writing, pushing, waiting, silence.
pub async fn run(connector: &dyn Connector, harness: &dyn Harness) -> Vec<Breach> {
    let mut breaches = Breaches::default();
    let good = harness.good().await;
    breaches.guard_secrets(&good.secrets);
    breaches.hear(&good);
    opening::try_all(connector, &good, &mut breaches);
    match good.open(connector) {
        Err(error) => breaches.broken("good settings open", &error.to_string()),
        Ok(connection) => {
            opening::check(&*connection, &mut breaches).await;
            if let Some(catalog) = streams::discover(&*connection, &mut breaches).await {
                mapping::fits(connector, &good.settings, &catalog, &mut breaches);
                reading::twice(connector, &*connection, &catalog, &mut breaches).await;
                writing::all(&*connection, &catalog, harness.creates(), &mut breaches).await;
            }
            pushing::both(&*connection, harness, &mut breaches);
        }
    }
    opening::wrong_credentials(connector, harness, &mut breaches).await;
    patience::all(connector, harness, &mut breaches).await;
    breaches.finish(&harness.private_words())
}
