//! The story in figures, for a machine to read and for the story to judge itself by.

use std::collections::BTreeMap;

use crosswalk_contract::{PlanView, RunView};
use crosswalk_model::{PlanState, Run};
use serde::Serialize;

/// The figures of one plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    /// New records.
    pub create: u64,
    /// Changed records.
    pub update: u64,
    /// Records that end, because they left or are no longer selected.
    pub deactivate: u64,
    /// Records that get another key.
    pub relink: u64,
    /// Questions that wait beside the plan.
    pub conflict: u64,
    /// Whether the guard holds it.
    pub held: bool,
}

impl Figures {
    /// Of a plan as the screen shows it.
    pub fn of(plan: &PlanView) -> Self {
        let total = |word: &str| plan.summary.counts.total(word);
        Self {
            create: total("create"),
            update: total("update"),
            deactivate: total("deactivate") + total("withdraw") + total("delete"),
            relink: total("relink"),
            conflict: plan.summary.conflicts,
            held: plan.card.state == PlanState::Held,
        }
    }

    /// How many changes.
    pub fn changes(&self) -> u64 {
        self.create + self.update + self.deactivate + self.relink
    }
}

/// One run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Ran {
    /// "Roster → Te Kete Ako, first run".
    pub name: String,
    /// The plan's sentence.
    pub sentence: String,
    /// Its figures.
    pub plan: Figures,
    /// Changes that were confirmed.
    pub applied: u64,
    /// Changes that were refused, drifted, failed or skipped.
    pub refused: u64,
}

impl Ran {
    /// A run that was planned and not applied.
    pub fn planned(name: String, plan: &PlanView) -> Self {
        Self { name, sentence: plan.card.sentence.clone(), plan: Figures::of(plan), applied: 0, refused: 0 }
    }

    /// Adds another run of the same push; the sentence is that of the one with the most changes.
    pub fn and(&mut self, plan: &PlanView, run: &Run) {
        let other = Figures::of(plan);
        if self.sentence.is_empty() || other.changes() > self.plan.changes() {
            self.sentence.clone_from(&plan.card.sentence);
        }
        self.plan.create += other.create;
        self.plan.update += other.update;
        self.plan.deactivate += other.deactivate;
        self.plan.relink += other.relink;
        self.plan.conflict += other.conflict;
        self.plan.held |= other.held;
        self.applied += run.applied;
        self.refused += run.not_applied;
    }

    /// The same with what became of its changes.
    pub fn applied(mut self, run: &RunView) -> Self {
        self.applied = run.row.run.applied;
        self.refused = run.row.run.not_applied;
        self
    }
}

/// The whole story.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Deliveries that the listener stored.
    pub received: u64,
    /// Roster records by entity, after the first day.
    pub roster: BTreeMap<String, u64>,
    /// The runs in order.
    pub runs: Vec<Ran>,
    /// Confirmed changes in both clouds.
    pub applied: u64,
    /// Changes in both clouds that were not done.
    pub refused: u64,
    /// Whether both clouds hold, record by record, what an independent computation expects: after the first day and
    /// in the end.
    pub clouds_equal_expected: bool,
    /// The first of the differences, if there are any; of invented people.
    pub differences: Vec<String>,
    /// Conflicts that the second day made.
    pub conflicts: u64,
    /// Relinks that the second day made, in each cloud.
    pub relinks: Vec<u64>,
    /// Changes of a run after which nothing had happened.
    pub third_run_changes: u64,
    /// Whether the empty full was held.
    pub empty_full_held: bool,
    /// People that the empty full removed or offered to remove.
    pub empty_full_removed: u64,
    /// How long it took.
    pub elapsed_ms: u64,
}

impl Summary {
    /// What is not as the story promises; empty when all is well.
    pub fn faults(&self) -> Vec<String> {
        let promises = [
            (self.received > 0, "the listener stored nothing".to_owned()),
            (self.applied > 0, "nothing was applied".to_owned()),
            (self.refused == 0, format!("{} changes were not done", self.refused)),
            (self.clouds_equal_expected, "a cloud does not hold what it should".to_owned()),
            (self.conflicts == 1, format!("{} conflicts instead of one", self.conflicts)),
            (
                self.relinks.iter().all(|relinks| *relinks == 1),
                format!("relinks: {:?} instead of one each", self.relinks),
            ),
            (
                self.third_run_changes == 0,
                format!("the third run would change {} records", self.third_run_changes),
            ),
            (self.empty_full_held, "the empty full was not held".to_owned()),
            (
                self.empty_full_removed == 0,
                format!("the empty full removed {} people", self.empty_full_removed),
            ),
        ];
        promises.into_iter().filter(|(kept, _)| !kept).map(|(_, fault)| fault).collect()
    }

    pub(super) fn add(&mut self, ran: Ran) {
        self.applied += ran.applied;
        self.refused += ran.refused;
        self.runs.push(ran);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_promise_is_checked() {
        let good = Summary {
            received: 1,
            applied: 1,
            clouds_equal_expected: true,
            conflicts: 1,
            relinks: vec![1, 1],
            empty_full_held: true,
            ..Summary::default()
        };
        assert_eq!(good.faults(), Vec::<String>::new());
        let bad = [
            Summary { received: 0, ..good.clone() },
            Summary { applied: 0, ..good.clone() },
            Summary { refused: 1, ..good.clone() },
            Summary { clouds_equal_expected: false, ..good.clone() },
            Summary { conflicts: 2, ..good.clone() },
            Summary { relinks: vec![1, 0], ..good.clone() },
            Summary { third_run_changes: 1, ..good.clone() },
            Summary { empty_full_held: false, ..good.clone() },
            Summary { empty_full_removed: 1, ..good },
        ];
        assert!(bad.iter().all(|summary| summary.faults().len() == 1));
    }
}
