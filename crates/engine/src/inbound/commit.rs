//! COMMIT: carries an approved plan out on the roster, some segments a transaction, one outcome per change. A
//! crash in between leaves whole transactions; going on repeats nothing.

use std::collections::{BTreeSet, HashMap, HashSet};

use crosswalk_contract::EventKind;
use crosswalk_model::{
    Approval, ByHand, Change, DeliveryState, Entity, MatchRule, Outcome, OutcomeKind, Plan, PlanId,
    PlanState, RosterId, RosterRecord, Run, RunState, Sync,
};
use crosswalk_reconcile::group::{group_of, owner_of};
use crosswalk_reconcile::hand;
use crosswalk_reconcile::inbound::{carry_out, drifted};
use crosswalk_reconcile::merge::Precedence;
use crosswalk_reconcile::plan::ApprovedPlan;
use crosswalk_store::{Link, Outcomes, RosterRow, Tenant, Work};

use super::identity::identifiers;
use super::pending::Pending;
use super::pinned::{Pinned, by_hand, keep_pins, link_back};
use crate::syncs::precedence;
use crate::{Engine, EngineError, Result};

/// Carries an approved plan out.
pub(crate) async fn commit_plan(
    engine: &Engine,
    tenant: &Tenant,
    id: PlanId,
    approval: Approval,
) -> Result<Run> {
    // Read now that it is our turn: a later plan may have taken its place while the word was given.
    let approved = ApprovedPlan::new(crate::apply::plan(tenant, id).await?, approval)?;
    let plan = approved.plan();
    engine.note_approval(tenant, &approved).await?;
    let syncs = tenant.syncs().await?;
    let sync = syncs.iter().find(|sync| sync.id == plan.sync).ok_or(EngineError::NotFound("sync"))?;
    let ranks = precedence(&syncs);
    let writing = Writing {
        engine,
        tenant,
        sync,
        plan,
        ranks: &ranks,
        rules: engine.match_rules(&syncs),
        hand: by_hand(engine, plan, &approved.approval().by),
        known_kinds: tenant.roster_kinds().await?,
    };
    // What was carried out before a crash is not carried out again.
    let before = tenant.outcome_ranges(plan.id).await?;
    let mut open = Open { tenant, approved: &approved, before, segment: 0, first: 0 };
    let mut done = Done::default();
    let mut batch = writing.next(&mut open, &mut done).await?;
    while let Some(now) = batch {
        // A plan names each record once: the next ones are worked out while these are written.
        let (written, next) = tokio::join!(writing.write(&now), writing.next(&mut open, &mut done));
        written?;
        batch = next?;
    }
    finish(engine, tenant, plan, &done).await
}

/// How many changes are carried out in one transaction, at least: each waits for the disk.
const TOGETHER: usize = 4_000;

/// The changes of a plan that are still to be carried out.
struct Open<'a> {
    tenant: &'a Tenant,
    approved: &'a ApprovedPlan,
    before: Outcomes,
    segment: u32,
    /// The index of the next segment's first change.
    first: u32,
}

impl Open<'_> {
    /// Some of them, with their indexes; none at the end.
    async fn some(&mut self, done: &mut Done) -> Result<Vec<(u32, Change)>> {
        let (plan, mut open) = (self.approved.plan(), Vec::new());
        while open.len() < TOGETHER
            && let Some(segment) = plan.segments.get(self.segment as usize)
        {
            let changes = self.tenant.segment(plan, self.segment).await?;
            for (index, change) in (self.first..).zip(changes) {
                match self.before.get(index) {
                    Some(outcome) => done.note(change.roster_id, outcome.confirmed()),
                    None if self.approved.allows(index) => open.push((index, change)),
                    None => done.note(change.roster_id, false),
                }
            }
            self.segment += 1;
            self.first += segment.count;
        }
        Ok(open)
    }
}

/// What is written together.
#[derive(Default)]
struct Batch {
    rows: Vec<RosterRow>,
    outcomes: Vec<(u32, Outcome)>,
    pinned: Vec<Pinned>,
    /// Keys that an undo gives back.
    links: Vec<Link>,
}

/// What was carried out, and what was not.
#[derive(Default)]
struct Done {
    confirmed: u64,
    /// The records whose planned change was not carried out; documents that assert them enter the next run again.
    open: HashSet<RosterId>,
}

impl Done {
    fn note(&mut self, record: RosterId, confirmed: bool) {
        if confirmed {
            self.confirmed += 1;
        } else {
            self.open.insert(record);
        }
    }
}

/// A plan without changes: only what is remembered of the documents is written.
pub(crate) async fn commit_nothing(engine: &Engine, tenant: &Tenant, plan: &Plan) -> Result<Run> {
    finish(engine, tenant, plan, &Done::default()).await
}

/// What a plan is carried out with.
struct Writing<'a> {
    engine: &'a Engine,
    tenant: &'a Tenant,
    sync: &'a Sync,
    plan: &'a Plan,
    ranks: Precedence<'a>,
    rules: Vec<MatchRule>,
    /// Who says it by hand, where it undoes something.
    hand: Option<ByHand>,
    /// The kinds of which there was any record before: of others none needs to be looked for.
    known_kinds: BTreeSet<Entity>,
}

