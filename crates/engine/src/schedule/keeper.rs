//! The keeper looks at the clock: it moves schedules on, starts what is due, and says what did not happen.

use std::collections::HashMap;

use crosswalk_connector_kit::Capability;
use crosswalk_contract::StartedRun;
use crosswalk_model::{
    Actor, ActorKind, ConnectionId, DeliveryState, Direction, Holiday, MissedWhy, RunKind, Scheduled, Sync,
    SyncId, Timestamp,
};
use crosswalk_store::{ConnectionRow, DeliveryFilter, Tenant};

use super::calendar::Calendar;
use super::roll::{made_up, roll, started};
use crate::syncs::sync;
use crate::{Engine, EngineError, Result, inbound};

/// The name of the setting that holds the school's holidays.
pub(crate) const HOLIDAYS: &str = "holidays";

/// The school's holidays, the first ones first.
pub(crate) async fn holidays(tenant: &Tenant) -> Result<Vec<Holiday>> {
    let kept = tenant.setting(HOLIDAYS).await?;
    Ok(kept.and_then(|value| serde_json::from_value(value).ok()).unwrap_or_default())
}

impl Engine {
    /// Looks at the clock now and then, as the tuning says. A look costs little; a computer that slept is noticed at
    /// the first look after it woke.
    pub(crate) fn start_keeping_time(&self) {
        let Some(every) = self.tuning().clock_every else { return };
        let engine = self.clone();
        let token = self.supervisor().token();
        self.supervisor().start("keep time", async move {
            loop {
                engine.look_at_the_clock().await;
                tokio::select! { () = tokio::time::sleep(every) => {}, () = token.cancelled() => return }
            }
        });
    }

    /// Starts what is due by the clock, and notes what should have happened and did not. An error is logged and the
    /// next look tries again.
    pub async fn look_at_the_clock(&self) {
        let _one_look_at_a_time = self.looking().lock().await;
        match self.keep_time().await {
            Ok(()) | Err(EngineError::NoSchool) => {}
            Err(error) => tracing::error!(error = %error, "The schedules could not be looked after"),
        }
    }

    async fn keep_time(&self) -> Result<()> {
        let tenant = self.school()?;
        let holidays = holidays(&tenant).await?;
        let syncs: HashMap<SyncId, Sync> =
            tenant.syncs().await?.into_iter().map(|sync| (sync.id, sync)).collect();
        for row in tenant.schedules().await? {
            let Some(sync) = syncs.get(&row.schedule.sync) else { continue };
            if let Err(error) = self.keep_one(&tenant, sync, row, &holidays).await {
                tracing::warn!(sync.id = %sync.id, error = %error, "A schedule could not be kept");
            }
        }
        self.go_on_with_leftovers(&tenant).await?;
        self.try_again(&tenant).await?;
        self.look_for_updates_when_due(&tenant).await?;
        self.look_after_alerts(&tenant).await
    }

    /// Moves one schedule on, and starts what it owes.
    async fn keep_one(
        &self,
        tenant: &Tenant,
        sync: &Sync,
        mut row: Scheduled,
        holidays: &[Holiday],
    ) -> Result<()> {
        let calendar = Calendar::of(&row.schedule, holidays)?;
        let now = self.clock().now();
        let pushed = self.pushed(tenant, sync).await?;
        let mut changed = roll(&mut row, &calendar, now, pushed);
        if row.missed.is_some() {
            changed |= made_up(&mut row, self.latest(tenant, sync, pushed).await?);
        }
        if changed {
            // Before the run is started: what is owed is still owed after a crash in between.
            self.keep_schedule(tenant, &row).await?;
        }
        if row.owed.is_some() && !sync.paused && self.may_start(tenant, sync).await? {
            self.pay(tenant, sync, row).await?;
        }
        Ok(())
    }

