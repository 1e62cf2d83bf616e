//! The figures, for people and for machines.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde::Serialize;

use crate::sweep::Hit;
use crate::verdict::Verdict;

/// How many cases of one kind there were.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Cell {
    pub cases: u64,
    pub ok: u64,
}

/// One thing that is wrong, and what repeats it.
#[derive(Clone, Debug, Serialize)]
pub struct Failure {
    pub repeat: String,
    pub words: Vec<String>,
}

/// All that came of it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// How often something failed or was ended.
    pub faults: u64,
    /// Cases whose operation did not come this time.
    pub missed: u64,
    #[serde(flatten)]
    pub total: Verdict,
    /// Stage and fault.
    pub matrix: BTreeMap<String, BTreeMap<String, Cell>>,
    /// Figures of single suites.
    pub figures: BTreeMap<String, f64>,
    pub failures: Vec<Failure>,
    pub elapsed_s: f64,
}

impl Report {
    /// Notes a case.
    pub fn note(&mut self, repeat: &str, hit: Option<Hit>, verdict: &Verdict) {
        match hit {
            Some((stage, _, fault)) => self.count(&stage, &fault, 1, verdict),
            None => {
                self.missed += 1;
                self.blame(repeat, verdict);
                return;
            }
        }
        self.blame(repeat, verdict);
    }

    /// Notes a suite in which so many faults of one kind came.
    pub fn suite(&mut self, repeat: &str, stage: &str, fault: &str, faults: u64, verdict: &Verdict) {
        self.count(stage, fault, faults, verdict);
        self.blame(repeat, verdict);
    }

    fn count(&mut self, stage: &str, fault: &str, faults: u64, verdict: &Verdict) {
        self.faults += faults;
        let cell = self.matrix.entry(stage.to_owned()).or_default().entry(fault.to_owned()).or_default();
        cell.cases += faults;
        cell.ok += if verdict.is_good() { faults } else { 0 };
    }

    fn blame(&mut self, repeat: &str, verdict: &Verdict) {
        let words = std::mem::take(&mut self.total.words);
        self.total.add(verdict);
        self.total.words = words;
        if !verdict.is_good() {
            self.failures.push(Failure { repeat: repeat.to_owned(), words: verdict.words.clone() });
        }
    }

    /// Whether all is as promised.
    pub fn is_good(&self) -> bool {
        self.failures.is_empty()
    }

    /// The table of stages and faults, as it stands in the documents.
    pub fn table(&self) -> String {
        let faults: BTreeSet<&String> = self.matrix.values().flat_map(BTreeMap::keys).collect();
        let mut table = format!("| stage | {} |", join(faults.iter().map(|fault| fault.to_string())));
        table += &format!("\n|---|{}", "---|".repeat(faults.len()));
        for (stage, row) in &self.matrix {
            let cell = |fault: &&String| {
                row.get(*fault).map_or("–".to_owned(), |cell| format!("{}/{}", cell.ok, cell.cases))
            };
            table += &format!("\n| {stage} | {} |", join(faults.iter().map(cell)));
        }
        table
    }

    /// Everything for people.
    pub fn told(&self) -> String {
        let mut text = format!("{}\n\n", self.table());
        for (name, figure) in &self.figures {
            text += &format!("{name}: {figure}\n");
        }
        for failure in &self.failures {
            text += &format!("WRONG  {}\n       {}\n", failure.repeat, failure.words.join("\n       "));
        }
        text + &self.sentence()
    }

    fn sentence(&self) -> String {
        let total = &self.total;
        format!(
            "{} faults ({} cases missed their operation): {} lost, {} duplicate effects, {} corrupt databases, \
             {} unguarded removals, {} unresumed, {} differences; slowest resume {} ms, \
             and {} ms until all was done; {:.0} s.",
            self.faults,
            self.missed,
            total.lost,
            total.duplicate_effects,
            total.corrupt_databases,
            total.unguarded_removals,
            total.unresumed,
            total.differences,
            total.slowest_resume_ms,
            total.slowest_settled_ms,
            self.elapsed_s,
        )
    }

    pub fn took(mut self, time: Duration) -> Self {
        self.elapsed_s = time.as_secs_f64();
        self
    }
}

fn join(cells: impl Iterator<Item = String>) -> String {
    cells.collect::<Vec<_>>().join(" | ")
}
