//! Runs and the plans that they seal: what both directions share.

use std::collections::{BTreeMap, HashMap};

use crosswalk_contract::EventKind;
use crosswalk_model::{
    Actor, Change, Conflict, ConflictState, Direction, Finding, Hash, Hold, Name, Phase, Plan, PlanId,
    PlanState, Resolution, Run, RunId, RunKind, RunState, Secret, Sync, SyncId,
};
use crosswalk_reconcile::map::MapContext;
use crosswalk_reconcile::plan::{ApprovedPlan, order, summarise};
use crosswalk_store::{ConflictFilter, Tenant, Work, seal};
use serde_json::json;

use crate::{Engine, EngineError};

/// What a plan is made of before it is sealed.
pub(crate) struct Draft<'a> {
    pub sync: &'a Sync,
    pub changes: Vec<Change>,
    pub holds: Vec<Hold>,
    pub conflicts: Vec<Conflict>,
    pub findings: Vec<Finding>,
    pub unchanged: u64,
    pub left_out: BTreeMap<Name, u64>,
    /// The targets in the order in which they can be written.
    pub order: Vec<Name>,
}

/// Orders, summarises and seals a plan, and stores it with its findings and conflicts. What is `pending` on it is kept
/// until it is carried out. Older plans of the same sync that nobody approved are superseded.
pub(crate) async fn seal_plan(
    engine: &Engine,
    tenant: &Tenant,
    run: &mut Run,
    mut draft: Draft<'_>,
    pending: Option<serde_json::Value>,
) -> Result<Plan, EngineError> {
    order(&mut draft.changes, &draft.order);
    let (conflicts, open) = known_conflicts(tenant, &draft).await?;
    let findings = draft.findings.len() as u64;
    let summary =
        summarise(&draft.changes, open, findings, draft.unchanged, std::mem::take(&mut draft.left_out));
    let (segments, bodies, root) = seal::seal(&draft.changes)?;
    let state = match (draft.changes.is_empty(), draft.holds.is_empty()) {
        (_, false) => PlanState::Held,
        (true, true) => PlanState::Empty,
        (false, true) => PlanState::Waiting,
    };
    let plan = Plan {
        id: PlanId(engine.clock().id()),
        sync: draft.sync.id,
        run: run.id,
        parent: None,
        made_at: engine.clock().now(),
        root,
        segments,
        summary,
        holds: draft.holds,
        state,
    };
    run.plan = Some(plan.id);
    run.findings = findings;
    let older = waiting_plans(tenant, draft.sync.id).await?;
    let mut work = tenant.begin().await?;
    work.put_run(run).await?;
    work.put_plan(&plan, &bodies).await?;
    work.put_findings(run.id, &draft.findings).await?;
    work.put_conflicts(&conflicts).await?;
    for old in older {
        work.set_plan_state(old, PlanState::Superseded).await?;
    }
    if let Some(pending) = pending {
        work.put_setting(&format!("pending/{}", plan.id), &pending).await?;
    }
    work.commit().await?;
    engine.events().tell(EventKind::Plan { plan: plan.id });
    if open > 0 {
        engine.events().tell(EventKind::Conflicts);
    }
    Ok(plan)
}

async fn waiting_plans(tenant: &Tenant, sync: SyncId) -> Result<Vec<PlanId>, EngineError> {
    let plans = tenant.plans(sync).await?.into_iter();
    Ok(plans
        .filter(|plan| matches!(plan.state, PlanState::Waiting | PlanState::Held))
        .map(|plan| plan.id)
        .collect())
}

/// The same question keeps its id; one that was answered is not asked again.
async fn known_conflicts(tenant: &Tenant, draft: &Draft<'_>) -> Result<(Vec<Conflict>, u64), EngineError> {
    let about: Vec<Hash> = draft.conflicts.iter().map(|conflict| conflict.about).collect();
    let known: HashMap<Hash, Conflict> = tenant
        .conflicts_about(draft.sync.id, &about)
        .await?
        .into_iter()
        .map(|known| (known.about, known))
        .collect();
    let new: Vec<Conflict> =
        draft.conflicts.iter().filter(|conflict| !known.contains_key(&conflict.about)).cloned().collect();
    let still = known.values().filter(|known| known.state == ConflictState::Open).count();
    let open = (new.len() + still) as u64;
    Ok((new, open))
}