impl Writing<'_> {
    /// Works out what the next changes make of their records; nothing at the end.
    async fn next(&self, open: &mut Open<'_>, done: &mut Done) -> Result<Option<Batch>> {
        let some = open.some(done).await?;
        if some.is_empty() { Ok(None) } else { self.work_out(&some, done).await.map(Some) }
    }

    async fn work_out(&self, open: &[(u32, Change)], done: &mut Done) -> Result<Batch> {
        let current = self.current(open).await?;
        let mut batch = Batch::default();
        for (index, change) in open {
            let Ok(entity) = change.target.parse::<Entity>() else { continue };
            let now = current.get(&change.roster_id);
            let drifted = drifted(now, change);
            done.note(change.roster_id, !drifted);
            if drifted {
                let words = "The record has changed since the plan was made; the next run looks at it again.";
                batch.outcomes.push((*index, Outcome::not(OutcomeKind::Drifted, words)));
                continue;
            }
            let after = self.after(now, change, entity);
            batch.pinned.extend(Pinned::of(now, &after));
            if self.hand.is_some() {
                batch.links.extend(link_back(
                    change,
                    entity,
                    self.sync.connection,
                    self.engine.clock().now(),
                ));
            }
            batch.rows.push(row(after));
            batch.outcomes.push((*index, Outcome::applied(None)));
        }
        Ok(batch)
    }

    /// The records of some changes as they are now.
    async fn current(&self, open: &[(u32, Change)]) -> Result<HashMap<RosterId, RosterRecord>> {
        let wanted: Vec<(Entity, RosterId)> = open
            .iter()
            .filter_map(|(_, change)| Some((change.target.parse().ok()?, change.roster_id)))
            .filter(|(entity, _)| self.known_kinds.contains(entity))
            .collect();
        let records = self.tenant.roster_get(&wanted).await?;
        Ok(records.into_iter().map(|record| (record.id, record)).collect())
    }

    /// The record after a change: as a source says it, or as an undo says it by hand.
    fn after(&self, now: Option<&RosterRecord>, change: &Change, entity: Entity) -> RosterRecord {
        match (&self.hand, now) {
            (Some(by), Some(now)) => hand::carry_out(now, change, self.sync.connection, by, self.ranks),
            _ => carry_out(now, change, entity, self.sync.connection, self.ranks),
        }
    }

    async fn write(&self, batch: &Batch) -> Result<()> {
        let _stage = crosswalk_faults::enter(crosswalk_faults::Stage::Checkpoint);
        let mut work = self.tenant.begin().await?;
        work.put_roster(&batch.rows).await?;
        self.put_identifiers(&mut work, &batch.rows).await?;
        keep_pins(&mut work, &batch.pinned).await?;
        work.put_links(&batch.links).await?;
        work.put_outcomes(self.plan.id, &batch.outcomes).await?;
        work.commit().await?;
        self.engine.events().tell(EventKind::Run { run: self.plan.run, sync: self.plan.sync });
        Ok(())
    }

    async fn put_identifiers(&self, work: &mut Work, rows: &[RosterRow]) -> Result<()> {
        let ruled: BTreeSet<Entity> = self.rules.iter().filter_map(|rule| rule.target.parse().ok()).collect();
        for entity in ruled {
            let own = rows.iter().map(|row| &row.record).filter(|record| record.entity == entity);
            let identified = own.map(|record| (record.id, identifiers(&self.rules, entity, &record.fields)));
            work.put_identifiers_of(entity, &identified.collect::<Vec<_>>()).await?;
        }
        Ok(())
    }
}

fn row(record: RosterRecord) -> RosterRow {
    let group = group_of(record.entity, &record.fields);
    let owner = owner_of(record.entity, &record.fields);
    RosterRow { record, group, owner }
}

/// Remembers documents and links, closes the plan and its run, and tells what follows, all in one transaction.
async fn finish(engine: &Engine, tenant: &Tenant, plan: &Plan, done: &Done) -> Result<Run> {
    let _stage = crosswalk_faults::enter(crosswalk_faults::Stage::Checkpoint);
    let pending = engine.pending(tenant, plan).await?;
    let mut run = tenant.run(plan.run).await?.ok_or(EngineError::NotFound("run"))?;
    let applied = done.confirmed;
    run.applied = applied;
    run.not_applied = plan.summary.counts.all() - applied;
    let mut work = tenant.begin().await?;
    if let Some(pending) = &pending {
        pending.remember(engine, tenant, &mut work, plan, &done.open).await?;
        work.remove_pending(plan.id).await?;
    }
    let state = if plan.state == PlanState::Empty { PlanState::Empty } else { PlanState::Applied };
    work.set_plan_state(plan.id, state).await?;
    let ended = run_state(&run);
    engine.end_run(&mut work, &mut run, ended, &plan.summary.sentence).await?;
    if applied > 0 {
        work.put_outbox("roster_changed", &serde_json::json!({ "run": run.id })).await?;
    }
    work.commit().await?;
    note_deliveries(engine, tenant, pending, &run).await?;
    engine.tell_run(&run);
    if applied > 0 {
        engine.roster_changed();
    }
    Ok(run)
}

fn run_state(run: &Run) -> RunState {
    if run.not_applied == 0 { RunState::Done } else { RunState::DoneWithRefusals }
}

async fn note_deliveries(
    engine: &Engine,
    tenant: &Tenant,
    pending: Option<Pending>,
    run: &Run,
) -> Result<()> {
    for delivery in pending.into_iter().flat_map(|pending| pending.deliveries) {
        tenant.set_delivery(delivery, DeliveryState::Taken, Some(run.id), &run.note).await?;
        engine.events().tell(EventKind::Delivery { delivery });
    }
    Ok(())
}