    /// Starts what a schedule owes. While the sync is running the debt stays.
    async fn pay(&self, tenant: &Tenant, sync: &Sync, mut row: Scheduled) -> Result<()> {
        let actor = Actor { kind: ActorKind::Schedule, label: "schedule".into() };
        if self.lanes().is_running(sync.id) {
            return Ok(());
        }
        if sync.direction == Direction::Inbound {
            self.read_in_background(tenant.clone(), sync.clone(), actor);
            return Ok(());
        }
        match self.start_sync(&actor, tenant, sync, RunKind::Full).await {
            Ok(_) => {
                started(&mut row, self.clock().now());
                self.keep_schedule(tenant, &row).await
            }
            Err(EngineError::Busy) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Reading a source takes its time, and the clock is looked at meanwhile. The debt stays until it was read, well or
    /// not: a run that failed is told as such.
    fn read_in_background(&self, tenant: Tenant, sync: Sync, actor: Actor) {
        let engine = self.clone();
        self.background("scheduled read", async move {
            match engine.start_sync(&actor, &tenant, &sync, RunKind::Full).await {
                Err(EngineError::Busy | EngineError::Cancelled) => return,
                Err(error) => {
                    tracing::warn!(sync.id = %sync.id, error = %error, "A source could not be read")
                }
                Ok(_) => {}
            }
            let _nobody_else_writes = engine.looking().lock().await;
            if let Err(error) = engine.note_paid(&tenant, sync.id).await {
                tracing::error!(sync.id = %sync.id, error = %error, "A schedule could not be noted");
            }
        });
    }

    async fn note_paid(&self, tenant: &Tenant, sync: SyncId) -> Result<()> {
        let Some(mut row) = tenant.schedule(sync).await? else { return Ok(()) };
        started(&mut row, self.clock().now());
        self.keep_schedule(tenant, &row).await
    }

    /// Starts a sync either way: outbound in the background; inbound it reads the source, or takes in again what
    /// waits of a source that pushes.
    pub(crate) async fn start_sync(
        &self,
        actor: &Actor,
        tenant: &Tenant,
        sync: &Sync,
        kind: RunKind,
    ) -> Result<StartedRun> {
        if sync.direction == Direction::Outbound {
            let run = self.start_outbound(actor, sync.id, kind).await?;
            return Ok(StartedRun { run, sentence: format!("{} has started.", sync.title) });
        }
        let run = if self.is_pushed(tenant, sync).await? {
            inbound::take_what_waited(self, tenant, sync, actor, kind).await?
        } else {
            let read = inbound::read_connection(self, sync.connection, actor.clone(), kind).await;
            self.note_health(tenant, sync, &read).await?;
            read?
        };
        Ok(StartedRun { run: run.id, sentence: run.note })
    }

    /// Runs a scheduled sync now; what was missed is made up for.
    pub(crate) async fn run_scheduled(&self, actor: &Actor, id: SyncId) -> Result<StartedRun> {
        let tenant = self.school()?;
        let sync = sync(&tenant, id).await?;
        let run = self.start_sync(actor, &tenant, &sync, RunKind::Full).await?;
        self.note_run_now(&tenant, &sync).await?;
        Ok(run)
    }

    /// What was due until now is dealt with. A push that did not come is still missed: looking at what came does not
    /// bring it.
    async fn note_run_now(&self, tenant: &Tenant, sync: &Sync) -> Result<()> {
        let Some(mut row) = tenant.schedule(sync.id).await? else { return Ok(()) };
        let (now, pushed) = (self.clock().now(), self.pushed(tenant, sync).await?);
        let calendar = Calendar::of(&row.schedule, &holidays(tenant).await?)?;
        roll(&mut row, &calendar, now, pushed);
        let no_push = row.missed.clone().filter(|missed| missed.why == MissedWhy::NoPush);
        started(&mut row, now);
        row.missed = no_push;
        self.keep_schedule(tenant, &row).await
    }

    /// Stores a schedule's row.
    pub(crate) async fn keep_schedule(&self, tenant: &Tenant, row: &Scheduled) -> Result<()> {
        let mut work = tenant.begin().await?;
        work.put_schedule(row).await?;
        Ok(work.commit().await?)
    }

    /// Whether a sync's source pushes.
    pub(crate) async fn is_pushed(&self, tenant: &Tenant, sync: &Sync) -> Result<bool> {
        let row: ConnectionRow = self.connection_row(tenant, sync.connection).await?;
        Ok(self.connector(&row.connector)?.spec().can(Capability::Pushed))
    }

    /// For a source that pushes: when it last pushed something.
    async fn pushed(&self, tenant: &Tenant, sync: &Sync) -> Result<Option<Option<Timestamp>>> {
        if sync.direction == Direction::Outbound || !self.is_pushed(tenant, sync).await? {
            return Ok(None);
        }
        last_push(tenant, sync.connection).await.map(Some)
    }

    /// When something last came or ran.
    async fn latest(
        &self,
        tenant: &Tenant,
        sync: &Sync,
        pushed: Option<Option<Timestamp>>,
    ) -> Result<Option<Timestamp>> {
        match pushed {
            Some(at) => Ok(at),
            None => Ok(tenant.runs(Some(sync.id), None, 1).await?.first().map(|run| run.started_at)),
        }
    }
}

/// When a connection last pushed something that was kept to be taken in.
async fn last_push(tenant: &Tenant, connection: ConnectionId) -> Result<Option<Timestamp>> {
    let filter = DeliveryFilter { connection: Some(connection), ..DeliveryFilter::default() };
    let recent = tenant.deliveries(&filter, None, 50).await?;
    let kept = recent.iter().find(|delivery| delivery.state != DeliveryState::Answered);
    Ok(kept.map(|delivery| delivery.received_at))
}
