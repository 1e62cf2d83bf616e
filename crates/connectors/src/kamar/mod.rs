//! KAMAR, the information system of most New Zealand secondary schools. It pushes: nothing is polled.
//!
//! `push.rs` is the listener side, `answer.rs` and `options.rs` word what KAMAR is told, `refusals.rs` says what
//! happens to every bad request, `wire/` reads JSON and XML leniently and record by record, `interpret/` makes
//! documents of it, `mapping.rs` maps them to the roster. What is known of the protocol is inferred from public
//! listeners; where a shape is a hypothesis, its file says so.

use crosswalk_connector_kit::{
    Authentication, CancellationToken, Capability, CheckResult, Connection, Connector, ConnectorKind,
    KitError, Maturity, Push, Secrets, Settings, Spec, async_trait,
};
use crosswalk_model::{Catalog, Crosswalk, SyncPolicy};

use config::Config;

mod access;
mod answer;
mod catalog;
mod check;
mod config;
mod fields;
mod interpret;
mod mapping;
mod options;
mod push;
mod refusals;
#[cfg(test)]
mod tests;
mod wire;

/// The connector.
pub struct Kamar;

impl Connector for Kamar {
    fn spec(&self) -> Spec {
        Spec {
            key: "kamar".into(),
            title: "KAMAR".into(),
            vendor: "KAMAR Limited".into(),
            kind: ConnectorKind::InformationSystem,
            sentence:
                "Receives pupils, staff, classes and timetables as KAMAR's Directory Services push them."
                    .into(),
            maturity: Maturity::Simulated,
            authentication: vec![Authentication::BasicInbound],
            capabilities: vec![Capability::Pushed],
            config: config::fields(),
            rate_limit: None,
            batch_size: 1,
            guide: "crates/connectors/src/kamar/README.md".into(),
        }
    }

    fn crosswalk(&self, settings: &Settings) -> Crosswalk {
        mapping::crosswalk(Config::wants(settings))
    }

    fn policy(&self) -> SyncPolicy {
        mapping::policy()
    }

    fn open(&self, settings: &Settings, secrets: &Secrets) -> Result<Box<dyn Connection>, KitError> {
        Ok(Box::new(KamarConnection::new(Config::read(settings, secrets)?)))
    }
}

/// A configured listener for one KAMAR.
pub struct KamarConnection {
    config: Config,
    /// The mapping that a check is answered for when nobody names another.
    crosswalk: Crosswalk,
}

impl KamarConnection {
    fn new(config: Config) -> Self {
        let crosswalk = mapping::crosswalk(config.wants);
        Self { config, crosswalk }
    }
}

#[async_trait]
impl Connection for KamarConnection {
    async fn check(&self, _: &CancellationToken) -> Vec<CheckResult> {
        check::checks(&self.config)
    }

    async fn discover(&self, _: &CancellationToken) -> Result<Catalog, KitError> {
        Ok(catalog::catalog(self.config.wants))
    }

    fn push(&self) -> Option<&dyn Push> {
        Some(self)
    }
}
