//! What was left half-way, by a crash or because the memory failed at the wrong moment: it is gone on with at the
//! start, and at each look at the clock.

use crosswalk_model::{Direction, PlanState, Run, RunState, TenantId, Timestamp};
use crosswalk_store::Tenant;

use crate::{Engine, Result};

/// What is younger may still be on its way to its place.
const FRESH: jiff::SignedDuration = jiff::SignedDuration::from_secs(60);

const CLOSED: &str = "Interrupted when Crosswalk was closed. Nothing half-done is left; run it again.";
const BROKEN_OFF: &str =
    "It broke off, and how could not be written down. Nothing half-done is left; run it again.";

impl Engine {
    /// Goes on with what a crash or a shutdown interrupted: approved plans are applied to their end; runs without a
    /// plan are closed, and what they read is read again.
    pub(crate) async fn go_on_after_crash(&self, tenant: TenantId) -> Result<()> {
        self.go_on(&self.store().tenant(tenant), None).await
    }

    /// The same while the house is open, for what nobody works on any more.
    pub(crate) async fn go_on_with_leftovers(&self, tenant: &Tenant) -> Result<()> {
        let before = self.clock().now().checked_sub(FRESH).ok();
        if before.is_some() { self.go_on(tenant, before).await } else { Ok(()) }
    }

    async fn go_on(&self, tenant: &Tenant, before: Option<Timestamp>) -> Result<()> {
        let is_old = |at: Timestamp| before.is_none_or(|before| at < before);
        for run in tenant.runs_in(RunState::Running).await? {
            if is_old(run.started_at) && !self.lanes().is_running(run.sync) {
                self.close_left_open(tenant, run, if before.is_none() { CLOSED } else { BROKEN_OFF }).await?;
            }
        }
        // The turn is taken before the lane wakes: what was approved counts before what still waits.
        let mut turn = if before.is_none() { Some(self.lanes().roster().await) } else { None };
        for sync in tenant.syncs().await? {
            if self.lanes().is_running(sync.id) {
                continue;
            }
            let open = tenant.open_plans(sync.id).await?.into_iter();
            for plan in open.filter(|plan| plan.state == PlanState::Approved) {
                let approval = tenant.approvals(plan.id).await?.pop();
                let Some(approval) = approval.filter(|approval| is_old(approval.at)) else { continue };
                if sync.direction == Direction::Inbound {
                    let tenant = tenant.clone();
                    let commit = self.clone().commit_in_turn(tenant, plan.id, approval, turn.take());
                    self.background("apply", commit);
                } else {
                    self.apply_in_background(tenant.clone(), plan, approval).await?;
                }
            }
        }
        Ok(())
    }

    /// Closes a run that nobody closed, unless its plan is approved and goes on.
    async fn close_left_open(&self, tenant: &Tenant, mut run: Run, note: &str) -> Result<()> {
        let plan = match run.plan {
            Some(id) => tenant.plan(id).await?,
            None => None,
        };
        if plan.is_some_and(|plan| plan.state == PlanState::Approved) {
            return Ok(());
        }
        let mut work = tenant.begin().await?;
        self.end_run(&mut work, &mut run, RunState::Failed, note).await?;
        work.commit().await?;
        self.tell_run(&run);
        Ok(())
    }
}
