//! Files: CSV and TSV exports of people, classes and timetables, for schools whose system pushes nothing, and as the
//! offline fallback of those whose system does.
//!
//! `files.rs` finds the exports, `layouts.rs` knows their headings, `sheet.rs` reads one, `import/` joins them by
//! identifier without guessing, `emit/` makes documents of what was joined and says what they are complete for,
//! `mapping.rs` maps them to the roster. Nothing is concluded from a file that is empty, cut off or not understood.

mod check;
mod config;
mod discover;
mod emit;
mod files;
mod import;
mod layouts;
mod mapping;
mod notes;
mod problem;
mod read;
mod sheet;
#[cfg(test)]
mod tests;
mod values;

use std::sync::Arc;

use crosswalk_connector_kit::outlet;
use crosswalk_connector_kit::{
    Authentication, CancellationToken, Capability, CheckResult, Connection, Connector, ConnectorKind,
    DocumentSink, KitError, Maturity, ReadEnd, ReadRequest, Secrets, Settings, Spec, async_trait,
};
use crosswalk_model::{Catalog, Crosswalk, SyncPolicy};

use config::Config;

/// The connector.
pub struct CsvFiles;

impl Connector for CsvFiles {
    fn spec(&self) -> Spec {
        Spec {
            key: "csv_files".into(),
            title: "CSV files".into(),
            vendor: "Any system that exports files".into(),
            kind: ConnectorKind::Files,
            sentence:
                "Reads people, classes and timetables from CSV or TSV files, KAMAR's exports among them."
                    .into(),
            maturity: Maturity::Simulated,
            authentication: vec![Authentication::None],
            capabilities: vec![Capability::Read, Capability::Discover],
            config: config::fields(),
            rate_limit: None,
            batch_size: 1,
            guide: "crates/connectors/src/csv_files/README.md".into(),
        }
    }

    fn crosswalk(&self, settings: &Settings) -> Crosswalk {
        mapping::crosswalk(Config::wants(settings))
    }

    fn policy(&self) -> SyncPolicy {
        mapping::policy()
    }

    fn open(&self, settings: &Settings, _: &Secrets) -> Result<Box<dyn Connection>, KitError> {
        Ok(Box::new(Exports { config: Arc::new(Config::read(settings)?) }))
    }
}

/// A configured set of exports.
struct Exports {
    config: Arc<Config>,
}

#[async_trait]
impl Connection for Exports {
    async fn check(&self, cancel: &CancellationToken) -> Vec<CheckResult> {
        let config = self.config.clone();
        let checked = outlet::aside(cancel, move |cancel| Ok(check::checks(&config, cancel))).await;
        checked.unwrap_or_else(|error| vec![CheckResult::failed(check::FOUND, error.to_string())])
    }

    async fn discover(&self, cancel: &CancellationToken) -> Result<Catalog, KitError> {
        let config = self.config.clone();
        outlet::aside(cancel, move |cancel| discover::catalog(&config, cancel)).await
    }

    async fn read(&self, request: &ReadRequest, sink: &mut dyn DocumentSink) -> Result<ReadEnd, KitError> {
        let config = self.config.clone();
        outlet::pour(&request.cancel, sink, move |cancel, outlet| read::read(&config, cancel, outlet)).await
    }
}
