//! Random plans against the guard: never more is taken away than the limits say without a word for that very plan.

use crosswalk_model::{
    Actor, Approval, Change, ChangeOp, Fields, GuardLimits, Hash, Hold, Name, Plan, PlanId, PlanState,
    Reason, RosterId, RunId, Selected, Summary, SyncId, Timestamp,
};
use crosswalk_reconcile::guard::{Baseline, check};
use crosswalk_reconcile::plan::ApprovedPlan;
use crosswalk_reconcile::tally::Tally;
use crosswalk_sandbox::random::Random;
use uuid::Uuid;

use crate::verdict::Verdict;

const GROUPS: [&str; 4] = ["pupils", "staff", "classes", "enrolments"];

/// So many random plans.
pub fn plans(count: u64, seed: u64) -> Verdict {
    let mut verdict = Verdict::default();
    let mut random = Random::derive(seed, 0x9A2D);
    for n in 0..count {
        let plan = Random::derive(seed, n);
        if let Some(words) = one(plan, &mut random) {
            verdict.unguarded_removals += 1;
            verdict.complain(format!("plan {n} of seed {seed}: {words}"));
        }
    }
    verdict
}

/// What is wrong with one plan.
fn one(mut random: Random, hashes: &mut Random) -> Option<String> {
    let limits = if random.one_in(4) { GuardLimits::start_of_year() } else { GuardLimits::default() };
    let mut baseline = Baseline::new();
    let mut changes = Vec::new();
    let mut over = false;
    for group in GROUPS {
        let before = random.below(400) as u64;
        let gone = if random.one_in(3) { 0 } else { random.below(before as usize + 1) as u64 };
        let gone = if random.one_in(2) { gone.min(random.below(30) as u64) } else { gone };
        baseline.insert((Name::from("user"), Name::from(group)), before);
        changes.extend((0..gone).map(|_| removal(group, &mut random)));
        over |= is_over(&limits, group, before, gone);
    }
    let holds = check(&limits, &baseline, &Tally::of(&changes));
    if over == holds.is_empty() {
        return Some(format!("over the limit: {over}, held: {}", !holds.is_empty()));
    }
    let root = Hash(std::array::from_fn(|_| hashes.below(256) as u8));
    let state = if over { PlanState::Held } else { PlanState::Waiting };
    let word = |root, by: Actor, reason: Option<&str>| {
        let approval = Approval {
            root,
            selected: Selected::All,
            by,
            at: Timestamp::UNIX_EPOCH,
            reason: reason.map(str::to_owned),
        };
        ApprovedPlan::new(plan(state, root_of(&holds), holds.clone()), approval).is_ok()
    };
    let own = root_of(&holds);
    let unasked =
        word(own, Actor::local_administrator(), None) || word(own, Actor::delivery(), Some("by itself"));
    match (unasked && over, word(root, Actor::local_administrator(), Some("another plan"))) {
        (true, _) => Some("a plan over the limit was approved without a person's reason".into()),
        (_, true) => Some("a plan was approved by the word for another".into()),
        _ => None,
    }
}

/// Any root will do, so long as it is not the drawn one.
fn root_of(holds: &[Hold]) -> Hash {
    Hash([holds.len() as u8; 32])
}

fn plan(state: PlanState, root: Hash, holds: Vec<Hold>) -> Plan {
    let nil = Uuid::nil();
    Plan {
        id: PlanId(nil),
        sync: SyncId(nil),
        run: RunId(nil),
        parent: None,
        undoes: None,
        made_at: Timestamp::UNIX_EPOCH,
        root,
        segments: Vec::new(),
        summary: Summary::default(),
        state,
        holds,
    }
}

/// The limits, read once more: at least the floor, and more than the share or, but for enrolments, the number.
fn is_over(limits: &GuardLimits, group: &str, before: u64, gone: u64) -> bool {
    let many = group != "enrolments" && gone > u64::from(limits.deactivations_count);
    let share = gone as f64 > before.max(gone) as f64 * f64::from(limits.deactivations_percent) / 100.0;
    gone >= u64::from(limits.deactivations_floor) && (many || share)
}

fn removal(group: &'static str, random: &mut Random) -> Change {
    Change {
        op: if random.one_in(2) { ChangeOp::Deactivate } else { ChangeOp::Withdraw },
        target: "user".into(),
        roster_id: RosterId(Uuid::from_u64_pair(random.word(), random.word())),
        key: "k".into(),
        foreign_id: None,
        label: "x".into(),
        group: group.into(),
        fields: Vec::new(),
        reason: Reason::new("left", "Has left"),
        expects: None,
        next_effective_on: None,
        pins: Vec::new(),
        school: None,
        findings: Vec::new(),
        result: Fields::new(),
    }
}
