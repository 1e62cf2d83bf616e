//! One inbound run: from an extract to a sealed plan, and on to the commit where nobody needs to be asked.

use std::collections::HashMap;
use std::sync::Arc;

use crosswalk_model::{
    Actor, Approval, Conflict, ConflictId, ConflictState, ConnectionId, DeliveryId, Entity, Finding, Hold,
    Name, Phase, Plan, PlanId, PlanState, RosterId, Run, RunKind, RunState, Selected, Sync,
};
use crosswalk_reconcile::map::FindingLimit;
use crosswalk_store::{DocumentRow, Origin, Tenant};

use super::assert::{Asserted, Mapper};
use super::commit::{commit_nothing, commit_plan};
use super::diff::{self, Differences, Speaker};
use super::extract::{Extract, Known};
use super::identity::{Assertion, Board, Question};
use super::pending::{Pending, pending};
use super::refs::{Ref, refs_of};
use crate::drafts::{Draft, seal_plan};
use crate::syncs::precedence;
use crate::{Engine, EngineError, Result};

/// What a run is started with.
pub(crate) struct Start<'a> {
    pub tenant: &'a Tenant,
    pub sync: &'a Sync,
    /// What the source is called.
    pub source: String,
    pub by: Actor,
    /// Where the words of documents can be read again that no delivery brought.
    pub origin: Origin,
    /// The deliveries that it takes in.
    pub deliveries: Vec<DeliveryId>,
    /// Open plans whose place the new one takes.
    pub replaces: Vec<PlanId>,
    /// What was known of the source's documents before.
    pub known: Arc<Known>,
}

impl Start<'_> {
    /// Starts the run's row.
    pub async fn run(&self, engine: &Engine, kind: RunKind) -> Result<Run> {
        engine.new_run(self.tenant, self.sync, kind, self.by.clone()).await
    }
}

/// Takes an extract in. A run that cannot go on is closed, and nothing of it is left to be applied later.
pub(crate) async fn take(
    engine: &Engine,
    start: &Start<'_>,
    run: Run,
    mapper: Mapper,
    extract: &Extract,
) -> Result<Run> {
    let _turn = engine.lanes().roster().await;
    let (id, tenant) = (run.id, start.tenant);
    match plan_and_commit(engine, start, run.clone(), mapper, extract).await {
        Ok(run) => Ok(run),
        Err(error) => {
            let run = tenant.run(id).await?.unwrap_or(run);
            engine.give_up(tenant, run, &error).await?;
            Err(error)
        }
    }
}

async fn plan_and_commit(
    engine: &Engine,
    start: &Start<'_>,
    mut run: Run,
    mapper: Mapper,
    extract: &Extract,
) -> Result<Run> {
    run.read = extract.heard.count();
    let worked = work_out(engine, start, mapper, extract).await?;
    let plan = keep_plan(engine, start, &mut run, worked, extract).await?;
    let by_itself = start.sync.standing_approval && run.kind == RunKind::Full;
    match plan.state {
        PlanState::Empty => commit_nothing(engine, start.tenant, &plan).await,
        PlanState::Waiting if by_itself => {
            let approval = Approval {
                root: plan.root,
                selected: Selected::All,
                by: start.by.clone(),
                at: engine.clock().now(),
                reason: None,
            };
            commit_plan(engine, start.tenant, plan.id, approval).await
        }
        _ => engine.end_waiting(start.tenant, run, &plan).await,
    }
}

/// What came of the comparison.
struct Worked {
    differences: Differences,
    pending: Pending,
    holds: Vec<Hold>,
    questions: Vec<Question>,
    findings: Vec<Finding>,
    /// What was asserted and could be asked about: entity and key.
    asserted: Vec<(Name, String)>,
}

