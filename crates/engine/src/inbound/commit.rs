//! COMMIT: carries an approved plan out on the roster, a segment a transaction, one outcome per change. A crash in
//! between leaves whole segments; going on repeats nothing.

use std::collections::{BTreeMap, HashMap, HashSet};

use crosswalk_contract::EventKind;
use crosswalk_model::{
    Approval, Change, ConnectionId, DeliveryId, DeliveryState, Entity, Hash, Outcome, OutcomeKind, Plan,
    PlanState, RosterId, RosterRecord, Run, RunState,
};
use crosswalk_reconcile::group::{group_of, owner_of};
use crosswalk_reconcile::inbound::{carry_out, drifted};
use crosswalk_reconcile::merge::Precedence;
use crosswalk_reconcile::plan::ApprovedPlan;
use crosswalk_store::{DocumentRow, Link, Origin, RosterRow, Tenant, Work};
use serde::{Deserialize, Serialize};

use super::identity::Board;
use crate::syncs::precedence;
use crate::{Engine, EngineError};

/// What is remembered of an extract's documents once its plan is carried out.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Pending {
    pub connection: ConnectionId,
    pub documents: Vec<PendingDocument>,
    pub removed: Vec<(String, String)>,
    pub links: Vec<super::identity::NewLink>,
    pub delivery: Option<DeliveryId>,
    pub blob: Option<Hash>,
    pub deliveries: Vec<DeliveryId>,
}

/// One document of it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct PendingDocument {
    pub stream: String,
    pub key: String,
    pub partition: String,
    pub fingerprint: Hash,
    pub settled: bool,
    pub refs: Vec<(Entity, RosterId)>,
}

/// Carries an approved plan out.
pub(crate) async fn commit_plan(
    engine: &Engine,
    tenant: &Tenant,
    plan: &Plan,
    approval: Approval,
) -> Result<Run, EngineError> {
    let approved = ApprovedPlan::new(plan.clone(), approval)?;
    engine.note_approval(tenant, &approved).await?;
    let sync = tenant.sync(plan.sync).await?.ok_or(EngineError::NotFound("sync"))?;
    let syncs = tenant.syncs().await?;
    let ranks = precedence(&syncs);
    let mut done: HashMap<u32, Outcome> = tenant.outcomes(plan.id).await?.into_iter().collect();
    let mut first = 0u32;
    for (n, segment) in plan.segments.iter().enumerate() {
        let changes = tenant.segment(plan, u32::try_from(n).unwrap_or(u32::MAX)).await?;
        let open: Vec<(u32, Change)> = (first..)
            .zip(changes)
            .filter(|(index, _)| approved.allows(*index) && !done.contains_key(index))
            .collect();
        let outcomes = commit_segment(engine, tenant, &sync, plan, open, &ranks).await?;
        done.extend(outcomes);
        first += segment.count;
    }
    finish(engine, tenant, plan, &done).await
}

/// A plan without changes: only what is remembered of the documents is written.
pub(crate) async fn commit_nothing(
    engine: &Engine,
    tenant: &Tenant,
    plan: &Plan,
) -> Result<Run, EngineError> {
    finish(engine, tenant, plan, &HashMap::new()).await
}

async fn commit_segment(
    engine: &Engine,
    tenant: &Tenant,
    sync: &crosswalk_model::Sync,
    plan: &Plan,
    open: Vec<(u32, Change)>,
    ranks: Precedence<'_>,
) -> Result<Vec<(u32, Outcome)>, EngineError> {
    if open.is_empty() {
        return Ok(Vec::new());
    }
    let wanted: Vec<(Entity, RosterId)> =
        open.iter().filter_map(|(_, change)| Some((change.target.parse().ok()?, change.roster_id))).collect();
    let mut current: HashMap<RosterId, RosterRecord> =
        tenant.roster_get(&wanted).await?.into_iter().map(|record| (record.id, record)).collect();
    let (mut rows, mut outcomes) = (Vec::new(), Vec::new());
    for (index, change) in &open {
        let Ok(entity) = change.target.parse::<Entity>() else { continue };
        let now = current.get(&change.roster_id);
        if drifted(now, change) {
            let words = "The record has changed since the plan was made; the next run looks at it again.";
            outcomes.push((*index, Outcome::not(OutcomeKind::Drifted, words)));
            continue;
        }
        let after = carry_out(now, change, entity, sync.connection, ranks);
        rows.push(row(&after));
        current.insert(change.roster_id, after);
        outcomes.push((*index, Outcome::applied(None)));
    }
    let board = Board::new(tenant, sync, BTreeMap::new());
    let mut work = tenant.begin().await?;
    work.put_roster(&rows).await?;
    put_identifiers(&mut work, &board, &rows).await?;
    work.put_outcomes(plan.id, &outcomes).await?;
    work.commit().await?;
    engine.events().tell(EventKind::Run { run: plan.run, sync: plan.sync });
    Ok(outcomes)
}

