//! One outbound run: from the roster to a sealed plan, and from an approved plan to its outcomes.

use std::sync::Arc;

use crosswalk_connector_kit::Capability;
use crosswalk_model::{
    Actor, Approval, Catalog, Direction, Name, Outcome, Phase, Plan, PlanId, PlanState, Run, RunKind,
    RunState, Selected, Sync,
};
use crosswalk_reconcile::plan::ApprovedPlan;
use crosswalk_reconcile::sentence::counted;
use crosswalk_store::Tenant;

use super::mapped::{WantedAll, map_roster, streams_in_order};
use super::pins::PinBoard;
use super::plan::{Compared, Comparison};
use super::present::{Destination, Reading};
use super::quarantine::Quarantine;
use super::sides::Ledger;
use super::snapshot::Snapshot;
use super::write::{Placed, Writer};
use crate::book::Book;
use crate::drafts::{Draft, seal_plan};
use crate::exchanges::Heard;
use crate::lane::Place;
use crate::limits::limits;
use crate::retry::Only;
use crate::{Engine, EngineError, Result};

/// Makes a plan for a destination and, where nobody needs to be asked, applies it.
pub(crate) async fn run_outbound(
    engine: &Engine,
    tenant: &Tenant,
    sync: &Sync,
    run: Run,
    place: Place<'_>,
) -> Result<Run> {
    plan_and_apply(engine, tenant, sync, run, place, None).await
}

/// The same over what a former run did not do, and nothing else.
pub(crate) async fn retry_outbound(
    engine: &Engine,
    tenant: &Tenant,
    sync: &Sync,
    run: Run,
    place: Place<'_>,
    only: &Only,
) -> Result<Run> {
    plan_and_apply(engine, tenant, sync, run, place, Some(only)).await
}

async fn plan_and_apply(
    engine: &Engine,
    tenant: &Tenant,
    sync: &Sync,
    mut run: Run,
    place: Place<'_>,
    only: Option<&Only>,
) -> Result<Run> {
    let heard = Heard::of(engine, run.id);
    let planned = heard.during(tenant, make_plan(engine, tenant, sync, &mut run, &place, only)).await;
    engine.note_health(tenant, sync, &planned).await?;
    match planned {
        Err(error) => engine.fail_run(tenant, run, &error).await,
        Ok(plan) if plan.state == PlanState::Empty => end_empty(engine, tenant, run, &plan).await,
        Ok(plan)
            if plan.state == PlanState::Waiting && sync.standing_approval && applies_itself(run.kind) =>
        {
            let approval = Approval {
                root: plan.root,
                selected: Selected::All,
                by: run.by.clone(),
                at: engine.clock().now(),
                reason: None,
            };
            apply_outbound(engine, tenant, plan.id, approval, place).await
        }
        Ok(plan) => engine.end_waiting(tenant, run, &plan).await,
    }
}

fn applies_itself(kind: RunKind) -> bool {
    matches!(kind, RunKind::Full | RunKind::Retry)
}

async fn make_plan(
    engine: &Engine,
    tenant: &Tenant,
    sync: &Sync,
    run: &mut Run,
    place: &Place<'_>,
    only: Option<&Only>,
) -> Result<Plan> {
    let _stage = crosswalk_faults::enter(crosswalk_faults::Stage::Plan);
    let seen = tenant.roster_seq().await?;
    let connection = engine.open(tenant.id(), sync.connection).await?;
    let catalog = connection.discover(&place.cancel).await?;
    let streams = streams_in_order(&sync.crosswalk, &catalog);
    let snapshot = Snapshot::load(tenant, &sync.crosswalk).await?;
    let context = engine.map_context(tenant, Direction::Outbound).await?;
    let ledger = Ledger::load(tenant, sync.id, &streams).await?;
    let wanted =
        map_roster(&snapshot, &sync.crosswalk, &sync.selection, engine.today(), context.hash_key, &streams);
    run.read = wanted.streams.iter().map(|(_, stream)| stream.len() as u64).sum();
    let reading = engine.reading(tenant, sync).await?;
    let there = Destination::unread(&*connection, &streams, &place.cancel);
    let compared = Outbound { engine, tenant, sync, catalog: &catalog, wanted: &wanted, reading, only }
        .compare(ledger, there)
        .await?;
    keep_learned(tenant, sync, &compared).await?;
    if only.is_none() {
        engine.note_planned(tenant, sync.id, seen, reading).await?;
    }
    run.phase = Phase::Plan;
    let draft = Draft {
        sync,
        changes: Book::of(tenant, streams, compared.changes)?,
        holds: compared.holds,
        conflicts: compared.conflicts,
        findings: compared.findings,
        unchanged: compared.unchanged,
        left_out: wanted.left_out,
        replaces: replaced(tenant, sync, only).await?,
        looked_at: &|old| {
            let asked = only.is_none_or(|only| only.has(&old.target, old.roster_id));
            asked && !compared.undecided.contains(&(old.target.clone(), old.roster_id))
        },
        undoes: None,
        retries: only.map(|only| only.of),
    };
    seal_plan(engine, tenant, run, draft, None).await
}

