//! Supabase: a project's tables over PostgREST. The tables of Te Kete Ako are known (`docs/te-kete-ako.sql`); those of
//! other projects are discovered where the key may read their description.

mod catalog;
mod check;
mod client;
mod config;
mod discover;
mod filter;
mod mapping;
mod read;
#[cfg(test)]
mod tests;
mod wire;
mod write;

use async_trait::async_trait;
use crosswalk_connector_kit::{
    Authentication, CancellationToken, Capability, CheckResult, Connection, Connector, ConnectorKind,
    KitError, Maturity, PresentRecord, ReadBack, Secrets, Settings, Spec, WriteBatch,
};
use crosswalk_model::{Catalog, Crosswalk, Outcome, Selection};
use tokio::sync::OnceCell;

use catalog::Table;
use client::Rest;
use config::Config;

/// The connector.
pub struct Supabase;

impl Connector for Supabase {
    fn spec(&self) -> Spec {
        Spec {
            key: "supabase".into(),
            title: "Supabase".into(),
            vendor: "Supabase".into(),
            kind: ConnectorKind::CloudPlatform,
            sentence: "Keeps the tables of Te Kete Ako, or of another Supabase project, up to date.".into(),
            maturity: Maturity::Simulated,
            authentication: vec![Authentication::ApiKey],
            capabilities: vec![Capability::Write, Capability::ReadBack, Capability::Discover],
            config: config::fields(),
            rate_limit: None,
            batch_size: write::BATCH,
            guide: "crates/connectors/src/supabase/README.md".into(),
        }
    }

    fn crosswalk(&self, settings: &Settings) -> Crosswalk {
        if config::is_te_kete_ako(settings) { mapping::te_kete_ako() } else { Crosswalk::default() }
    }

    fn selection(&self) -> Selection {
        mapping::selection()
    }

    fn open(&self, settings: &Settings, secrets: &Secrets) -> Result<Box<dyn Connection>, KitError> {
        let config = Config::read(settings, secrets)?;
        let rest = Rest::new(&config)?;
        Ok(Box::new(Project { rest, config, tables: OnceCell::new() }))
    }
}

/// An open connection: one project.
struct Project {
    rest: Rest,
    config: Config,
    tables: OnceCell<Vec<Table>>,
}

impl Project {
    /// The tables, known or discovered once.
    async fn tables(&self, cancel: &CancellationToken) -> Result<&[Table], KitError> {
        let load = || async {
            match &self.config.discovered {
                None => Ok(catalog::te_kete_ako()),
                Some(columns) => discover::tables(&self.rest, columns, cancel).await,
            }
        };
        self.tables.get_or_try_init(load).await.map(Vec::as_slice)
    }

    async fn table(&self, stream: &str, cancel: &CancellationToken) -> Result<&Table, KitError> {
        let tables = self.tables(cancel).await?;
        tables
            .iter()
            .find(|table| table.stream.name == stream)
            .ok_or_else(|| self.rest.not_found(&format!("table {stream}")))
    }
}

#[async_trait]
impl Connection for Project {
    async fn check(&self, cancel: &CancellationToken) -> Vec<CheckResult> {
        check::run(self, cancel).await
    }

    async fn discover(&self, cancel: &CancellationToken) -> Result<Catalog, KitError> {
        let tables = self.tables(cancel).await?;
        Ok(Catalog { streams: tables.iter().map(|table| table.stream.clone()).collect() })
    }

    async fn read_back(&self, request: &ReadBack) -> Result<Vec<PresentRecord>, KitError> {
        let table = self.table(&request.stream, &request.cancel).await?;
        read::back(&self.rest, table, request).await
    }

    async fn write(&self, batch: &WriteBatch, cancel: &CancellationToken) -> Result<Vec<Outcome>, KitError> {
        let table = self.table(&batch.stream, cancel).await?;
        write::batch(&self.rest, table, batch, cancel).await
    }
}
