//! A house with a KAMAR connection and an open listener.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Result, anyhow};
use crosswalk_contract::{
    Ask, Call, ConnectionView, ConnectorCard, CreateSchool, Envelope, Event, FormKind, ListConnectors,
    ListRuns, Page, RunRow, SaveConnection,
};
use crosswalk_engine::{Clock, Engine, SystemClock};
use crosswalk_model::{Actor, RunState, Secret};
use crosswalk_server::{Webhooks, WebhooksSettings};
use crosswalk_store::{Keys, Place};
use serde_json::Value;

use super::senders::Target;
use crate::host::{Assembly, assemble};

const USERNAME: &str = "kamar";
const PASSWORD: &str = "invented-for-the-benchmark";
/// `kamar:invented-for-the-benchmark` in base64.
const BASIC: &str = "Basic a2FtYXI6aW52ZW50ZWQtZm9yLXRoZS1iZW5jaG1hcms=";

/// An engine with an open listener, on a folder of its own.
pub(super) struct BenchHouse {
    engine: Engine,
    port: u16,
}

impl BenchHouse {
    /// Opens it and connects KAMAR.
    pub(super) async fn open(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder)?;
        let keys = Keys::generate(SystemClock.random());
        let engine = assemble(Assembly::at(Place::Folder(folder.to_owned()), keys)).await?;
        let address = ([127, 0, 0, 1], 0).into();
        let webhooks = Webhooks::bind(WebhooksSettings { address, ..WebhooksSettings::default() }).await?;
        let port = webhooks.address().port();
        let keeper = engine.supervisor();
        keeper.start("listener", webhooks.serve(engine.clone(), keeper.token()));
        let house = Self { engine, port };
        house.connect().await?;
        Ok(house)
    }

    async fn connect(&self) -> Result<()> {
        self.ask(CreateSchool { name: "Benchmark School".into() }).await?;
        let cards: Vec<ConnectorCard> = self.ask(ListConnectors {}).await?;
        let card = cards.into_iter().find(|card| card.key == "kamar").ok_or_else(|| anyhow!("no kamar"))?;
        let plain = card.fields.into_iter().filter(|field| field.kind != FormKind::Secret);
        let mut settings: BTreeMap<String, String> =
            plain.filter_map(|field| Some((field.key, field.default?))).collect();
        settings.insert("username".into(), USERNAME.into());
        let secrets = BTreeMap::from([("password".to_owned(), Secret::new(PASSWORD))]);
        let (connector, title) = ("kamar".to_owned(), "KAMAR".to_owned());
        let saved: ConnectionView =
            self.ask(SaveConnection { id: None, connector, title, settings, secrets }).await?;
        drop(saved);
        Ok(())
    }

    async fn ask<A: Ask>(&self, ask: A) -> Result<A::Reply> {
        Ok(serde_json::from_value(self.call(ask.into()).await?)?)
    }

    /// Asks what a screen would ask.
    pub(super) async fn call(&self, call: Call) -> Result<Value> {
        let envelope = Envelope { request: "bench".into(), call };
        let reply = self.engine.call(&Actor::local_administrator(), envelope).await;
        reply.map_err(|problem| anyhow!("{} {}", problem.title, problem.happened))
    }

    pub(super) fn target(&self) -> Target {
        Target { port: self.port, path: "/kamar".into(), authorization: BASIC.into() }
    }

    /// Whether a run has come to its end. A full is being read before its run begins.
    pub(super) async fn has_ended_a_run(&self) -> Result<bool> {
        let runs: Page<RunRow> =
            self.ask(ListRuns { sync: None, state: None, since: None, cursor: None }).await?;
        Ok(runs.rows.iter().any(|row| row.run.state != RunState::Running))
    }

    /// Hears what happens from now on.
    pub(super) fn listen(&self) -> tokio::sync::broadcast::Receiver<Event> {
        self.engine.events().listen()
    }

    /// Does something beside the house, until it is closed at the latest.
    pub(super) fn beside(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.engine.supervisor().start("beside", task);
    }

    /// How often the inbox has waited for the disk.
    pub(super) fn commits(&self) -> u64 {
        self.engine.store().inbox().commits()
    }

    /// How many rows the database has written, where it tells.
    pub(super) async fn rows_written(&self) -> Result<u64> {
        Ok(self.engine.store().rows_written().await?.unwrap_or_default())
    }

    /// Waits until everything is taken in.
    pub(super) async fn settle(&self) {
        self.engine.settle().await;
    }

    pub(super) async fn close(self) {
        self.engine.shutdown().await;
        self.engine.store().close().await;
    }
}
