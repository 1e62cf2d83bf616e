//! EdPsych Connect: a school's learners, staff, groups and memberships over its roster API
//! (`docs/edpsych-connect.openapi.yaml`).

mod catalog;
mod check;
mod client;
mod config;
mod mapping;
mod read;
#[cfg(test)]
mod tests;
mod versions;
mod wire;
mod write;

use async_trait::async_trait;
use crosswalk_connector_kit::{
    Authentication, CancellationToken, Capability, CheckResult, Connection, Connector, ConnectorKind,
    KitError, Maturity, PresentRecord, ReadBack, Secrets, Settings, Spec, WriteBatch,
};
use crosswalk_model::{Catalog, Crosswalk, Outcome, Selection};

use client::Roster;
use config::Config;
use versions::Versions;

/// The connector.
pub struct EdPsychConnect;

impl Connector for EdPsychConnect {
    fn spec(&self) -> Spec {
        Spec {
            key: "edpsych_connect".into(),
            title: "EdPsych Connect".into(),
            vendor: "EdPsych Connect".into(),
            kind: ConnectorKind::CloudPlatform,
            sentence: "Keeps learners, staff, groups and memberships in EdPsych Connect up to date.".into(),
            maturity: Maturity::Simulated,
            authentication: vec![Authentication::ClientCredentials],
            capabilities: vec![Capability::Write, Capability::ReadBack],
            config: config::fields(),
            rate_limit: None,
            batch_size: write::BATCH,
            guide: "crates/connectors/src/edpsych_connect/README.md".into(),
        }
    }

    fn crosswalk(&self, _: &Settings) -> Crosswalk {
        mapping::crosswalk()
    }

    fn selection(&self) -> Selection {
        mapping::selection()
    }

    fn open(&self, settings: &Settings, secrets: &Secrets) -> Result<Box<dyn Connection>, KitError> {
        let config = Config::read(settings, secrets)?;
        Ok(Box::new(School { roster: Roster::new(&config)?, config, versions: Versions::default() }))
    }
}

/// An open connection: one school's roster.
struct School {
    roster: Roster,
    config: Config,
    versions: Versions,
}

impl School {
    /// A stream of the catalog.
    fn known(&self, stream: &str) -> Result<(), KitError> {
        let catalog = catalog::catalog();
        catalog.stream(stream).map(|_| ()).ok_or_else(|| self.roster.not_found(&format!("stream {stream}")))
    }
}

#[async_trait]
impl Connection for School {
    async fn check(&self, cancel: &CancellationToken) -> Vec<CheckResult> {
        check::run(self, cancel).await
    }

    async fn discover(&self, _: &CancellationToken) -> Result<Catalog, KitError> {
        Ok(catalog::catalog())
    }

    async fn read_back(&self, request: &ReadBack) -> Result<Vec<PresentRecord>, KitError> {
        self.known(&request.stream)?;
        read::back(self, request).await
    }

    async fn write(&self, batch: &WriteBatch, cancel: &CancellationToken) -> Result<Vec<Outcome>, KitError> {
        self.known(&batch.stream)?;
        write::batch(self, batch, cancel).await
    }
}
