//! COMMIT: carries an approved plan out on the roster, a segment a transaction, one outcome per change. A crash in
//! between leaves whole segments; going on repeats nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crosswalk_contract::EventKind;
use crosswalk_model::{
    Actor, Approval, ByHand, Change, ChangeOp, DeliveryState, Entity, MatchRule, Name, Outcome, OutcomeKind,
    Plan, PlanId, PlanState, RosterId, RosterRecord, Run, RunState, Sync,
};
use crosswalk_reconcile::group::{group_of, owner_of};
use crosswalk_reconcile::hand;
use crosswalk_reconcile::inbound::{carry_out, drifted};
use crosswalk_reconcile::merge::Precedence;
use crosswalk_reconcile::plan::ApprovedPlan;
use crosswalk_store::{Link, RosterRow, Tenant, Work};

use super::identity::identifiers;
use super::pending::Pending;
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
    let hand = by_hand(engine, plan, &approved.approval().by);
    let writing =
        Writing { engine, tenant, sync, plan, ranks: &ranks, rules: engine.match_rules(&syncs), hand };
    // What was carried out before a crash is not carried out again.
    let before: HashMap<u32, Outcome> = tenant.outcomes(plan.id).await?.into_iter().collect();
    let mut done = Done::default();
    let mut first = 0u32;
    for (n, segment) in plan.segments.iter().enumerate() {
        let changes = tenant.segment(plan, u32::try_from(n).unwrap_or(u32::MAX)).await?;
        let mut open: Vec<(u32, Change)> = Vec::new();
        for (index, change) in (first..).zip(changes) {
            match before.get(&index) {
                Some(outcome) => done.note(change.roster_id, outcome.confirmed()),
                None if approved.allows(index) => open.push((index, change)),
                None => done.note(change.roster_id, false),
            }
        }
        writing.segment(open, &mut done).await?;
        first += segment.count;
    }
    finish(engine, tenant, plan, &done).await
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
}

/// An undo is said by hand, by whoever approved it.
fn by_hand(engine: &Engine, plan: &Plan, by: &Actor) -> Option<ByHand> {
    plan.undoes.map(|_| ByHand {
        sync: plan.sync,
        run: plan.run,
        by: by.clone(),
        at: engine.clock().now(),
        against: BTreeMap::new(),
        in_use: None,
    })
}

impl Writing<'_> {
    async fn segment(&self, open: Vec<(u32, Change)>, done: &mut Done) -> Result<()> {
        let _stage = crosswalk_faults::enter(crosswalk_faults::Stage::Checkpoint);
        if open.is_empty() {
            return Ok(());
        }
        let wanted: Vec<(Entity, RosterId)> = open
            .iter()
            .filter_map(|(_, change)| Some((change.target.parse().ok()?, change.roster_id)))
            .collect();
        let mut current: HashMap<RosterId, RosterRecord> =
            self.tenant.roster_get(&wanted).await?.into_iter().map(|record| (record.id, record)).collect();
        let (mut rows, mut outcomes, mut pinned) = (Vec::new(), Vec::new(), Vec::new());
        for (index, change) in &open {
            let Ok(entity) = change.target.parse::<Entity>() else { continue };
            let now = current.get(&change.roster_id);
            if drifted(now, change) {
                let words = "The record has changed since the plan was made; the next run looks at it again.";
                outcomes.push((*index, Outcome::not(OutcomeKind::Drifted, words)));
                done.note(change.roster_id, false);
                continue;
            }
            let after = self.after(now, change, entity);
            pinned.extend(Pinned::of(now, &after));
            rows.push(row(&after));
            current.insert(change.roster_id, after);
            outcomes.push((*index, Outcome::applied(None)));
            done.note(change.roster_id, true);
        }
        let mut work = self.tenant.begin().await?;
        work.put_roster(&rows).await?;
        self.put_identifiers(&mut work, &rows).await?;
        keep_pins(&mut work, &pinned).await?;
        self.put_links(&mut work, &open, &outcomes).await?;
        work.put_outcomes(self.plan.id, &outcomes).await?;
        work.commit().await?;
        self.engine.events().tell(EventKind::Run { run: self.plan.run, sync: self.plan.sync });
        Ok(())
    }

    /// The record after a change: as a source says it, or as an undo says it by hand.
    fn after(&self, now: Option<&RosterRecord>, change: &Change, entity: Entity) -> RosterRecord {
        match (&self.hand, now) {
            (Some(by), Some(now)) => hand::carry_out(now, change, self.sync.connection, by, self.ranks),
            _ => carry_out(now, change, entity, self.sync.connection, self.ranks),
        }
    }

    /// A key that an undo gave back leads to its record again.
    async fn put_links(
        &self,
        work: &mut Work,
        open: &[(u32, Change)],
        outcomes: &[(u32, Outcome)],
    ) -> Result<()> {
        if self.hand.is_none() {
            return Ok(());
        }
        let done: HashSet<u32> =
            outcomes.iter().filter(|(_, one)| one.confirmed()).map(|(index, _)| *index).collect();
        let back = |(index, change): &&(u32, Change)| {
            done.contains(index) && matches!(change.op, ChangeOp::Relink { .. })
        };
        let links = open.iter().filter(back).filter_map(|(_, change)| {
            Some(Link {
                connection: self.sync.connection,
                entity: change.target.parse().ok()?,
                key: change.key.clone(),
                roster_id: change.roster_id,
                valid_from: self.engine.clock().now(),
                valid_to: None,
                redirect: None,
            })
        });
        Ok(work.put_links(&links.collect::<Vec<_>>()).await?)
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

/// What is said by hand of a record that was written, before and after.
struct Pinned {
    entity: Entity,
    id: RosterId,
    before: Option<ByHand>,
    after: Option<ByHand>,
}

impl Pinned {
    /// `None` where nothing is said by hand.
    fn of(before: Option<&RosterRecord>, after: &RosterRecord) -> Option<Self> {
        let before = before.and_then(RosterRecord::by_hand).cloned();
        let after_hand = after.by_hand().cloned();
        let any = before.is_some() || after_hand.is_some();
        any.then_some(Self { entity: after.entity, id: after.id, before, after: after_hand })
    }
}

/// The list of pins follows what is said by hand in the roster.
async fn keep_pins(work: &mut Work, pinned: &[Pinned]) -> Result<()> {
    for one in pinned {
        let target: Name = one.entity.as_str().into();
        for hand in one.before.iter().chain(&one.after) {
            work.remove_pins(hand.sync, &target, one.id).await?;
        }
        if let Some(hand) = &one.after {
            work.put_pins(hand.sync, &hand.pins(&target, one.id)).await?;
        }
    }
    Ok(())
}

fn row(record: &RosterRecord) -> RosterRow {
    RosterRow {
        record: record.clone(),
        group: group_of(record.entity, &record.fields),
        owner: owner_of(record.entity, &record.fields),
    }
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
