//! Starting runs, approving and rejecting plans.

use crosswalk_contract::EventKind;
use crosswalk_model::{
    Actor, Approval, Direction, Hash, Plan, PlanId, PlanState, Run, RunId, RunKind, RunState, Selected,
    SyncId,
};
use crosswalk_reconcile::plan::ApprovedPlan;
use crosswalk_store::Tenant;
use serde_json::json;

use crate::inbound::commit_plan;
use crate::outbound::{apply_outbound, run_outbound};
use crate::syncs::sync;
use crate::{Engine, EngineError, Result};

impl Engine {
    /// Starts an outbound run in the background.
    pub(crate) async fn start_outbound(&self, actor: &Actor, id: SyncId, kind: RunKind) -> Result<RunId> {
        let tenant = self.school()?;
        let sync = sync(&tenant, id).await?;
        if sync.direction != Direction::Outbound {
            return Err(EngineError::NotFound("outbound sync"));
        }
        if self.lanes().is_running(id) {
            return Err(EngineError::Busy);
        }
        let run = self.new_run(&tenant, &sync, kind, actor.clone()).await?;
        let run_id = run.id;
        let engine = self.clone();
        self.background("outbound run", async move {
            let result = match engine.lanes().place(sync.id, &engine.supervisor().token()) {
                Ok(place) => run_outbound(&engine, &tenant, &sync, run, place).await,
                Err(busy) => engine.fail_run(&tenant, run, &busy).await,
            };
            if let Err(error) = result {
                tracing::error!(run.id = %run_id, error = %error, "A run could not be closed");
            }
        });
        Ok(run_id)
    }

    /// Approves a plan, or a part of it, and applies it in the background.
    pub(crate) async fn approve(
        &self,
        actor: &Actor,
        id: PlanId,
        root: Hash,
        selected: Selected,
        reason: Option<String>,
    ) -> Result<Run> {
        let tenant = self.school()?;
        let plan = plan(&tenant, id).await?;
        let approval = Approval { root, selected, by: actor.clone(), at: self.clock().now(), reason };
        // Tells at once what is wrong with the word; the work itself goes on in the background.
        ApprovedPlan::new(plan.clone(), approval.clone())?;
        let run = tenant.run(plan.run).await?.ok_or(EngineError::NotFound("run"))?;
        self.apply_in_background(tenant, plan, approval).await?;
        Ok(run)
    }

    pub(crate) async fn apply_in_background(
        &self,
        tenant: Tenant,
        plan: Plan,
        approval: Approval,
    ) -> Result<()> {
        let sync = sync(&tenant, plan.sync).await?;
        if sync.direction == Direction::Inbound {
            let commit = self.clone().commit_in_turn(tenant, plan.id, approval, None);
            self.background("apply", commit);
            return Ok(());
        }
        if self.lanes().is_running(sync.id) {
            return Err(EngineError::Busy);
        }
        let engine = self.clone();
        self.background("apply", async move {
            let result = match engine.lanes().place(sync.id, &engine.supervisor().token()) {
                Ok(place) => apply_outbound(&engine, &tenant, plan.id, approval, place).await,
                Err(busy) => Err(busy),
            };
            if let Err(error) = result {
                tracing::error!(plan.id = %plan.id, error = %error, "A plan could not be applied");
                engine.events().tell(EventKind::Plan { plan: plan.id });
            }
        });
        Ok(())
    }

    /// Carries an inbound plan out when it is its turn. When it cannot be, its deliveries wait again.
    pub(crate) async fn commit_in_turn(
        self,
        tenant: Tenant,
        id: PlanId,
        approval: Approval,
        turn: Option<tokio::sync::OwnedMutexGuard<()>>,
    ) {
        let _turn = match turn {
            Some(turn) => turn,
            None => self.lanes().roster().await,
        };
        let Err(error) = commit_plan(&self, &tenant, id, approval).await else { return };
        tracing::error!(plan.id = %id, error = %error, "A plan could not be carried out");
        if !matches!(error, EngineError::NotApproved(_))
            && let Err(error) = self.plan_failed(&tenant, id, &error).await
        {
            tracing::error!(plan.id = %id, error = %error, "A run could not be closed");
        }
        self.events().tell(EventKind::Plan { plan: id });
    }

    async fn plan_failed(&self, tenant: &Tenant, id: PlanId, error: &EngineError) -> Result<()> {
        let plan = plan(tenant, id).await?;
        let pending = self.pending(tenant, &plan).await?;
        if let Some(run) = tenant.run(plan.run).await? {
            self.give_up(tenant, run, error).await?;
        }
        if let Some(pending) = pending {
            self.set_aside(tenant, &pending.deliveries, error).await;
        }
        Ok(())
    }

    /// Says no to a plan.
    pub(crate) async fn reject(&self, actor: &Actor, id: PlanId, reason: &str) -> Result<()> {
        let tenant = self.school()?;
        let plan = plan(&tenant, id).await?;
        if !matches!(plan.state, PlanState::Waiting | PlanState::Held) {
            return Err(crosswalk_reconcile::plan::NotApproved::NotOpen.into());
        }
        let mut work = tenant.begin().await?;
        work.set_plan_state(id, PlanState::Rejected).await?;
        if let Some(mut run) = tenant.run(plan.run).await? {
            self.end_run(&mut work, &mut run, RunState::Cancelled, &format!("Rejected: {reason}")).await?;
        }
        self.audit(&mut work, actor, "plan.rejected", json!({ "plan": id, "reason": reason })).await?;
        work.commit().await?;
        self.events().tell(EventKind::Plan { plan: id });
        Ok(())
    }
}

/// A plan that must be there.
pub(crate) async fn plan(tenant: &Tenant, id: PlanId) -> Result<Plan> {
    tenant.plan(id).await?.ok_or(EngineError::NotFound("plan"))
}