/// The plans whose place a new one takes. An undo waits for a person whatever is planned meanwhile; what it rests on is
/// looked at when it is applied. A plan over some records takes nobody's place.
async fn replaced(tenant: &Tenant, sync: &Sync, only: Option<&Only>) -> Result<Vec<PlanId>> {
    if only.is_some() {
        return Ok(Vec::new());
    }
    let open = tenant.open_plans(sync.id).await?.into_iter().filter(|plan| plan.undoes.is_none());
    Ok(open.map(|plan| plan.id).collect())
}

/// What a comparison is made of.
struct Outbound<'a> {
    engine: &'a Engine,
    tenant: &'a Tenant,
    sync: &'a Sync,
    catalog: &'a Catalog,
    wanted: &'a WantedAll,
    reading: Reading,
    /// The records to which it is kept, if it is kept to any.
    only: Option<&'a Only>,
}

impl Outbound<'_> {
    /// Compares the three sides. Where only changed records are read, it compares again with what was read of them,
    /// until nothing new turns up: a record that is missing there changes those that point at it.
    async fn compare(&self, mut ledger: Ledger, mut there: Destination<'_>) -> Result<Compared> {
        if self.reading == Reading::Everything {
            there.read_all().await?;
        }
        let answers = self.engine.answers(self.tenant, self.sync.id).await?;
        let quarantine = Quarantine::load(self.tenant, self.sync.id).await?;
        let limits = limits(self.tenant, self.sync, self.engine.today()).await?;
        let pins = PinBoard::load(self.tenant, self.sync.id).await?;
        loop {
            ledger.note_missing(&there);
            let comparison = Comparison {
                sync: self.sync,
                limits: &limits,
                catalog: self.catalog,
                ledger: &ledger,
                there: &there,
                answers: &answers,
                quarantine: &quarantine,
                pins: &pins,
                clock: self.engine.clock(),
                only: self.only,
            };
            let compared = comparison.run(self.wanted);
            if self.reading != Reading::Changed || !there.read_missing(&compared.touched).await? {
                return Ok(compared);
            }
        }
    }
}

/// What was found alike is agreed on from now on; nothing is written at the destination for it.
async fn keep_learned(tenant: &Tenant, sync: &Sync, compared: &Compared) -> Result<()> {
    if compared.learned.is_empty() {
        return Ok(());
    }
    let mut work = tenant.begin().await?;
    for (stream, entries) in &compared.learned {
        work.put_ledger(sync.id, stream, entries).await?;
    }
    Ok(work.commit().await?)
}

async fn end_empty(engine: &Engine, tenant: &Tenant, mut run: Run, plan: &Plan) -> Result<Run> {
    let mut work = tenant.begin().await?;
    engine.end_run(&mut work, &mut run, RunState::Done, &plan.summary.sentence).await?;
    work.commit().await?;
    engine.tell_run(&run);
    Ok(run)
}

/// Applies an approved plan; what already has an outcome is not sent again.
pub(crate) async fn apply_outbound(
    engine: &Engine,
    tenant: &Tenant,
    id: PlanId,
    approval: Approval,
    place: Place<'_>,
) -> Result<Run> {
    // Read now that the place is ours: a later plan may have taken its place while the word was given.
    let approved = ApprovedPlan::new(crate::apply::plan(tenant, id).await?, approval)?;
    engine.note_approval(tenant, &approved).await?;
    let plan = approved.plan();
    let sync = crate::syncs::sync(tenant, plan.sync).await?;
    let mut run = tenant.run(plan.run).await?.ok_or(EngineError::NotFound("run"))?;
    run.phase = Phase::Apply;
    run.state = RunState::Running;
    run.ended_at = None;
    let mut work = tenant.begin().await?;
    work.put_run(&run).await?;
    work.commit().await?;
    engine.tell_run(&run);
    let heard = Heard::of(engine, run.id);
    let result =
        heard.during(tenant, write_all(engine, tenant, &sync, &approved, &place, heard.clone())).await;
    if matches!(result, Err(EngineError::Cancelled)) && engine.supervisor().is_ending() {
        // The plan stays approved: the next start goes on with what has no outcome yet.
        return Ok(run);
    }
    engine.note_health(tenant, &sync, &result).await?;
    settle_run(engine, tenant, &approved, run, result).await
}