fn row(record: &RosterRecord) -> RosterRow {
    RosterRow {
        record: record.clone(),
        group: group_of(record.entity, &record.fields),
        owner: owner_of(record.entity, &record.fields),
    }
}

async fn put_identifiers(work: &mut Work, board: &Board<'_>, rows: &[RosterRow]) -> Result<(), EngineError> {
    let mut by_entity: BTreeMap<Entity, Vec<(RosterId, Vec<(crosswalk_model::Name, String)>)>> =
        BTreeMap::new();
    for row in rows {
        let identifiers = board.identifiers(row.record.entity, &row.record.fields);
        if !identifiers.is_empty() {
            by_entity.entry(row.record.entity).or_default().push((row.record.id, identifiers));
        }
    }
    for (entity, records) in by_entity {
        work.put_identifiers_of(entity, &records).await?;
    }
    Ok(())
}

/// Remembers documents and links, closes the plan and its run, and tells what follows, all in one transaction.
async fn finish(
    engine: &Engine,
    tenant: &Tenant,
    plan: &Plan,
    done: &HashMap<u32, Outcome>,
) -> Result<Run, EngineError> {
    let pending = engine.pending(tenant, plan).await?;
    let open = unfinished(tenant, plan, done).await?;
    let mut run = tenant.run(plan.run).await?.ok_or(EngineError::NotFound("run"))?;
    let applied = done.values().filter(|outcome| outcome.confirmed()).count() as u64;
    run.applied = applied;
    run.not_applied = plan.summary.counts.all() - applied;
    let mut work = tenant.begin().await?;
    if let Some(pending) = &pending {
        remember(engine, &mut work, plan, pending, &open).await?;
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

/// The records whose planned change was not carried out; documents that assert them enter the next run again.
async fn unfinished(
    tenant: &Tenant,
    plan: &Plan,
    done: &HashMap<u32, Outcome>,
) -> Result<HashSet<RosterId>, EngineError> {
    let confirmed = done.values().filter(|outcome| outcome.confirmed()).count() as u64;
    let mut open = HashSet::new();
    if confirmed == plan.summary.counts.all() {
        return Ok(open);
    }
    let mut index = 0u32;
    for n in 0..plan.segments.len() {
        for change in tenant.segment(plan, u32::try_from(n).unwrap_or(u32::MAX)).await? {
            if !done.get(&index).is_some_and(Outcome::confirmed) {
                open.insert(change.roster_id);
            }
            index += 1;
        }
    }
    Ok(open)
}

async fn remember(
    engine: &Engine,
    work: &mut Work,
    plan: &Plan,
    pending: &Pending,
    open: &HashSet<RosterId>,
) -> Result<(), EngineError> {
    let origin = Origin { delivery: pending.delivery, blob: pending.blob, bytes: None };
    let rows: Vec<DocumentRow> = pending
        .documents
        .iter()
        .map(|document| DocumentRow {
            connection: pending.connection,
            stream: document.stream.clone(),
            key: document.key.clone(),
            partition: document.partition.clone(),
            fingerprint: document.fingerprint,
            settled: document.settled && !document.refs.iter().any(|(_, id)| open.contains(id)),
            refs: document.refs.iter().map(|(entity, id)| (*entity, id.to_string())).collect(),
            last_run: Some(plan.run),
            origin: Some(origin.clone()),
        })
        .collect();
    work.put_documents(&rows).await?;
    let mut removed: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    if open.is_empty() {
        for (stream, key) in &pending.removed {
            removed.entry(stream).or_default().push(key.clone());
        }
    }
    for (stream, keys) in removed {
        work.remove_documents(pending.connection, stream, &keys).await?;
    }
    let links: Vec<Link> =
        pending.links.iter().map(|link| new_link(engine, pending.connection, link)).collect();
    work.put_links(&links).await?;
    work.put_setting(&pending_name(plan), &serde_json::Value::Null).await?;
    Ok(())
}

fn new_link(engine: &Engine, connection: ConnectionId, link: &super::identity::NewLink) -> Link {
    Link {
        connection,
        entity: link.0,
        key: link.1.clone(),
        roster_id: link.2,
        valid_from: engine.clock().now(),
        valid_to: None,
        redirect: None,
    }
}

/// The name of the setting that holds what is pending on a plan.
pub(crate) fn pending_name(plan: &Plan) -> String {
    format!("pending/{}", plan.id)
}

impl Engine {
    async fn pending(&self, tenant: &Tenant, plan: &Plan) -> Result<Option<Pending>, EngineError> {
        let stored = tenant.setting(&pending_name(plan)).await?;
        Ok(stored.and_then(|value| serde_json::from_value(value).ok()))
    }
}

async fn note_deliveries(
    engine: &Engine,
    tenant: &Tenant,
    pending: Option<Pending>,
    run: &Run,
) -> Result<(), EngineError> {
    for delivery in pending.into_iter().flat_map(|pending| pending.deliveries) {
        tenant.set_delivery(delivery, DeliveryState::Taken, Some(run.id), &run.note).await?;
        engine.events().tell(EventKind::Delivery { delivery });
    }
    Ok(())
}
