//! Plans: the changes in the order in which they can be carried out, what they come to, and the word without which
//! nothing is applied.

use std::collections::BTreeMap;

use crosswalk_model::{ActorKind, Approval, Change, ChangeOp, Name, Plan, PlanState, Summary};

use crate::sentence::sentence;
use crate::tally::Tally;

/// The place of a change in a plan: relinks first, so that a key is free before somebody else gets it; then what is
/// made or changed, in the order of the streams, so that what is pointed at is there; last what is ended, in reverse.
pub fn place(change: &Change, streams: &[Name]) -> (u8, usize) {
    let place = streams.iter().position(|stream| *stream == change.target).unwrap_or(streams.len());
    match change.op {
        ChangeOp::Relink { .. } => (0, place),
        ChangeOp::Create | ChangeOp::Update => (1, place),
        _ => (2, streams.len() - place),
    }
}

/// What the changes come to.
pub fn summarise(
    tally: &Tally,
    conflicts: u64,
    findings: u64,
    unchanged: u64,
    left_out: BTreeMap<Name, u64>,
) -> Summary {
    let counts = tally.counts.clone();
    Summary { sentence: sentence(tally), counts, conflicts, findings, unchanged, left_out }
}

/// A plan with somebody's word. Only this type can be applied.
#[derive(Clone, Debug)]
pub struct ApprovedPlan {
    plan: Plan,
    approval: Approval,
}

/// Why a word does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotApproved {
    /// The approval names another root: the plan on the screen was not this one.
    #[error("The plan has changed since you looked at it. Open it again and approve what you see.")]
    OtherRoot,
    /// It is rejected, superseded, applied or empty.
    #[error("This plan can no longer be applied. Make a new one.")]
    NotOpen,
    /// The guard holds it and no reason is given.
    #[error("The guard holds this plan. Say why it is right before you approve it.")]
    NeedsReason,
    /// The guard holds it and nobody looked.
    #[error("The guard holds this plan until a person has looked at it.")]
    NeedsPerson,
    /// It undoes a run, and nobody looked.
    #[error("This plan undoes a run; it waits until a person has looked at it.")]
    UndoNeedsPerson,
}

impl ApprovedPlan {
    /// Joins a plan and the word that was given for it.
    ///
    /// # Errors
    /// [`NotApproved`] when the word is for something else or not enough.
    pub fn new(plan: Plan, approval: Approval) -> Result<Self, NotApproved> {
        if approval.root != plan.root {
            return Err(NotApproved::OtherRoot);
        }
        if !matches!(plan.state, PlanState::Waiting | PlanState::Held | PlanState::Approved) {
            return Err(NotApproved::NotOpen);
        }
        if plan.undoes.is_some() && approval.by.kind != ActorKind::Person {
            return Err(NotApproved::UndoNeedsPerson);
        }
        if !plan.holds.is_empty() {
            if !approval.by.may(crosswalk_model::Permission::Decide) {
                return Err(NotApproved::NeedsPerson);
            }
            if approval.reason.as_deref().is_none_or(|reason| reason.trim().is_empty()) {
                return Err(NotApproved::NeedsReason);
            }
        }
        Ok(Self { plan, approval })
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The word.
    pub fn approval(&self) -> &Approval {
        &self.approval
    }

    /// Whether the change with this index may be carried out.
    pub fn allows(&self, index: u32) -> bool {
        self.approval.selected.contains(index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosswalk_model::{
        Actor, Fields, Hash, Hold, HoldRule, PlanId, Reason, RosterId, RunId, Selected, SyncId, Timestamp,
    };
    use uuid::Uuid;

    fn change(op: ChangeOp, target: &'static str) -> Change {
        Change {
            op,
            target: target.into(),
            roster_id: RosterId(Uuid::from_u128(1)),
            key: "k".into(),
            foreign_id: None,
            label: String::new(),
            group: "pupils".into(),
            fields: vec![],
            reason: Reason::new("x", "x"),
            expects: None,
            next_effective_on: None,
            pins: Vec::new(),
            school: None,
            findings: Vec::new(),
            result: Fields::new(),
        }
    }

    #[test]
    fn what_is_pointed_at_comes_first_and_goes_last() {
        let streams: Vec<Name> = ["people", "classes", "enrolments"].map(Name::from).to_vec();
        let mut changes = [
            change(ChangeOp::Deactivate, "people"),
            change(ChangeOp::Create, "enrolments"),
            change(ChangeOp::Deactivate, "enrolments"),
            change(ChangeOp::Create, "people"),
            change(ChangeOp::Relink { from: "a".into() }, "people"),
        ];
        changes.sort_by_key(|change| place(change, &streams));
        let words: Vec<_> =
            changes.iter().map(|change| format!("{} {}", change.op.word(), change.target)).collect();
        assert_eq!(
            words,
            [
                "relink people",
                "create people",
                "create enrolments",
                "deactivate enrolments",
                "deactivate people"
            ]
        );
    }

    fn plan(state: PlanState, held: bool) -> Plan {
        let hold = Hold {
            rule: HoldRule::Deactivations,
            target: "user".into(),
            group: "pupils".into(),
            affected: 96,
            baseline: 1812,
            message: String::new(),
        };
        Plan {
            id: PlanId(Uuid::from_u128(1)),
            sync: SyncId(Uuid::from_u128(2)),
            run: RunId(Uuid::from_u128(3)),
            parent: None,
            undoes: None,
            made_at: Timestamp::UNIX_EPOCH,
            root: Hash::of(b"root"),
            segments: vec![],
            summary: Summary::default(),
            holds: if held { vec![hold] } else { vec![] },
            state,
        }
    }

    fn word(root: &[u8], by: Actor, reason: Option<&str>) -> Approval {
        let reason = reason.map(str::to_owned);
        Approval { root: Hash::of(root), selected: Selected::All, by, at: Timestamp::UNIX_EPOCH, reason }
    }

    #[test]
    fn a_word_counts_only_for_what_was_seen() {
        let person = Actor::local_administrator;
        let table = [
            ("as seen", PlanState::Waiting, false, word(b"root", person(), None), None),
            (
                "another root",
                PlanState::Waiting,
                false,
                word(b"else", person(), None),
                Some(NotApproved::OtherRoot),
            ),
            (
                "rejected",
                PlanState::Rejected,
                false,
                word(b"root", person(), None),
                Some(NotApproved::NotOpen),
            ),
            ("applied", PlanState::Applied, false, word(b"root", person(), None), Some(NotApproved::NotOpen)),
            (
                "held, no reason",
                PlanState::Held,
                true,
                word(b"root", person(), Some(" ")),
                Some(NotApproved::NeedsReason),
            ),
            (
                "held, a delivery",
                PlanState::Held,
                true,
                word(b"root", Actor::delivery(), Some("x")),
                Some(NotApproved::NeedsPerson),
            ),
            (
                "held, a person with a reason",
                PlanState::Held,
                true,
                word(b"root", person(), Some("Year 13 left")),
                None,
            ),
        ];
        for (name, state, held, approval, expect) in table {
            assert_eq!(ApprovedPlan::new(plan(state, held), approval).err(), expect, "{name}");
        }
    }
}
