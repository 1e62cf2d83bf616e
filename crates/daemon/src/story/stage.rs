//! The stage: a house with open doors, and the model town around it.

use std::sync::Arc;

use anyhow::{Context, Result, anyhow, bail};
use crosswalk_contract::{
    ApprovePlan, Ask, CheckConnection, CreateSchool, Envelope, GetPlan, GetRun, ListSyncs, Mood, PlanView,
    RunView, SaveConnection, StartRun, StartedRun,
};
use crosswalk_engine::{Clock, Tuning};
use crosswalk_model::{Actor, Direction, RunId, RunKind, Selected, SyncId};
use crosswalk_sandbox::school::{School, Spec};
use crosswalk_sandbox::{Town, TownSpec};
use crosswalk_server::{AppSettings, WebhooksSettings};

use super::clock::StoryClock;
use super::{PUPILS, STAFF, Wishes};
use crate::host::{Belongings, House, HouseSettings};
use crate::{keys, town};

/// The house and the town.
pub(super) struct Stage {
    pub(super) town: Town,
    pub(super) clock: Arc<StoryClock>,
    house: House,
}

/// A sync and its connection.
pub(super) struct Way {
    pub(super) sync: SyncId,
    pub(super) title: String,
    pub(super) direction: Direction,
}

impl Stage {
    /// Starts the town and opens the house in an empty folder.
    pub(super) async fn open(wishes: &Wishes) -> Result<Self> {
        let staff = if wishes.pupils == PUPILS { STAFF } else { wishes.pupils / 8 };
        let school = Spec { seed: wishes.seed, pupils: wishes.pupils, staff, ..Spec::default() };
        let town = Town::start(TownSpec { school, ..TownSpec::default() }).await?;
        let tuning = Tuning::default();
        let clock = Arc::new(StoryClock::on(town.school.today, &tuning.time_zone));
        let house = open_house(wishes, tuning, clock.clone()).await?;
        town.listen_at(house.listening.port);
        Ok(Self { town, clock, house })
    }

    pub(super) async fn close(self) {
        self.house.close().await;
    }

    pub(super) fn school(&self) -> &School {
        &self.town.school
    }

    /// Makes a call as the person at the screen does.
    pub(super) async fn ask<A: Ask>(&self, ask: A) -> Result<A::Reply> {
        let envelope = Envelope { request: "story".into(), call: ask.into() };
        let name = envelope.call.name();
        let reply = self.house.engine.call(&Actor::local_administrator(), envelope).await;
        let reply = reply.map_err(|problem| anyhow!("{name}: {} {}", problem.title, problem.happened))?;
        serde_json::from_value(reply).with_context(|| format!("the reply to {name}"))
    }

    /// Waits until everything that was pushed is taken in and nothing runs.
    pub(super) async fn settle(&self) {
        self.house.engine.settle().await;
    }

    /// The civil date in the house.
    pub(super) fn today(&self) -> jiff::civil::Date {
        self.house.engine.today()
    }

    /// Sets up the school and connects KAMAR and both clouds; each connection is checked.
    pub(super) async fn connect(&self) -> Result<Vec<Way>> {
        self.ask(CreateSchool { name: self.school().site(0).name.to_owned() }).await?;
        for new in town::connections(&self.town) {
            let (connector, title, settings, secrets) = (new.connector, new.title, new.settings, new.secrets);
            let saved = self.ask(SaveConnection { id: None, connector, title, settings, secrets }).await?;
            let checks = self.ask(CheckConnection { id: saved.card.id }).await?;
            if let Some(failed) = checks.iter().find(|line| line.mood == Mood::Bad) {
                bail!("{}: {}: {}", saved.card.title, failed.name, failed.message);
            }
        }
        self.ways().await
    }

    async fn ways(&self) -> Result<Vec<Way>> {
        let syncs = self.ask(ListSyncs {}).await?;
        let way = |card: crosswalk_contract::SyncCard| Way {
            sync: card.id,
            title: card.title,
            direction: card.direction,
        };
        Ok(syncs.into_iter().map(way).collect())
    }

    /// Makes a plan and waits for it.
    pub(super) async fn plan(&self, sync: SyncId) -> Result<PlanView> {
        let started = self.ask(StartRun { sync, kind: RunKind::Preview }).await?;
        self.planned(started).await
    }

    /// The plan of a run that was started.
    pub(super) async fn planned(&self, started: StartedRun) -> Result<PlanView> {
        self.settle().await;
        let run = self.run(started.run).await?;
        let id = run.row.run.plan.with_context(|| format!("no plan came of it: {}", run.row.run.note))?;
        self.ask(GetPlan { id }).await
    }

    pub(super) async fn run(&self, id: RunId) -> Result<RunView> {
        self.ask(GetRun { id }).await
    }

    /// Approves all of a plan and waits until it is applied.
    pub(super) async fn apply(&self, plan: &PlanView) -> Result<RunView> {
        let (id, root) = (plan.card.id, plan.root);
        self.ask(ApprovePlan { id, root, selected: Selected::All, reason: None }).await?;
        self.settle().await;
        self.run(plan.run).await
    }

    /// Roster records by entity.
    pub(super) async fn roster(&self) -> Result<std::collections::BTreeMap<String, u64>> {
        let mut counts = std::collections::BTreeMap::new();
        for (entity, _, count) in self.house.engine.school()?.roster_counts().await? {
            *counts.entry(entity.to_string()).or_default() += count;
        }
        Ok(counts)
    }
}

async fn open_house(wishes: &Wishes, tuning: Tuning, clock: Arc<StoryClock>) -> Result<House> {
    let random = clock.random();
    let webhooks = WebhooksSettings { address: ([127, 0, 0, 1], 0).into(), ..WebhooksSettings::default() };
    let folder = wishes.folder.clone();
    let settings =
        HouseSettings { folder, webhooks, app: AppSettings::default(), tuning, ..HouseSettings::default() };
    let belongings = Belongings {
        keys: |lock: &crosswalk_store::Lock| keys::of_folder(lock, random),
        vault: None,
        town: None,
        clock: Some(clock as Arc<dyn Clock>),
    };
    Ok(House::open(settings, belongings).await?)
}
