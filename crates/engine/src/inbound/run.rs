//! One inbound run: from an extract to a sealed plan, and on to the commit where nobody needs to be asked.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use crosswalk_model::{
    Actor, Approval, Conflict, ConflictId, ConflictState, DeliveryId, Entity, Finding, Hold, Name, Phase,
    Plan, PlanId, PlanState, RosterId, Run, RunKind, RunState, Selected, Sync,
};
use crosswalk_reconcile::guard::Baseline;
use crosswalk_reconcile::map::FindingLimit;
use crosswalk_store::{ConflictFilter, Origin, Spill, Spilled, Tenant};

use super::assert::Mapper;
use super::commit::{commit_nothing, commit_plan};
use super::diff::{self, Differences, Speaker};
use super::extract::Extract;
use super::identity::{Assertion, Board, Question, batch_of};
use super::known::Known;
use super::pending::{Waiting, gather};
use super::refs::{Ref, refs_of};
use crate::book::Book;
use crate::drafts::{Draft, seal_plan};
use crate::limits::limits;
use crate::syncs::precedence;
use crate::{Engine, Result};

/// How many documents are looked up together.
const TOGETHER: usize = 2_000;
/// How many open questions are looked through.
const MOST_QUESTIONS: u32 = 10_000;

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
    run.read = extract.count();
    let stage = crosswalk_faults::enter(crosswalk_faults::Stage::Plan);
    let worked = work_out(engine, start, mapper, extract).await?;
    let plan = keep_plan(engine, start, &mut run, worked, extract).await?;
    drop(stage);
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
    book: Book,
    unchanged: u64,
    waiting: Waiting,
    holds: Vec<Hold>,
    questions: Vec<Question>,
    findings: Vec<Finding>,
    /// The open questions that would have been asked again if they still arose: entity and key.
    looked_at: HashSet<(Name, String)>,
}

async fn work_out(
    engine: &Engine,
    start: &Start<'_>,
    mut mapper: Mapper,
    extract: &Extract,
) -> Result<Worked> {
    let departed = departing(start, extract, &mapper).await?;
    let answers = engine.answers(start.tenant, start.sync.id).await?;
    let mut board = Board::new(start.tenant, start.sync, answers).await?;
    board.departing = departed.iter().map(|((_, key), _)| key.clone()).collect();
    mapper.hear(&extract.findings);
    let asserted = map(start.tenant, &mut mapper, extract)?;
    board.unsettled = mapper.undecided();

    let ranks = precedence(&start.tenant.syncs().await?);
    let (source, today, connection) = (start.source.as_str(), engine.today(), start.sync.connection);
    let speaker = Speaker { source, connection, today, precedence: &ranks };
    let mut found = Differences::new(start.tenant, extract.changed.len());
    let mut open = OpenQuestions::load(start).await?;
    for (entity, list) in &asserted {
        compare_kind(&mut board, *entity, list, &speaker, &mut found, &mut open).await?;
    }
    board.tell_missing();
    let leaving: Vec<(Entity, RosterId)> = departed.iter().flat_map(|(_, refs)| refs).map(Ref::at).collect();
    let gathered = gather(start, extract, (&board, &mut found), &mapper, departed).await?;
    let mut ended = gathered.dropped;
    ended.extend(leaving);
    diff::end(&mut board, &mut found, ended, &speaker).await?;
    let swept = diff::sweep(&mut board, &found, extract, &start.known).await?;
    diff::end(&mut board, &mut found, swept, &speaker).await?;

    // The roster need not be counted for a plan that takes nothing away.
    let baseline = match found.book.tally.is_empty() {
        true => Baseline::default(),
        false => diff::baseline(start.tenant).await?,
    };
    let limits = limits(start.tenant, start.sync, today).await?;
    let holds = diff::holds((start.sync, &limits), extract, &start.known, &baseline, &found.book.tally);
    let mut findings = mapper.findings();
    findings.append(&mut found.merged.findings);
    findings.extend(found.years.told(start.tenant, today).await?);
    findings.extend(board.findings);
    findings.extend(diff::not_sent(start.sync, extract, &start.known));
    Ok(Worked {
        book: found.book,
        unchanged: found.unchanged,
        waiting: gathered.waiting,
        holds,
        questions: board.questions,
        findings,
        looked_at: open.met,
    })
}

