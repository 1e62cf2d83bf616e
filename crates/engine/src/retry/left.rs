//! What a run did not do, and what of it can still be tried.

use std::collections::{BTreeMap, HashMap, HashSet};

use crosswalk_contract::{NotDone, NotDoneReason};
use crosswalk_model::{
    Approval, Change, Direction, Entity, Hash, Name, Outcome, OutcomeKind, Plan, RosterId, Run, RunState,
    Selected, Sync, content_hash,
};
use crosswalk_store::{LedgerEntry, Outcomes, Tenant};

use crate::Result;

const UNTRIED: &str = "It was not tried, because the run ended before.";

/// A change that was not done.
pub(crate) struct Left {
    pub index: u32,
    pub target: Name,
    pub id: RosterId,
    pub label: String,
    what: String,
    /// The destination's words, or ours.
    pub words: String,
    /// What it would have said.
    said: Hash,
    removes: bool,
}

/// The run's plan, if it was carried out, as far as that went.
pub(crate) async fn applied_plan(tenant: &Tenant, run: &Run) -> Result<Option<Plan>> {
    let Some(id) = run.plan else { return Ok(None) };
    Ok(tenant.plan(id).await?.filter(|plan| plan.state.was_carried_out()))
}

/// What a run did not do, in the order of its plan. What was purged or erased is not known any more.
pub(crate) async fn of(tenant: &Tenant, run: &Run, plan: &Plan) -> Result<Vec<Left>> {
    let outcomes = tenant.outcome_ranges(plan.id).await?;
    let untried = untried(tenant, run, plan).await?;
    if untried.is_none() && outcomes.iter().all(|(_, outcome)| outcome.confirmed()) {
        return Ok(Vec::new());
    }
    if tenant.plan_purged_at(plan.id).await?.is_some() {
        return Ok(Vec::new());
    }
    gather(tenant, plan, &outcomes, untried.as_ref()).await
}

async fn gather(
    tenant: &Tenant,
    plan: &Plan,
    outcomes: &Outcomes,
    untried: Option<&Selected>,
) -> Result<Vec<Left>> {
    let ended = Outcome::not(OutcomeKind::Failed, UNTRIED);
    let (mut left, mut index) = (Vec::new(), 0u32);
    for n in 0..plan.segments.len() {
        for change in tenant.segment(plan, u32::try_from(n).unwrap_or(u32::MAX)).await? {
            let meant = untried.is_some_and(|selected| selected.contains(index));
            let outcome = outcomes.get(index).or(meant.then_some(&ended));
            left.extend(
                outcome.filter(|outcome| !outcome.confirmed()).map(|outcome| one(index, change, outcome)),
            );
            index += 1;
        }
    }
    Ok(left)
}

fn one(index: u32, change: Change, outcome: &Outcome) -> Left {
    Left {
        index,
        id: change.roster_id,
        what: format!("{} {}", change.op.word(), change.target),
        words: outcome.words.clone().unwrap_or_default(),
        said: content_hash(&change.result),
        removes: change.op.removes(),
        target: change.target,
        label: change.label,
    }
}

/// Which changes were approved and may have been left untried: only a run that ended early leaves any.
async fn untried(tenant: &Tenant, run: &Run, plan: &Plan) -> Result<Option<Selected>> {
    if !matches!(run.state, RunState::Failed | RunState::Cancelled) {
        return Ok(None);
    }
    let last: Option<Approval> = tenant.approvals(plan.id).await?.pop();
    Ok(last.map(|approval| approval.selected))
}

/// How the records of these changes stand now.
pub(crate) struct Standing {
    outbound: bool,
    known: HashSet<RosterId>,
    ledger: HashMap<(Name, RosterId), LedgerEntry>,
}

impl Standing {
    pub async fn of(tenant: &Tenant, sync: &Sync, left: &[Left]) -> Result<Self> {
        let mut standing = Self {
            outbound: sync.direction == Direction::Outbound,
            known: HashSet::new(),
            ledger: HashMap::new(),
        };
        let targets: HashSet<&Name> = left.iter().map(|one| &one.target).collect();
        for target in targets {
            let ids: HashSet<RosterId> =
                left.iter().filter(|one| one.target == *target).map(|one| one.id).collect();
            let asked: Vec<(Entity, RosterId)> =
                entities(sync, target).flat_map(|entity| ids.iter().map(move |id| (entity, *id))).collect();
            standing.known.extend(tenant.roster_get(&asked).await?.into_iter().map(|record| record.id));
            let entries = tenant.ledger(sync.id, target).await?.into_iter();
            let mine = entries.filter(|entry| ids.contains(&entry.roster_id));
            standing.ledger.extend(mine.map(|entry| ((target.clone(), entry.roster_id), entry)));
        }
        Ok(standing)
    }

    /// Whether a later run would have something to do: its record is there, and nobody has done it since.
    pub fn can_be_tried(&self, one: &Left) -> bool {
        let entry = self.ledger.get(&(one.target.clone(), one.id));
        let done = entry.is_some_and(|entry| match one.removes {
            true => !entry.active,
            false => entry.active && entry.source_hash == one.said,
        });
        self.outbound && self.known.contains(&one.id) && !done
    }
}

fn entities<'a>(sync: &'a Sync, target: &'a Name) -> impl Iterator<Item = Entity> + 'a {
    let maps = sync.crosswalk.streams.iter().filter(move |map| map.to == *target);
    maps.filter_map(|map| map.from.parse().ok())
}

/// The same in the screen's words, at most so many; `shown` is what of a record's name may be shown.
pub(crate) fn told(
    left: &[Left],
    standing: &Standing,
    most: usize,
    shown: impl Fn(&Left) -> String,
) -> Vec<NotDone> {
    let each = left.iter().take(most).map(|one| NotDone {
        index: one.index,
        label: shown(one),
        what: one.what.clone(),
        words: one.words.clone(),
        can_retry: standing.can_be_tried(one),
    });
    each.collect()
}

/// Why they were not done, the most frequent reason first.
pub(crate) fn reasons(left: &[Left], standing: &Standing) -> Vec<NotDoneReason> {
    let mut counts: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for one in left {
        let (all, can) = counts.entry(&one.words).or_default();
        *all += 1;
        *can += u64::from(standing.can_be_tried(one));
    }
    let reason = |(words, (count, can_retry)): (&str, (u64, u64))| NotDoneReason {
        words: words.to_owned(),
        count,
        can_retry,
    };
    let mut reasons: Vec<NotDoneReason> = counts.into_iter().map(reason).collect();
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.count));
    reasons
}
