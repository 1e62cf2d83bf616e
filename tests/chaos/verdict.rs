//! What is looked at after each trial.

use std::collections::BTreeMap;

use crosswalk_contract::*;
use crosswalk_model::*;
use crosswalk_sandbox::oracle::{self, What};
use serde::Serialize;

use crate::remote::Trouble;
use crate::trial::{RESUME, Trial};
use crate::words::{Heard, Say};

/// What is wrong after a trial; all of it must be zero.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Verdict {
    /// Messages that were answered with OK and are not there, or were not taken in.
    pub lost: u64,
    /// Records that a cloud holds twice.
    pub duplicate_effects: u64,
    /// Whether the files, the references or the audit are damaged.
    pub corrupt_databases: u64,
    /// Removals that nobody with a reason has approved.
    pub unguarded_removals: u64,
    /// Whether it did not go on by itself, soon and to the end.
    pub unresumed: u64,
    /// Records of the roster or of a cloud that are not as they must be.
    pub differences: u64,
    /// How long the slowest start after an end took, until it answered again and had begun to go on.
    pub slowest_resume_ms: u64,
    /// How long it took until what was interrupted was done.
    pub slowest_settled_ms: u64,
    /// What is wrong, in words.
    pub words: Vec<String>,
}

impl Verdict {
    /// Whether all is as it must be.
    pub fn is_good(&self) -> bool {
        self.words.is_empty()
    }

    pub fn complain(&mut self, words: impl Into<String>) {
        self.words.push(words.into());
    }

    /// A trial that did not come to its end.
    pub fn unresumed(words: impl Into<String>) -> Self {
        Self { unresumed: 1, words: vec![words.into()], ..Self::default() }
    }

    /// Both together.
    pub fn add(&mut self, other: &Self) {
        self.lost += other.lost;
        self.duplicate_effects += other.duplicate_effects;
        self.corrupt_databases += other.corrupt_databases;
        self.unguarded_removals += other.unguarded_removals;
        self.unresumed += other.unresumed;
        self.differences += other.differences;
        self.slowest_resume_ms = self.slowest_resume_ms.max(other.slowest_resume_ms);
        self.slowest_settled_ms = self.slowest_settled_ms.max(other.slowest_settled_ms);
        self.words.extend(other.words.iter().cloned());
    }
}

impl Trial {
    /// Brings it to its end and judges what is there.
    pub async fn judged(&mut self, roster: Option<&[String]>) -> Verdict {
        if let Err(words) = self.finish().await {
            return Verdict::unresumed(words);
        }
        self.judge(roster).await.unwrap_or_else(|trouble| Verdict::unresumed(format!("{trouble}")))
    }

    /// Judges what is there.
    pub async fn judge(&mut self, roster: Option<&[String]>) -> Result<Verdict, Trouble> {
        let mut verdict = Verdict::default();
        self.clouds(&mut verdict);
        self.inbox(&mut verdict).await?;
        self.runs(&mut verdict).await?;
        self.files(&mut verdict).await?;
        if let (Some(expected), Heard::Lines(found)) = (roster, self.say(&Say::Roster).await?) {
            let missing = expected.iter().filter(|line| found.binary_search(line).is_err()).count();
            let odd = found.iter().filter(|line| expected.binary_search(line).is_err()).count();
            let differs = missing + odd + expected.len().abs_diff(found.len());
            verdict.differences += differs as u64;
            if differs > 0 {
                verdict.complain(format!("the roster lacks {missing} records and has {odd} others"));
            }
        }
        let took = self.slowest_resume;
        verdict.slowest_resume_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        let settled = self.slowest_settled.as_millis();
        verdict.slowest_settled_ms = u64::try_from(settled).unwrap_or(u64::MAX);
        if took > RESUME {
            verdict.unresumed += 1;
            verdict.complain(format!("it went on after {} ms only", took.as_millis()));
        }
        Ok(verdict)
    }

    fn clouds(&self, verdict: &mut Verdict) {
        let (school, today) = (&self.town.school, self.town.school.today);
        let te_kete_ako = oracle::expected_te_kete_ako(school, today);
        let mut wrong = oracle::compare_te_kete_ako(&self.town.supabase.snapshot(), &te_kete_ako);
        let edpsych = oracle::expected_edpsych(school, today);
        wrong.extend(oracle::compare_edpsych(&self.town.edpsych.snapshot(), &edpsych));
        for one in &wrong {
            match one.what {
                What::Twice => verdict.duplicate_effects += 1,
                _ => verdict.differences += 1,
            }
        }
        if let Some(first) = wrong.first() {
            verdict.complain(format!("{} differences in the clouds; the first: {first}", wrong.len()));
        }
    }

    async fn inbox(&mut self, verdict: &mut Verdict) -> Result<(), Trouble> {
        let stored = self.deliveries().await?;
        let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
        for one in &stored {
            // Timetables have kinds of their own.
            let kind = if ["check", "full"].contains(&one.kind.as_str()) { &one.kind } else { "part" };
            *kinds.entry(kind).or_default() += 1;
        }
        for (kind, accepted) in &self.accepted {
            let missing = accepted.saturating_sub(kinds.get(kind.as_str()).copied().unwrap_or_default());
            verdict.lost += missing as u64;
            if missing > 0 {
                verdict.complain(format!("{missing} accepted messages ({kind}) are not stored"));
            }
        }
        let open = stored
            .iter()
            .filter(|one| matches!(one.state, DeliveryState::Waiting | DeliveryState::Unreadable));
        for one in open {
            verdict.lost += 1;
            verdict.complain(format!("a {} is {:?}: {}", one.kind, one.state, one.verdict));
        }
        if verdict.differences > 0 {
            let told =
                stored.iter().rev().map(|one| format!("{} {:?}: {}", one.kind, one.state, one.verdict));
            verdict.complain(format!("what came: {}", told.collect::<Vec<_>>().join(" / ")));
        }
        Ok(())
    }

    /// No plan of this school removes anybody, and no run may be left open.
    async fn runs(&mut self, verdict: &mut Verdict) -> Result<(), Trouble> {
        for card in self.ask(ListPlans { open: false }).await? {
            if card.state == PlanState::Approved {
                verdict.unresumed += 1;
                verdict.complain(format!("a plan is approved and not applied: {}", card.sentence));
            }
            let plan = self.ask(GetPlan { id: card.id }).await?;
            let counts = &plan.summary.counts;
            let removals: u64 =
                ["deactivate", "withdraw", "delete"].map(|word| counts.total(word)).iter().sum();
            if removals > 0 {
                verdict.unguarded_removals += removals;
                verdict.complain(format!("a plan removes somebody: {}", card.sentence));
            }
        }
        let runs = self.ask(ListRuns { sync: None, state: None, since: None, cursor: None }).await?;
        for row in runs.rows.iter().filter(|row| row.run.state == RunState::Running) {
            verdict.unresumed += 1;
            verdict.complain(format!("a run never ended: {}", row.run.note));
        }
        Ok(())
    }

    async fn files(&mut self, verdict: &mut Verdict) -> Result<(), Trouble> {
        let Heard::Lines(mut wrong) = self.say(&Say::Examine).await? else { return Err(Trouble::Hangs) };
        let audit = self.ask(VerifyAudit {}).await?;
        if !audit.intact {
            wrong.push(audit.sentence);
        }
        verdict.corrupt_databases += u64::from(!wrong.is_empty());
        verdict.words.append(&mut wrong);
        Ok(())
    }
}