/// MAP: the assertions of all changed documents, by kind.
fn map(
    tenant: &Tenant,
    mapper: &mut Mapper,
    extract: &Extract,
) -> Result<BTreeMap<Entity, Spilled<Assertion>>> {
    let mut lists: BTreeMap<Entity, Spill<Assertion>> = BTreeMap::new();
    let mut some = Vec::new();
    extract.read(|place, document| {
        mapper.document(place, &document, &mut some);
        for one in some.drain(..) {
            lists.entry(one.entity).or_insert_with(|| tenant.blobs().spill()).push(&one)?;
        }
        Ok(())
    })?;
    let finished = lists.into_iter().map(|(entity, list)| Ok((entity, list.finish()?)));
    finished.collect()
}

/// IDENTIFY and DIFF for all assertions of one kind.
async fn compare_kind(
    board: &mut Board<'_>,
    entity: Entity,
    list: &Spilled<Assertion>,
    speaker: &Speaker<'_>,
    found: &mut Differences,
    open: &mut OpenQuestions,
) -> Result<()> {
    board.prepare(entity, list).await?;
    let (mut reader, most) = (list.open()?, batch_of(entity));
    loop {
        let batch = reader.some(most)?;
        if batch.is_empty() {
            return Ok(());
        }
        open.meet(&batch);
        let identified = board.identify(entity, batch).await?;
        found.schools.meet(board, identified.iter().map(|one| (entity, &one.assertion.fields))).await?;
        diff::compare(board, identified, speaker, found)?;
        board.forget();
        // Others wait for their turn, such as a sender for an answer.
        tokio::task::yield_now().await;
    }
}

/// Questions that wait for an answer, and which of them concern something that is asserted again.
struct OpenQuestions {
    open: HashSet<(Name, String)>,
    met: HashSet<(Name, String)>,
}

impl OpenQuestions {
    async fn load(start: &Start<'_>) -> Result<Self> {
        let open =
            start.tenant.conflicts(ConflictFilter::Open, Some(start.sync.id), None, MOST_QUESTIONS).await?;
        let open = open.into_iter().map(|conflict| (conflict.target, conflict.key)).collect();
        Ok(Self { open, met: HashSet::new() })
    }

    fn meet(&mut self, batch: &[Assertion]) {
        if self.open.is_empty() {
            return;
        }
        let asserted = batch.iter().map(|one| (one.entity.as_str().into(), one.key.clone()));
        self.met.extend(asserted.filter(|at| self.open.contains(at)));
    }
}

/// A document that departs: its place, and the records that go with it.
pub(crate) type Departing = ((Name, String), Vec<Ref>);

/// The documents that depart. One that still holds records of a map that is switched off stays as it is.
async fn departing(start: &Start<'_>, extract: &Extract, mapper: &Mapper) -> Result<Vec<Departing>> {
    let mut by_stream: BTreeMap<Name, Vec<String>> = BTreeMap::new();
    for (stream, key) in extract.departed(&start.known) {
        by_stream.entry(stream).or_default().push(key);
    }
    let mut departing = Vec::new();
    for (stream, keys) in by_stream {
        for some in keys.chunks(TOGETHER) {
            let rows = start.tenant.documents(start.sync.connection, &stream, some).await?;
            let mut refs: HashMap<&str, Vec<Ref>> =
                rows.iter().map(|row| (row.key.as_str(), refs_of(row).collect())).collect();
            for key in some {
                let refs = refs.remove(key.as_str()).unwrap_or_default();
                if refs.iter().all(|one| mapper.speaks_for(&one.stream, one.entity)) {
                    departing.push(((stream.clone(), key.clone()), refs));
                }
            }
        }
    }
    Ok(departing)
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
    let looked_at = worked.looked_at;
    let draft = Draft {
        sync: start.sync,
        changes: worked.book,
        holds: worked.holds,
        conflicts,
        findings: limit.finish(),
        unchanged: worked.unchanged + extract.unchanged,
        left_out: BTreeMap::new(),
        replaces: start.replaces.clone(),
        looked_at: &|old| looked_at.contains(&(old.target.clone(), old.key.clone())),
        undoes: None,
        retries: None,
    };
    run.phase = Phase::Plan;
    run.state = RunState::Running;
    seal_plan(engine, start.tenant, run, draft, Some(&worked.waiting)).await
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
