//! OneRoster packages: a folder or zip archive of CSV files, version 1.1 or 1.2, whole or as changes.
//!
//! `read.rs` goes through the files in an order in which what is pointed at comes first, and gives out one document a
//! row, so that memory does not grow with enrolments. `records/` makes records of rows, `roles.rs` and `family.rs`
//! know what must be remembered for it, `findings.rs` turns the findings of the format into ours, `mapping.rs` maps
//! the streams to the roster. Hostile archives are refused before anything is unpacked.

mod check;
mod config;
mod discover;
mod family;
mod findings;
mod known;
mod mapping;
mod problem;
mod read;
mod records;
mod roles;
mod stamp;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use crosswalk_connector_kit::outlet;
use crosswalk_connector_kit::{
    Authentication, CancellationToken, Capability, CheckResult, Connection, Connector, ConnectorKind,
    DocumentSink, KitError, Maturity, ReadEnd, ReadRequest, Secrets, Settings, Spec, async_trait,
};
use crosswalk_model::{Catalog, Crosswalk, Hash, SyncPolicy};

use config::Config;

/// The connector.
pub struct OneRosterCsv;

impl Connector for OneRosterCsv {
    fn spec(&self) -> Spec {
        Spec {
            key: "oneroster_csv".into(),
            title: "OneRoster CSV".into(),
            vendor: "1EdTech".into(),
            kind: ConnectorKind::Files,
            sentence: "Reads OneRoster packages of version 1.1 and 1.2 from a folder or a zip archive."
                .into(),
            maturity: Maturity::Simulated,
            authentication: vec![Authentication::None],
            capabilities: vec![Capability::Read, Capability::Discover],
            config: config::fields(),
            rate_limit: None,
            batch_size: 1,
            guide: "crates/connectors/src/oneroster_csv/README.md".into(),
        }
    }

    fn crosswalk(&self, settings: &Settings) -> Crosswalk {
        mapping::crosswalk(Config::wants(settings))
    }

    fn policy(&self) -> SyncPolicy {
        mapping::policy()
    }

    fn open(&self, settings: &Settings, _: &Secrets) -> Result<Box<dyn Connection>, KitError> {
        Ok(Box::new(Export { config: Arc::new(Config::read(settings)?) }))
    }
}

/// A configured package.
struct Export {
    config: Arc<Config>,
}

#[async_trait]
impl Connection for Export {
    async fn check(&self, cancel: &CancellationToken) -> Vec<CheckResult> {
        let config = self.config.clone();
        let checked = outlet::aside(cancel, move |cancel| Ok(check::checks(&config, cancel))).await;
        checked.unwrap_or_else(|error| vec![CheckResult::failed(check::FOUND, error.to_string())])
    }

    async fn discover(&self, cancel: &CancellationToken) -> Result<Catalog, KitError> {
        let config = self.config.clone();
        outlet::aside(cancel, move |cancel| discover::catalog(&config, cancel)).await
    }

    async fn stamp(&self, cancel: &CancellationToken) -> Result<Option<Hash>, KitError> {
        let config = self.config.clone();
        outlet::aside(cancel, move |cancel| Ok(stamp::stamp(&config, cancel))).await
    }

    async fn read(&self, request: &ReadRequest, sink: &mut dyn DocumentSink) -> Result<ReadEnd, KitError> {
        let config = self.config.clone();
        outlet::pour(&request.cancel, sink, move |cancel, outlet| read::read(&config, cancel, outlet)).await
    }
}
