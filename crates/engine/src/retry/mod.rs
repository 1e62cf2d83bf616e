//! Trying again: what a run could not do is planned anew by itself, and nothing else. The plan is made of the present,
//! not of the words that failed; it goes through the guard, and waits for a person unless the sync's plans do not.
//!
//! [`left`] gathers what was not done and what of it can still be tried · [`only`] keeps a plan to some records.

pub(crate) mod left;
mod only;

use crosswalk_contract::{Retry, StartedRun};
use crosswalk_model::{Actor, Direction, PlanState, RunId, RunKind, Sync};
use crosswalk_reconcile::sentence::counted;
use crosswalk_store::{Tenant, Work};
use serde_json::json;

use crate::outbound::retry_outbound;
use crate::{Engine, EngineError, Result};
use left::Left;
pub(crate) use only::Only;

impl Engine {
    /// Starts a run over what another one could not do.
    pub(crate) async fn retry(&self, actor: &Actor, id: RunId, which: &Retry) -> Result<StartedRun> {
        let tenant = self.school()?;
        let run = tenant.run(id).await?.ok_or(EngineError::NotFound("run"))?;
        let sync = crate::syncs::sync(&tenant, run.sync).await?;
        if sync.direction == Direction::Inbound {
            return refused("What comes in is taken in again as a whole: press Run again.");
        }
        let Some(plan) = left::applied_plan(&tenant, &run).await? else {
            return refused("This run has not got as far as a plan that was carried out: press Run again.");
        };
        let left = left::of(&tenant, &run, &plan).await?;
        let picked: Vec<&Left> = left.iter().filter(|one| is_meant(one, which)).collect();
        let standing = left::Standing::of(&tenant, &sync, &left).await?;
        let can: Vec<&Left> = picked.iter().copied().filter(|one| standing.can_be_tried(one)).collect();
        if can.is_empty() {
            return refused(
                "Nothing of this can be tried any more: it has been done since, or its records are gone.",
            );
        }
        self.is_free(&tenant, &sync).await?;
        let mut work = tenant.begin().await?;
        release(&tenant, &mut work, &sync, &can).await?;
        let details = json!({ "run": id, "sync": sync.title, "count": can.len() });
        self.audit(&mut work, actor, "run.retried", details).await?;
        work.commit().await?;
        let only = Only::new(plan.id, can.iter().map(|one| (one.target.clone(), one.id)));
        let run = self.start_retry(actor, tenant, sync, only).await?;
        Ok(StartedRun { run, sentence: sentence(picked.len(), can.len()) })
    }

    /// A plan that waits holds what could not be done already, and would do it a second time.
    async fn is_free(&self, tenant: &Tenant, sync: &Sync) -> Result<()> {
        if self.lanes().is_running(sync.id) {
            return Err(EngineError::Busy);
        }
        let waits = |state| matches!(state, PlanState::Waiting | PlanState::Held | PlanState::Approved);
        if tenant.open_plans(sync.id).await?.iter().any(|plan| waits(plan.state) && plan.undoes.is_none()) {
            return refused(
                "A plan of this sync waits, and holds what was not done as well. Approve or reject it first.",
            );
        }
        Ok(())
    }

    async fn start_retry(&self, actor: &Actor, tenant: Tenant, sync: Sync, only: Only) -> Result<RunId> {
        let run = self.new_run(&tenant, &sync, RunKind::Retry, actor.clone()).await?;
        let (id, engine) = (run.id, self.clone());
        self.background("retry", async move {
            let result = match engine.lanes().place(sync.id, &engine.supervisor().token()) {
                Ok(place) => retry_outbound(&engine, &tenant, &sync, run, place, &only).await,
                Err(busy) => engine.fail_run(&tenant, run, &busy).await,
            };
            if let Err(error) = result {
                tracing::error!(run.id = %id, error = %error, "A run could not be closed");
            }
        });
        Ok(id)
    }
}

fn is_meant(one: &Left, which: &Retry) -> bool {
    match which {
        Retry::All => true,
        Retry::Reason(words) => one.words == *words,
        Retry::Changes(indexes) => indexes.contains(&one.index),
    }
}

/// Whoever asks for a record by itself means those in quarantine too.
async fn release(tenant: &Tenant, work: &mut Work, sync: &Sync, can: &[&Left]) -> Result<()> {
    for refused in tenant.refused_records(sync.id).await? {
        if can.iter().any(|one| one.target == refused.stream && one.id == refused.roster_id) {
            work.remove_refused_record(sync.id, &refused).await?;
        }
    }
    Ok(())
}

fn sentence(picked: usize, can: usize) -> String {
    let tried = counted("records", can as u64);
    match picked - can {
        0 => format!("Tries again: {tried}."),
        lost => format!("Tries again: {tried}. {lost} can no longer be tried: done since, or gone."),
    }
}

fn refused<T>(why: &str) -> Result<T> {
    Err(EngineError::NotRetried(why.to_owned()))
}
