//! One inbound run: from an extract to a sealed plan, and on to the commit where nobody needs to be asked.

use std::collections::{BTreeMap, HashMap};

use crosswalk_model::{
    Actor, Approval, Conflict, ConflictId, ConflictState, ConnectionId, Hold, Name, Phase, Plan, PlanState,
    RosterId, Run, RunKind, RunState, Selected, Sync,
};
use crosswalk_reconcile::map::MapContext;
use crosswalk_store::{DocumentRow, Origin, Tenant};

use super::assert::Mapper;
use super::commit::{Pending, PendingDocument, commit_plan};
use super::diff::{self, Differences, Speaker};
use super::extract::{Extract, Known};
use super::identity::{Board, Question};
use crate::runs::{Draft, seal_plan};
use crate::syncs::precedence;
use crate::{Engine, EngineError};

/// What a run is started with.
pub(crate) struct Start<'a> {
    pub tenant: &'a Tenant,
    pub sync: &'a Sync,
    /// What the source is called.
    pub source: String,
    pub by: Actor,
    pub kind: RunKind,
    /// Where the words of each document can be read again.
    pub origin: Origin,
    /// The deliveries that it takes in.
    pub deliveries: Vec<crosswalk_model::DeliveryId>,
}

/// Takes an extract in.
pub(crate) async fn take(
    engine: &Engine,
    start: Start<'_>,
    known: &Known,
    extract: Extract,
) -> Result<Run, EngineError> {
    let _turn = engine.lanes().roster().await;
    let mut run = engine.new_run(start.tenant, start.sync, start.kind, start.by.clone()).await?;
    run.read = extract.read();
    let worked = work_out(engine, &start, known, &extract).await?;
    let plan = keep_plan(engine, &start, &mut run, worked, &extract).await?;
    let goes_on =
        plan.state == PlanState::Waiting && start.sync.standing_approval && start.kind == RunKind::Full;
    if goes_on {
        let approval = Approval {
            root: plan.root,
            selected: Selected::All,
            by: start.by.clone(),
            at: engine.clock().now(),
            reason: None,
        };
        return commit_plan(engine, start.tenant, &plan, approval).await;
    }
    if plan.state == PlanState::Empty {
        return super::commit::commit_nothing(engine, start.tenant, &plan).await;
    }
    engine.end_waiting(start.tenant, run, &plan).await
}

/// What came of the comparison.
struct Worked {
    differences: Differences,
    pending: Pending,
    holds: Vec<Hold>,
    questions: Vec<Question>,
    findings: Vec<crosswalk_model::Finding>,
}

async fn work_out(
    engine: &Engine,
    start: &Start<'_>,
    known: &Known,
    extract: &Extract,
) -> Result<Worked, EngineError> {
    let context = engine.map_context(start.tenant, crosswalk_model::Direction::Inbound).await?;
    let departed = extract.departed(known);
    let before = documents_before(start.tenant, start.sync.connection, extract, &departed).await?;
    let answers = engine.answers(start.tenant, start.sync.id).await?;
    let mut board = Board::new(start.tenant, start.sync, answers);
    board.departing = departed.iter().map(|(_, key)| key.clone()).collect();
    let (assertions, findings) = map_all(start.sync, extract, &context);
    board.findings = findings;
    let identified = board.identify_all(assertions).await?;

    let ranks = precedence(&start.tenant.syncs().await?);
    let speaker = Speaker {
        source: &start.source,
        connection: start.sync.connection,
        today: engine.today(),
        precedence: &ranks,
    };
    let mut differences = diff::compare(&board, &identified, &speaker);
    let mut ended = diff::dropped(start.sync, extract, &before, &differences, &board.unsettled);
    ended.extend(departed.iter().filter_map(|at| before.get(at)).flat_map(diff::refs_of));
    diff::end(&mut board, &mut differences, ended, &speaker).await?;
    let swept = diff::sweep(&mut board, &differences, extract).await?;
    diff::end(&mut board, &mut differences, swept, &speaker).await?;

    let baseline = diff::baseline(start.tenant).await?;
    let holds = diff::holds(start.sync, extract, known, &baseline, &differences.changes);
    let pending = pending(start, extract, &board, &differences, departed, &before);
    let mut findings = board.findings;
    findings.extend(diff::not_sent(start.sync, extract, known));
    let questions = board.questions;
    Ok(Worked { differences, pending, holds, questions, findings })
}

fn map_all(
    sync: &Sync,
    extract: &Extract,
    context: &MapContext,
) -> (Vec<super::identity::Assertion>, Vec<crosswalk_model::Finding>) {
    let mut mapper = Mapper::new(sync, context);
    let mut assertions = Vec::new();
    for (place, (document, _)) in
        extract.changed.iter().enumerate().filter(|(_, (document, _))| !document.gone)
    {
        mapper.assertions(document, place, &mut assertions);
    }
    (assertions, mapper.findings)
}