impl Engine {
    /// Starts a run's row.
    pub(crate) async fn new_run(
        &self,
        tenant: &Tenant,
        sync: &Sync,
        kind: RunKind,
        by: Actor,
    ) -> Result<Run, EngineError> {
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
    pub(crate) async fn end_waiting(
        &self,
        tenant: &Tenant,
        mut run: Run,
        plan: &Plan,
    ) -> Result<Run, EngineError> {
        run.phase = Phase::Approve;
        run.state = if plan.state == PlanState::Empty { RunState::Done } else { RunState::Waiting };
        let held = plan.holds.first().map(|hold| format!("Held: {}", hold.message));
        run.note = held.unwrap_or_else(|| plan.summary.sentence.clone());
        run.ended_at = (run.state == RunState::Done).then(|| self.clock().now());
        let mut work = tenant.begin().await?;
        work.put_run(&run).await?;
        work.commit().await?;
        self.tell_run(&run);
        Ok(run)
    }

    /// Closes a run's row within a transaction and notes it in the audit trail.
    pub(crate) async fn end_run(
        &self,
        work: &mut Work,
        run: &mut Run,
        state: RunState,
        note: &str,
    ) -> Result<(), EngineError> {
        run.phase = Phase::Done;
        run.state = state;
        run.ended_at = Some(self.clock().now());
        run.note = note.to_owned();
        work.put_run(run).await?;
        let details = json!({ "run": run.id, "applied": run.applied, "not_applied": run.not_applied });
        self.audit(work, &run.by.clone(), "run.ended", details).await
    }

    /// A run that could not go on.
    pub(crate) async fn fail_run(
        &self,
        tenant: &Tenant,
        mut run: Run,
        error: &EngineError,
    ) -> Result<Run, EngineError> {
        let state =
            if matches!(error, EngineError::Cancelled) { RunState::Cancelled } else { RunState::Failed };
        tracing::warn!(run.id = %run.id, error = %error, "A run could not go on");
        let mut work = tenant.begin().await?;
        self.end_run(&mut work, &mut run, state, &error.to_string()).await?;
        work.commit().await?;
        self.tell_run(&run);
        Ok(run)
    }

    /// Stores the word that was given for a plan.
    pub(crate) async fn note_approval(
        &self,
        tenant: &Tenant,
        approved: &ApprovedPlan,
    ) -> Result<(), EngineError> {
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
    ) -> Result<(), EngineError> {
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

    /// Answers that were given to a sync's questions, by what they rest on.
    pub(crate) async fn answers(
        &self,
        tenant: &Tenant,
        sync: SyncId,
    ) -> Result<BTreeMap<Hash, Resolution>, EngineError> {
        let settled = tenant.conflicts(ConflictFilter::Settled, Some(sync), None, 10_000).await?;
        let answer = |conflict: Conflict| match conflict.state {
            ConflictState::Settled { resolution, .. } => Some((conflict.about, resolution)),
            ConflictState::Open => None,
        };
        Ok(settled.into_iter().filter_map(answer).collect())
    }

    /// What a mapping is told of the world. The school's hash key is made when it is first needed.
    pub(crate) async fn map_context(
        &self,
        tenant: &Tenant,
        direction: Direction,
    ) -> Result<MapContext, EngineError> {
        let kept = self.vault().get(tenant.id(), HASH_KEY).await?.and_then(|secret| secret.key());
        let hash_key = match kept {
            Some(key) => key,
            None => self.new_hash_key(tenant).await?,
        };
        Ok(MapContext { direction, today: self.today(), hash_key })
    }
    async fn new_hash_key(&self, tenant: &Tenant) -> Result<[u8; 32], EngineError> {
        let key = self.clock().random();
        self.vault().put(tenant.id(), HASH_KEY, &Secret::new(Hash(key).to_string())).await?;
        Ok(key)
    }
}

/// The name under which the school's hash key is kept.
const HASH_KEY: &str = "hash_key";
