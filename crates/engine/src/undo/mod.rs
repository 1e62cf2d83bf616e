//! Undo: an applied run is compensated by a plan of inverses, which waits for a person like any other.
//!
//! [`done`] gathers what the run did · `outbound/undo.rs` and `inbound/undo.rs` compare it with the present · [`left`]
//! words what stays as it is · [`release`] lets pins go.

mod done;
mod left;
mod release;

use crosswalk_model::{
    Actor, Change, Direction, Finding, Hold, Name, Phase, Plan, Run, RunId, RunKind, Selected, Sync,
};
use crosswalk_reconcile::map::FindingLimit;
use crosswalk_reconcile::tally::Tally;
use crosswalk_reconcile::undo::Left;
use crosswalk_store::Tenant;
use serde_json::json;
use std::collections::BTreeMap;
use tokio_util::sync::CancellationToken;

use crate::book::Book;
use crate::drafts::{Draft, Undoing, seal_plan};
use crate::exchanges::Heard;
use crate::syncs::sync;
use crate::{Engine, EngineError, Result};
pub(crate) use done::{Done, may_be_undone};
pub(crate) use left::{NOT_UNDONE, Stays, sentence};

/// What takes a run back, compared with the present.
#[derive(Default)]
pub(crate) struct TakenBack {
    pub changes: Vec<Change>,
    /// What stays as it is.
    pub stays: Vec<Stays>,
    pub holds: Vec<Hold>,
    /// The targets in the order in which they can be written.
    pub order: Vec<Name>,
}

impl TakenBack {
    /// Notes what stays of one change.
    pub fn leave(&mut self, of: &Change, left: Vec<Left>, since: &dyn Fn(Option<&str>) -> String) {
        let by = |left: &Left| since(left.field.as_deref());
        let (target, key) = (&of.target, &of.key);
        self.stays.extend(left.into_iter().map(|left| Stays {
            by: by(&left),
            target: target.clone(),
            key: key.clone(),
            left,
        }));
    }
}

impl Engine {
    /// Makes the plan that undoes a run, or a part of what it did. Nothing is changed before a person approves it.
    ///
    /// # Errors
    /// [`EngineError::NotUndone`] when nothing of the run was applied, or nobody knows any more what it did;
    /// [`EngineError::Busy`] while its sync runs.
    pub(crate) async fn undo_run(&self, actor: &Actor, id: RunId, selected: Selected) -> Result<Run> {
        let tenant = self.school()?;
        let done = Done::of(self, &tenant, id, &selected).await?;
        let undo = |engine: Engine, actor: Actor| async move { engine.undo(&tenant, &actor, done).await };
        self.aside(undo(self.clone(), actor.clone())).await
    }

    /// Carries a piece of work to its end although whoever asked for it may have gone meanwhile.
    async fn aside<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T>> + Send + 'static,
    ) -> Result<T> {
        let (tell, told) = tokio::sync::oneshot::channel();
        self.background("undo", async move {
            let _nobody_waits_any_more = tell.send(work.await);
        });
        told.await.unwrap_or(Err(EngineError::Cancelled))
    }

    async fn undo(&self, tenant: &Tenant, actor: &Actor, done: Done) -> Result<Run> {
        let sync = sync(tenant, done.plan.sync).await?;
        let place = self.lanes().place(sync.id, &self.supervisor().token())?;
        let run = self.new_run(tenant, &sync, RunKind::Undo, actor.clone()).await?;
        match self.undone(tenant, &sync, run.clone(), done, &place.cancel).await {
            Ok(run) => Ok(run),
            Err(error) => {
                self.fail_run(tenant, run, &error).await?;
                Err(error)
            }
        }
    }

    async fn undone(
        &self,
        tenant: &Tenant,
        sync: &Sync,
        mut run: Run,
        done: Done,
        cancel: &CancellationToken,
    ) -> Result<Run> {
        run.read = done.changes.len() as u64;
        let taken = match sync.direction {
            Direction::Outbound => {
                let back = crate::outbound::take_back(self, tenant, sync, &done.changes, cancel);
                Heard::of(self, run.id).during(tenant, back).await?
            }
            Direction::Inbound => crate::inbound::take_back(self, tenant, sync, &done.changes).await?,
        };
        self.seal_undo(tenant, sync, run, &done.plan, taken).await
    }

    /// Seals a plan that takes back what another one did, and leaves it waiting.
    async fn seal_undo(
        &self,
        tenant: &Tenant,
        sync: &Sync,
        mut run: Run,
        of: &Plan,
        taken: TakenBack,
    ) -> Result<Run> {
        let mut limit = FindingLimit::default();
        taken.stays.iter().for_each(|one| limit.add(one.finding()));
        let findings: Vec<Finding> = limit.finish();
        let again = tenant.open_plans(sync.id).await?.into_iter();
        let again = again
            .filter(|plan| plan.undoes == Some(of.run) && plan.state != crosswalk_model::PlanState::Approved);
        run.phase = Phase::Plan;
        let draft = Draft {
            sync,
            changes: Book::of(tenant, taken.order, taken.changes)?,
            holds: taken.holds,
            conflicts: Vec::new(),
            findings,
            unchanged: 0,
            left_out: BTreeMap::new(),
            replaces: again.map(|plan| plan.id).collect(),
            looked_at: &|_| false,
            retries: None,
            undoes: Some(Undoing { run: of.run, plan: of.id, left: taken.stays.len() as u64 }),
        };
        let plan = seal_plan(self, tenant, &mut run, draft, None).await?;
        let mut work = tenant.begin().await?;
        let details = json!({ "run": of.run, "plan": plan.id, "left": taken.stays.len() });
        self.audit(&mut work, &run.by, "run.undo_planned", details).await?;
        work.commit().await?;
        self.end_waiting(tenant, run, &plan).await
    }
}

/// What the guard says to inverse changes.
pub(crate) fn holds(
    sync: &Sync,
    baseline: &crosswalk_reconcile::guard::Baseline,
    changes: &[Change],
) -> Vec<Hold> {
    crosswalk_reconcile::guard::check(&sync.policy.guard, baseline, &Tally::of(changes))
}