async fn documents_before(
    tenant: &Tenant,
    connection: ConnectionId,
    extract: &Extract,
    departed: &[(Name, String)],
) -> Result<HashMap<(Name, String), DocumentRow>, EngineError> {
    let mut wanted: BTreeMap<Name, Vec<String>> = BTreeMap::new();
    for (document, _) in &extract.changed {
        wanted.entry(document.head.stream.clone()).or_default().push(document.head.key.clone());
    }
    for (stream, key) in departed {
        wanted.entry(stream.clone()).or_default().push(key.clone());
    }
    let mut rows = HashMap::new();
    for (stream, keys) in wanted {
        for row in tenant.documents(connection, &stream, &keys).await? {
            rows.insert((stream.clone(), row.key.clone()), row);
        }
    }
    Ok(rows)
}

/// What is to be remembered of the documents once the plan is carried out.
fn pending(
    start: &Start<'_>,
    extract: &Extract,
    board: &Board<'_>,
    differences: &Differences,
    departed: Vec<(Name, String)>,
    before: &HashMap<(Name, String), DocumentRow>,
) -> Pending {
    let document =
        |(place, (document, fingerprint)): (usize, &(crosswalk_model::Document, crosswalk_model::Hash))| {
            let mut refs: Vec<_> = differences.refs.get(&place).cloned().unwrap_or_default();
            let silent = super::identity::silent_entities(start.sync, &document.silent);
            let unsettled = board.unsettled.contains(&place);
            // What a document did not speak of, or could not be read of it, stays as it was.
            let row = before.get(&(document.head.stream.clone(), document.head.key.clone()));
            let kept =
                row.into_iter().flat_map(diff::refs_of).filter(|at| unsettled || silent.contains(&at.0));
            refs.extend(kept.collect::<Vec<(crosswalk_model::Entity, RosterId)>>());
            refs.sort_unstable();
            refs.dedup();
            PendingDocument {
                stream: document.head.stream.to_string(),
                key: document.head.key.clone(),
                partition: document.partition.clone(),
                fingerprint: *fingerprint,
                settled: !unsettled,
                refs,
            }
        };
    let gone = extract.changed.iter().filter(|(document, _)| document.gone);
    let mut removed: Vec<(String, String)> =
        departed.into_iter().map(|(stream, key)| (stream.into_owned(), key)).collect();
    removed.extend(gone.map(|(document, _)| (document.head.stream.to_string(), document.head.key.clone())));
    let documents = extract
        .changed
        .iter()
        .enumerate()
        .filter(|(_, (document, _))| !document.gone)
        .map(document)
        .collect();
    Pending {
        connection: start.sync.connection,
        documents,
        removed,
        links: board.links.clone(),
        delivery: start.origin.delivery,
        blob: start.origin.blob,
        deliveries: start.deliveries.clone(),
    }
}

async fn keep_plan(
    engine: &Engine,
    start: &Start<'_>,
    run: &mut Run,
    worked: Worked,
    extract: &Extract,
) -> Result<Plan, EngineError> {
    let mut findings = worked.findings;
    findings.extend(extract.findings.iter().cloned());
    let conflicts: Vec<Conflict> =
        worked.questions.iter().map(|question| conflict(engine, start.sync, question)).collect();
    let draft = Draft {
        sync: start.sync,
        changes: worked.differences.changes,
        holds: worked.holds,
        conflicts,
        findings,
        unchanged: worked.differences.unchanged + extract.unchanged,
        left_out: BTreeMap::new(),
        order: crosswalk_model::Entity::ALL.iter().map(|entity| entity.as_str().into()).collect(),
    };
    run.phase = Phase::Plan;
    run.state = RunState::Running;
    let pending =
        serde_json::to_value(&worked.pending).map_err(|error| EngineError::MappingText(error.to_string()))?;
    seal_plan(engine, start.tenant, run, draft, Some(pending)).await
}

fn conflict(engine: &Engine, sync: &Sync, question: &Question) -> Conflict {
    let roster_id = match &question.kind {
        crosswalk_model::ConflictKind::ReusedKey { former } => *former,
        _ => RosterId::derived(
            crosswalk_model::TenantId(sync.id.0),
            sync.connection,
            question.entity,
            &question.key,
        ),
    };
    Conflict {
        id: ConflictId(engine.clock().id()),
        sync: sync.id,
        target: question.entity.as_str().into(),
        roster_id,
        key: question.key.clone(),
        label: question.label.clone(),
        kind: question.kind.clone(),
        about: question.about,
        asked_at: engine.clock().now(),
        state: ConflictState::Open,
    }
}
