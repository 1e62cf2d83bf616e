//! Runs: how they begin and end, and what both directions share.

use std::collections::BTreeMap;

use crosswalk_contract::EventKind;
use crosswalk_model::{
    Actor, Conflict, ConflictKind, ConflictState, Direction, Hash, Phase, Plan, PlanState, Resolution, Run,
    RunId, RunKind, RunState, Secret, Sync, SyncId, Value,
};
use crosswalk_reconcile::map::MapContext;
use crosswalk_reconcile::outbound::kept_question;
use crosswalk_reconcile::plan::ApprovedPlan;
use crosswalk_store::{ConflictFilter, Tenant, Work};
use serde_json::json;

use crate::{Engine, EngineError, Result};

impl Engine {
    /// Starts a run's row.
    pub(crate) async fn new_run(
        &self,
        tenant: &Tenant,
        sync: &Sync,
        kind: RunKind,
        by: Actor,
    ) -> Result<Run> {
        let run = Run {
            id: RunId(self.clock().id()),
            sync: sync.id,
            kind,
            by,
            started_at: self.clock().now(),
            ended_at: None,
            phase: Phase::Extract,
            state: RunState::Running,
            plan: None,
            read: 0,
            applied: 0,
            not_applied: 0,
            findings: 0,
            note: String::new(),
        };
        self.keep_run(tenant, run).await
    }

    /// Stores a run's row by itself and tells of it.
    async fn keep_run(&self, tenant: &Tenant, run: Run) -> Result<Run> {
        let mut work = tenant.begin().await?;
        work.put_run(&run).await?;
        work.commit().await?;
        self.tell_run(&run);
        Ok(run)
    }

    /// Tells the screens that a run moved on.
    pub(crate) fn tell_run(&self, run: &Run) {
        self.events().tell(EventKind::Run { run: run.id, sync: run.sync });
    }

    /// Leaves a run waiting for a person.
    pub(crate) async fn end_waiting(&self, tenant: &Tenant, mut run: Run, plan: &Plan) -> Result<Run> {
        run.phase = Phase::Approve;
        run.state = if plan.state == PlanState::Empty { RunState::Done } else { RunState::Waiting };
        let held = plan.holds.first().map(|hold| format!("Held: {}", hold.message));
        run.note = held.unwrap_or_else(|| plan.summary.sentence.clone());
        run.ended_at = (run.state == RunState::Done).then(|| self.clock().now());
        self.keep_run(tenant, run).await
    }

    /// Closes a run's row within a transaction and notes it in the audit trail.
    pub(crate) async fn end_run(
        &self,
        work: &mut Work,
        run: &mut Run,
        state: RunState,
        note: &str,
    ) -> Result<()> {
        run.phase = Phase::Done;
        run.state = state;
        run.ended_at = Some(self.clock().now());
        run.note = note.to_owned();
        work.put_run(run).await?;
        let details = json!({ "run": run.id, "applied": run.applied, "not_applied": run.not_applied });
        self.audit(work, &run.by.clone(), "run.ended", details).await
    }

    /// A run that could not go on.
    pub(crate) async fn fail_run(&self, tenant: &Tenant, run: Run, error: &EngineError) -> Result<Run> {
        let state =
            if matches!(error, EngineError::Cancelled) { RunState::Cancelled } else { RunState::Failed };
        tracing::warn!(run.id = %run.id, error = %error, "A run could not go on");
        self.close_run(tenant, run, state, &error.to_string()).await
    }

    /// Closes a run's row in a transaction of its own and tells of it.
    pub(crate) async fn close_run(
        &self,
        tenant: &Tenant,
        mut run: Run,
        state: RunState,
        note: &str,
    ) -> Result<Run> {
        let mut work = tenant.begin().await?;
        self.end_run(&mut work, &mut run, state, note).await?;
        work.commit().await?;
        self.tell_run(&run);
        Ok(run)
    }