async fn work_out(
    engine: &Engine,
    start: &Start<'_>,
    mut mapper: Mapper,
    extract: &Extract,
) -> Result<Worked> {
    let connection = start.sync.connection;
    let departed = extract.departed(&start.known);
    let before = documents_before(start.tenant, connection, extract, &departed).await?;
    let departed = departing(departed, &before, &mapper);
    let answers = engine.answers(start.tenant, start.sync.id).await?;
    let mut board = Board::new(start.tenant, start.sync, answers);
    board.departing = departed.iter().map(|((_, key), _)| key.clone()).collect();
    let Asserted { assertions, undecided } =
        mapper.all(extract.changed.iter().map(|said| &said.document).enumerate());
    board.unsettled = undecided;
    let asserted = assertions.iter().map(asked_about).collect();
    let identified = board.identify_all(assertions).await?;

    let ranks = precedence(&start.tenant.syncs().await?);
    let (source, today) = (start.source.as_str(), engine.today());
    let speaker = Speaker { source, connection, today, precedence: &ranks };
    let mut differences = diff::compare(&board, &identified, &speaker);
    let mut ended = diff::dropped(&mapper, extract, &before, &differences, &board.unsettled);
    ended.extend(departed.iter().flat_map(|(_, refs)| refs).map(Ref::at));
    diff::end(&mut board, &mut differences, ended, &speaker).await?;
    let swept = diff::sweep(&mut board, &differences, extract, &start.known).await?;
    diff::end(&mut board, &mut differences, swept, &speaker).await?;

    let baseline = diff::baseline(start.tenant).await?;
    let holds = diff::holds(start.sync, extract, &start.known, &baseline, &differences.changes);
    let pending = pending(start, extract, (&board, &differences), &mapper, departed, &before);
    let mut findings = mapper.findings();
    findings.extend(board.findings);
    findings.extend(diff::not_sent(start.sync, extract, &start.known));
    Ok(Worked { differences, pending, holds, questions: board.questions, findings, asserted })
}

fn asked_about(assertion: &Assertion) -> (Name, String) {
    (assertion.entity.as_str().into(), assertion.key.clone())
}

/// A document that departs: its place, and the records that go with it.
pub(crate) type Departing = ((Name, String), Vec<Ref>);

/// The documents that depart. One that still holds records of a map that is switched off stays as it is.
fn departing(
    departed: Vec<(Name, String)>,
    before: &HashMap<(Name, String), DocumentRow>,
    mapper: &Mapper,
) -> Vec<Departing> {
    let refs = |at: &(Name, String)| before.get(at).into_iter().flat_map(refs_of).collect::<Vec<Ref>>();
    let all = departed.into_iter().map(|at| (refs(&at), at)).map(|(refs, at)| (at, refs));
    all.filter(|(_, refs)| refs.iter().all(|one| mapper.speaks_for(&one.stream, one.entity))).collect()
}

async fn documents_before(
    tenant: &Tenant,
    connection: ConnectionId,
    extract: &Extract,
    departed: &[(Name, String)],
) -> Result<HashMap<(Name, String), DocumentRow>> {
    let mut wanted: HashMap<Name, Vec<String>> = HashMap::new();
    for said in &extract.changed {
        let head = &said.document.head;
        wanted.entry(head.stream.clone()).or_default().push(head.key.clone());
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

async fn keep_plan(
    engine: &Engine,
    start: &Start<'_>,
    run: &mut Run,
    worked: Worked,
    extract: &Extract,
) -> Result<Plan> {
    let mut limit = FindingLimit::default();
    worked.findings.into_iter().chain(extract.findings.iter().cloned()).for_each(|one| limit.add(one));
    let conflicts: Vec<Conflict> =
        worked.questions.iter().map(|question| conflict(engine, start.sync, question)).collect();
    let asserted: std::collections::HashSet<(Name, String)> = worked.asserted.into_iter().collect();
    let draft = Draft {
        sync: start.sync,
        changes: worked.differences.changes,
        holds: worked.holds,
        conflicts,
        findings: limit.finish(),
        unchanged: worked.differences.unchanged + extract.unchanged,
        left_out: std::collections::BTreeMap::new(),
        order: Entity::ALL.iter().map(|entity| entity.as_str().into()).collect(),
        replaces: start.replaces.clone(),
        looked_at: &|old| asserted.contains(&(old.target.clone(), old.key.clone())),
    };
    run.phase = Phase::Plan;
    run.state = RunState::Running;
    let pending = serde_json::to_value(&worked.pending)
        .map_err(|error| EngineError::Unanswerable(error.to_string()))?;
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
