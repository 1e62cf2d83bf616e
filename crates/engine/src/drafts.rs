//! Drafts: what a plan is made of, and how it is sealed and stored.

use std::collections::{BTreeMap, HashMap};

use crosswalk_contract::EventKind;
use crosswalk_model::{
    Conflict, ConflictId, ConflictState, Finding, Hash, Hold, Name, Plan, PlanId, PlanState, Run, RunId,
    RunState, Sync,
};
use crosswalk_reconcile::plan::summarise;
use crosswalk_store::{ConflictFilter, Tenant, Work};

use crate::book::Book;
use crate::inbound::Waiting;
use crate::{Engine, Result};

/// How many questions are looked through for those that no longer arise.
const MOST: u32 = 10_000;

/// What a plan is made of before it is sealed.
pub(crate) struct Draft<'a> {
    pub sync: &'a Sync,
    pub changes: Book,
    pub holds: Vec<Hold>,
    pub conflicts: Vec<Conflict>,
    pub findings: Vec<Finding>,
    pub unchanged: u64,
    pub left_out: BTreeMap<Name, u64>,
    /// Open plans whose place this one takes.
    pub replaces: Vec<PlanId>,
    /// Whether an open question would have been asked again if it still arose.
    pub looked_at: &'a (dyn Fn(&Conflict) -> bool + Send + std::marker::Sync),
    /// What it undoes, if it undoes anything.
    pub undoes: Option<Undoing>,
    /// The plan of which it tries again what was not done.
    pub retries: Option<PlanId>,
}

/// What a plan undoes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Undoing {
    pub run: RunId,
    pub plan: PlanId,
    /// How much of it stays as it is.
    pub left: u64,
}

/// Summarises and seals a plan, and stores it with its findings and conflicts. What is `pending` on it is kept
/// until it is carried out.
pub(crate) async fn seal_plan(
    engine: &Engine,
    tenant: &Tenant,
    run: &mut Run,
    mut draft: Draft<'_>,
    pending: Option<&Waiting>,
) -> Result<Plan> {
    let questions = Questions::of(tenant, &draft).await?;
    let findings = draft.findings.len() as u64;
    let left_out = std::mem::take(&mut draft.left_out);
    let tally = &draft.changes.tally;
    let mut summary = summarise(tally, questions.open, findings, draft.unchanged, left_out);
    if let Some(undoing) = draft.undoes {
        summary.sentence = crate::undo::sentence(tally, &summary.sentence, undoing.left);
    }
    let state = state(&draft);
    let sealed = draft.changes.seal()?;
    let plan = Plan {
        id: PlanId(engine.clock().id()),
        sync: draft.sync.id,
        run: run.id,
        parent: match draft.undoes.map(|undoing| undoing.plan).or(draft.retries) {
            Some(plan) => Some(plan),
            None => parent(tenant, draft.sync).await?,
        },
        undoes: draft.undoes.map(|undoing| undoing.run),
        made_at: engine.clock().now(),
        root: sealed.root,
        segments: sealed.segments.clone(),
        summary,
        state,
        holds: draft.holds,
    };
    run.plan = Some(plan.id);
    run.findings = findings;
    let mut work = tenant.begin().await?;
    work.put_run(run).await?;
    work.put_plan(&plan, sealed.bytes()).await?;
    work.put_plan_kinds(plan.id, &sealed.kinds).await?;
    work.put_findings(run.id, &draft.findings).await?;
    work.put_conflicts(&questions.new).await?;
    work.drop_conflicts(&questions.gone).await?;
    engine.supersede(tenant, &mut work, &draft.replaces).await?;
    if let Some(pending) = pending {
        pending.put(&mut work, plan.id).await?;
    }
    work.commit().await?;
    engine.events().tell(EventKind::Plan { plan: plan.id });
    if questions.open > 0 || !questions.gone.is_empty() {
        engine.events().tell(EventKind::Conflicts);
    }
    Ok(plan)
}

fn state(draft: &Draft<'_>) -> PlanState {
    match (draft.changes.tally.is_empty(), draft.holds.is_empty()) {
        (_, false) => PlanState::Held,
        (true, true) => PlanState::Empty,
        (false, true) => PlanState::Waiting,
    }
}

/// The questions of a draft.
struct Questions {
    /// Those that were never asked before.
    new: Vec<Conflict>,
    /// Those that no longer arise.
    gone: Vec<ConflictId>,
    /// How many wait beside the plan.
    open: u64,
}

impl Questions {
    /// The same question keeps its id; one that was answered is not asked again.
    async fn of(tenant: &Tenant, draft: &Draft<'_>) -> Result<Self> {
        let about: Vec<Hash> = draft.conflicts.iter().map(|conflict| conflict.about).collect();
        let known = tenant.conflicts_about(draft.sync.id, &about).await?.into_iter();
        let known: HashMap<Hash, Conflict> = known.map(|known| (known.about, known)).collect();
        let new: Vec<Conflict> =
            draft.conflicts.iter().filter(|conflict| !known.contains_key(&conflict.about)).cloned().collect();
        let still = known.values().filter(|known| known.state == ConflictState::Open).count();
        let open = tenant.conflicts(ConflictFilter::Open, Some(draft.sync.id), None, MOST).await?;
        let gone = open.iter().filter(|old| !known.contains_key(&old.about) && (draft.looked_at)(old));
        Ok(Self { gone: gone.map(|old| old.id).collect(), open: (new.len() + still) as u64, new })
    }
}

/// The plan whose questions have been answered since it was made, if it is the last one.
async fn parent(tenant: &Tenant, sync: &Sync) -> Result<Option<PlanId>> {
    let Some(last) = tenant.runs(Some(sync.id), None, 2).await?.into_iter().find_map(|run| run.plan) else {
        return Ok(None);
    };
    let Some(plan) = tenant.plan(last).await?.filter(|plan| plan.summary.conflicts > 0) else {
        return Ok(None);
    };
    let settled = tenant.conflicts(ConflictFilter::Settled, Some(sync.id), None, MOST).await?;
    let since = |conflict: &Conflict| matches!(&conflict.state, ConflictState::Settled { at, .. } if *at > plan.made_at);
    Ok(settled.iter().any(since).then_some(last))
}

impl Engine {
    /// A later plan took the place of these; their runs wait for nobody any more.
    pub(crate) async fn supersede(&self, tenant: &Tenant, work: &mut Work, plans: &[PlanId]) -> Result<()> {
        for id in plans {
            work.set_plan_state(*id, PlanState::Superseded).await?;
            work.remove_pending(*id).await?;
            let Some(plan) = tenant.plan(*id).await? else { continue };
            let Some(mut run) = tenant.run(plan.run).await? else { continue };
            if run.state == RunState::Waiting {
                self.end_run(work, &mut run, RunState::Cancelled, "A later plan took its place.").await?;
            }
            self.events().tell(EventKind::Plan { plan: *id });
        }
        Ok(())
    }
}
