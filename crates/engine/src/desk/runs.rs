//! Runs, in the screen's words.

use std::collections::{BTreeMap, HashMap};

use crosswalk_contract::{Call, ListRuns, NotDone, NotDoneReason, Page, RunRow, RunView, StartedRun};
use crosswalk_model::{Direction, Plan, Run, RunId, RunKind, SyncId};
use crosswalk_store::{Outcomes, RunFilter, Tenant};

use super::mask::Masks;
use super::{Answered, Desk, reply};
use crate::retry::left::{self, Standing};
use crate::undo::may_be_undone;
use crate::{EngineError, Result};

const PAGE: u32 = 50;
const MOST: usize = 200;

impl Desk<'_> {
    pub(super) async fn runs(&self, call: Call) -> Answered {
        match call {
            Call::StartRun(ask) => reply(self.start_run(ask.sync, ask.kind).await),
            Call::RunAll(_) => reply(self.run_all().await),
            Call::GetRun(ask) => reply(self.get_run(ask.id).await),
            Call::RetryRun(ask) => reply(self.engine.retry(self.actor, ask.id, &ask.what).await),
            Call::CancelRun(ask) => reply(self.cancel_run(ask.id).await),
            Call::ListRuns(ask) => reply(self.list_runs(ask).await),
            _ => reply(Err::<(), _>(EngineError::NotFound("call"))),
        }
    }

    /// Starts a run: outbound in the background; inbound it reads the source, or takes in again what waits of a source
    /// that pushes.
    pub(super) async fn start_run(&self, sync: SyncId, kind: RunKind) -> Result<StartedRun> {
        let tenant = self.engine.school()?;
        let definition = crate::syncs::sync(&tenant, sync).await?;
        self.engine.start_sync(self.actor, &tenant, &definition, kind).await
    }

    async fn run_all(&self) -> Result<Vec<StartedRun>> {
        let syncs = self.engine.school()?.syncs().await?;
        let mut started = Vec::new();
        for sync in syncs.iter().filter(|sync| sync.direction == Direction::Outbound && !sync.paused) {
            match self.start_run(sync.id, RunKind::Full).await {
                Ok(run) => started.push(run),
                Err(EngineError::Busy) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(started)
    }

    async fn list_runs(&self, ask: ListRuns) -> Result<Page<RunRow>> {
        let tenant = self.engine.school()?;
        let titles = self.titles(&tenant).await?;
        let before = ask.cursor.and_then(|cursor| cursor.parse().ok());
        let filter = RunFilter { sync: ask.sync, state: ask.state, since: ask.since };
        let runs = tenant.runs_where(&filter, before, PAGE).await?;
        let next = (runs.len() as u32 == PAGE).then(|| runs.last().map(|run| run.id.to_string())).flatten();
        Ok(Page { rows: runs.into_iter().map(|run| row(run, &titles)).collect(), next })
    }

    /// The titles of all syncs.
    pub(super) async fn titles(&self, tenant: &Tenant) -> Result<HashMap<SyncId, String>> {
        Ok(tenant.syncs().await?.into_iter().map(|sync| (sync.id, sync.title)).collect())
    }

    async fn get_run(&self, id: RunId) -> Result<RunView> {
        let tenant = self.engine.school()?;
        let run = tenant.run(id).await?.ok_or(EngineError::NotFound("run"))?;
        let titles = self.titles(&tenant).await?;
        let plan = match run.plan {
            Some(plan) => tenant.plan(plan).await?,
            None => None,
        };
        let outcomes = match &plan {
            Some(plan) => tenant.outcome_ranges(plan.id).await?,
            None => Outcomes::default(),
        };
        let (refused, reasons) = match &plan {
            Some(plan) => self.not_done(&tenant, &run, plan).await?,
            None => Default::default(),
        };
        let retries = match &plan {
            Some(plan) if run.kind == RunKind::Retry => retried(&tenant, plan).await?,
            _ => None,
        };
        Ok(RunView {
            can_undo: match &plan {
                Some(plan) => may_be_undone(&tenant, plan, run.applied).await?,
                None => false,
            },
            undoes: plan.as_ref().and_then(|plan| plan.undoes),
            sentence: plan.map(|plan| plan.summary.sentence).unwrap_or_default(),
            outcomes: count(&outcomes),
            refused,
            reasons,
            retries,
            findings: tenant.findings(id, 0, MOST as u32).await?,
            row: row(run, &titles),
        })
    }

    /// Changes that were not applied, with the words of whoever refused them, and why.
    async fn not_done(
        &self,
        tenant: &Tenant,
        run: &Run,
        plan: &Plan,
    ) -> Result<(Vec<NotDone>, Vec<NotDoneReason>)> {
        let left = left::of(tenant, run, plan).await?;
        let Some(sync) = tenant.syncs().await?.into_iter().find(|sync| sync.id == run.sync) else {
            return Ok(Default::default());
        };
        let standing = Standing::of(tenant, &sync, &left).await?;
        let masks = Masks(Some(&sync));
        let told = left::told(&left, &standing, MOST, |one| masks.label(&one.target, &one.label));
        Ok((told, left::reasons(&left, &standing)))
    }

    async fn cancel_run(&self, id: RunId) -> Result<Run> {
        let tenant = self.engine.school()?;
        let run = tenant.run(id).await?.ok_or(EngineError::NotFound("run"))?;
        self.engine.lanes().cancel(run.sync);
        Ok(run)
    }
}

fn row(run: Run, titles: &HashMap<SyncId, String>) -> RunRow {
    RunRow { title: titles.get(&run.sync).cloned().unwrap_or_default(), run }
}

fn count(outcomes: &Outcomes) -> Vec<(String, u64)> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for (count, outcome) in outcomes.iter() {
        *counts.entry(format!("{:?}", outcome.kind).to_lowercase()).or_default() += u64::from(count);
    }
    counts.into_iter().collect()
}

/// The run whose changes a plan tries again.
async fn retried(tenant: &Tenant, plan: &Plan) -> Result<Option<RunId>> {
    let Some(of) = plan.parent else { return Ok(None) };
    Ok(tenant.plan(of).await?.map(|of| of.run))
}