    /// Closes a run that could not go on after its plan was sealed: what it planned is not applied any more.
    pub(crate) async fn give_up(&self, tenant: &Tenant, run: Run, error: &EngineError) -> Result<Run> {
        if let Some(plan) = run.plan {
            let mut work = tenant.begin().await?;
            work.set_plan_state(plan, PlanState::Superseded).await?;
            work.remove_pending(plan).await?;
            work.commit().await?;
            self.events().tell(EventKind::Plan { plan });
        }
        self.fail_run(tenant, run, error).await
    }

    /// Stores the word that was given for a plan.
    pub(crate) async fn note_approval(&self, tenant: &Tenant, approved: &ApprovedPlan) -> Result<()> {
        let _stage = crosswalk_faults::enter(crosswalk_faults::Stage::Approve);
        let (plan, approval) = (approved.plan(), approved.approval());
        let mut work = tenant.begin().await?;
        if plan.state != PlanState::Approved {
            work.put_approval(plan.id, approval).await?;
            work.set_plan_state(plan.id, PlanState::Approved).await?;
            let details = json!({ "plan": plan.id, "root": plan.root, "reason": approval.reason });
            self.audit(&mut work, &approval.by, "plan.approved", details).await?;
        }
        work.commit().await?;
        self.events().tell(EventKind::Plan { plan: plan.id });
        Ok(())
    }

    /// Appends to the audit trail within a transaction.
    pub(crate) async fn audit(
        &self,
        work: &mut Work,
        actor: &Actor,
        action: &str,
        details: serde_json::Value,
    ) -> Result<()> {
        let entry = crosswalk_store::AuditEntry {
            at: self.clock().now(),
            actor: actor.clone(),
            action: action.to_owned(),
            subject: None,
            details,
        };
        work.append(&entry).await?;
        Ok(())
    }

    /// Answers that were given to a sync's questions, by what they rest on, before and after they are carried out.
    pub(crate) async fn answers(&self, tenant: &Tenant, sync: SyncId) -> Result<BTreeMap<Hash, Resolution>> {
        let settled = tenant.conflicts(ConflictFilter::Settled, Some(sync), None, 10_000).await?;
        let mut answers = BTreeMap::new();
        for conflict in settled {
            let ConflictState::Settled { resolution, .. } = &conflict.state else { continue };
            if let Some(kept) = kept(&conflict, resolution) {
                answers.insert(kept, Resolution::TakeDestination);
            }
            answers.insert(conflict.about, resolution.clone());
        }
        Ok(answers)
    }

    /// What a mapping is told of the world. The school's hash key is made when it is first needed.
    pub(crate) async fn map_context(&self, tenant: &Tenant, direction: Direction) -> Result<MapContext> {
        let kept = self.vault().get(tenant.id(), HASH_KEY).await?.and_then(|secret| secret.key());
        let hash_key = match kept {
            Some(key) => key,
            None => self.new_hash_key(tenant).await?,
        };
        Ok(MapContext { direction, today: self.today(), hash_key })
    }
    async fn new_hash_key(&self, tenant: &Tenant) -> Result<[u8; 32]> {
        let key = self.clock().random();
        self.vault().put(tenant.id(), HASH_KEY, &Secret::new(Hash(key).to_string())).await?;
        Ok(key)
    }
}

/// The name under which the school's hash key is kept.
pub(crate) const HASH_KEY: &str = "hash_key";

/// Once an answer other than the roster's word is carried out, its value stays against that word.
fn kept(conflict: &Conflict, resolution: &Resolution) -> Option<Hash> {
    let ConflictKind::Field { field, base, source, destination } = &conflict.kind else { return None };
    let nothing = Value::Null;
    let value = match resolution {
        Resolution::TakeBase => base.as_ref().unwrap_or(&nothing),
        Resolution::TakeDestination => destination.as_ref()?,
        Resolution::TakeValue(value) => value,
        _ => return None,
    };
    Some(kept_question(&conflict.target, conflict.roster_id, field, source.as_ref()?, value))
}