async fn write_all(
    engine: &Engine,
    tenant: &Tenant,
    sync: &Sync,
    approved: &ApprovedPlan,
    place: &Place<'_>,
    heard: Arc<Heard>,
) -> Result<()> {
    let connection = engine.open(tenant.id(), sync.connection).await?;
    let catalog = connection.discover(&place.cancel).await?;
    let row = engine.connection_row(tenant, sync.connection).await?;
    let spec = engine.connector(&row.connector)?.spec();
    let streams: Vec<Name> = streams_in_order(&sync.crosswalk, &catalog);
    let mut writer = Writer {
        engine,
        tenant,
        plan: approved.plan(),
        sync: sync.id,
        connection: &*connection,
        batch_size: spec.batch_size.max(1),
        can_read_back: spec.can(Capability::ReadBack),
        ledger: Ledger::load(tenant, sync.id, &streams).await?,
        quarantine: Quarantine::load(tenant, sync.id).await?,
        pins: PinBoard::load(tenant, sync.id).await?,
        by: approved.approval().by.clone(),
        cancel: place.cancel.clone(),
        heard,
    };
    writer.apply(approved_changes(tenant, approved).await?).await
}

async fn approved_changes(tenant: &Tenant, approved: &ApprovedPlan) -> Result<Vec<Placed>> {
    let plan = approved.plan();
    let done: std::collections::HashSet<u32> =
        tenant.outcomes(plan.id).await?.into_iter().map(|(index, _)| index).collect();
    let mut changes = Vec::new();
    let mut index = 0u32;
    for n in 0..plan.segments.len() {
        for change in tenant.segment(plan, u32::try_from(n).unwrap_or(u32::MAX)).await? {
            if approved.allows(index) && !done.contains(&index) {
                changes.push((index, change));
            }
            index += 1;
        }
    }
    Ok(changes)
}

/// Closes the run with what became of its changes. A person's first good run makes the approval a standing one.
async fn settle_run(
    engine: &Engine,
    tenant: &Tenant,
    approved: &ApprovedPlan,
    mut run: Run,
    result: Result<()>,
) -> Result<Run> {
    let plan = approved.plan();
    let outcomes = tenant.outcomes(plan.id).await?;
    run.applied = outcomes.iter().filter(|(_, outcome)| outcome.confirmed()).count() as u64;
    run.not_applied = plan.summary.counts.all() - run.applied;
    let (state, note) = match &result {
        Err(EngineError::Cancelled) => {
            (RunState::Cancelled, "Stopped; what was confirmed before stays.".to_owned())
        }
        Err(error) => (RunState::Failed, error.to_string()),
        Ok(()) if run.not_applied == 0 => (RunState::Done, plan.summary.sentence.clone()),
        Ok(()) => (RunState::DoneWithRefusals, refusals(&outcomes, run.not_applied)),
    };
    let by_person = approved.approval().by.kind == crosswalk_model::ActorKind::Person;
    // A word for an undo or for some records says nothing of the plans that are made every night.
    let whole = plan.undoes.is_none() && run.kind != RunKind::Retry;
    let stands = state == RunState::Done && by_person && whole;
    let others = if plan.undoes.is_some() { ordinary_plans(tenant, plan).await? } else { Vec::new() };
    let sync = crate::syncs::sync(tenant, plan.sync).await?;
    let asks = tenant.setting(&crate::syncs::asks_always(sync.id)).await?.is_some();
    let mut work = tenant.begin().await?;
    work.set_plan_state(plan.id, carried_out(state)).await?;
    if stands && !asks && !sync.standing_approval {
        let standing = Sync { standing_approval: true, ..sync };
        work.put_sync(&standing, &Actor::system(), engine.clock().now()).await?;
    }
    engine.supersede(tenant, &mut work, &others).await?;
    engine.end_run(&mut work, &mut run, state, &note).await?;
    work.commit().await?;
    engine.tell_run(&run);
    Ok(run)
}

/// How a plan stands after its run: one that was not gone through to its end is not called applied.
fn carried_out(run: RunState) -> PlanState {
    match run {
        RunState::Failed | RunState::Cancelled => PlanState::BrokenOff,
        _ => PlanState::Applied,
    }
}

/// Plans that wait and were made before something was undone: the next run makes one that knows of it.
async fn ordinary_plans(tenant: &Tenant, undo: &Plan) -> Result<Vec<PlanId>> {
    let open = tenant.open_plans(undo.sync).await?.into_iter();
    let ordinary = open.filter(|plan| plan.undoes.is_none() && plan.state != PlanState::Approved);
    Ok(ordinary.map(|plan| plan.id).collect())
}

fn refusals(outcomes: &[(u32, Outcome)], count: u64) -> String {
    let words = outcomes.iter().find_map(|(_, outcome)| outcome.words.clone()).unwrap_or_default();
    let were = if count == 1 { "was" } else { "were" };
    format!("{} {were} not applied. {words}", counted("changes", count))
}
