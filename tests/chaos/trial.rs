//! One trial: a town, a folder, a house in another process, and what a person and KAMAR do with them.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use anyhow::Result;
use crosswalk_contract::*;
use crosswalk_model::*;
use crosswalk_sandbox::school::Spec;
use crosswalk_sandbox::{Town, TownSpec};

use crate::house::Opening;
use crate::remote::{Remote, Trouble};
use crate::words::{Heard, Say};

/// The promise: whoever was killed answers again, and goes on, within this time.
pub const RESUME: Duration = Duration::from_secs(5);

/// What KAMAR has got rid of.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pushed {
    pub check: bool,
    pub full: bool,
    pub timetables: bool,
}

/// A trial that is under way.
pub struct Trial {
    pub town: Town,
    folder: tempfile::TempDir,
    pub house: Option<Remote>,
    pub pushed: Pushed,
    /// How many messages of each kind were answered with OK.
    pub accepted: BTreeMap<String, usize>,
    pub te_kete_ako: SyncId,
    pub edpsych: SyncId,
    seconds: i64,
    pub unattended: bool,
    /// How long the slowest start after an end took, until it answered again and had begun to go on.
    pub slowest_resume: Duration,
    /// How long it took until what was interrupted was done.
    pub slowest_settled: Duration,
    pub ends: usize,
}

impl Trial {
    /// A town and an empty folder.
    pub async fn new(seed: u64) -> Result<Self> {
        let school = Spec { seed, pupils: 24, staff: 8, weeks_of_timetable: 1, ..Spec::default() };
        let town = Town::start(TownSpec { school, ..TownSpec::default() }).await?;
        town.edpsych.set_rate_limit(100_000, 60);
        let nothing = SyncId(uuid::Uuid::nil());
        Ok(Self {
            town,
            folder: tempfile::tempdir()?,
            house: None,
            pushed: Pushed::default(),
            accepted: BTreeMap::new(),
            te_kete_ako: nothing,
            edpsych: nothing,
            seconds: 0,
            unattended: false,
            slowest_resume: Duration::ZERO,
            slowest_settled: Duration::ZERO,
            ends: 0,
        })
    }

    /// The data folder; a killed house must not take the town with it, nor the town the folder.
    pub fn data(&self) -> std::path::PathBuf {
        self.folder.path().join("data")
    }

    /// What the last house wrote to its error output.
    pub fn last_words(&self) -> std::path::PathBuf {
        self.data().with_extension("said")
    }

    /// Opens the house.
    pub async fn open(&mut self, script: Option<&str>) -> Result<(), Trouble> {
        self.seconds += 60;
        let opening = Opening {
            folder: self.data(),
            today: self.town.school.today,
            seconds: self.seconds,
            script: script.map(str::to_owned),
            unattended: self.unattended,
        };
        let opened = Remote::open(&opening).await.map_err(|error| Trouble::Unopened(error.to_string()))?;
        let house = opened?;
        self.town.listen_at(house.port);
        self.house = Some(house);
        Ok(())
    }

    /// Opens a house that ended, and waits until what was interrupted has been gone on with.
    pub async fn resume(&mut self) -> Result<(), Trouble> {
        if let Some(mut house) = self.house.take() {
            house.kill().await;
        }
        let start = Instant::now();
        self.open(None).await?;
        self.slowest_resume = self.slowest_resume.max(start.elapsed());
        self.say(&Say::Settle).await?;
        self.slowest_settled = self.slowest_settled.max(start.elapsed());
        Ok(())
    }

    /// Ends it as the menu does.
    pub async fn close(&mut self) -> Result<(), Trouble> {
        self.say(&Say::Close).await?;
        if let Some(mut house) = self.house.take() {
            house.kill().await;
        }
        Ok(())
    }

    /// Says one thing. A house that has ended is put away.
    pub async fn say(&mut self, say: &Say) -> Result<Heard, Trouble> {
        let house = self.house.as_mut().ok_or(Trouble::Ended)?;
        let heard = house.say(say).await;
        if matches!(heard, Err(Trouble::Ended | Trouble::Hangs)) {
            self.house = None;
        }
        heard
    }

    /// Asks as the person at the screen does.
    pub async fn ask<A: Ask>(&mut self, call: A) -> Result<A::Reply, Trouble> {
        let house = self.house.as_mut().ok_or(Trouble::Ended)?;
        let answer = house.ask(call).await;
        if matches!(answer, Err(Trouble::Ended | Trouble::Hangs)) {
            self.house = None;
        }
        answer
    }

    /// KAMAR sends what it has not got rid of. Whether that was all.
    pub async fn push(&mut self) -> bool {
        if !self.pushed.check || !self.town.kamar.enabled() {
            let accepted = self.town.check().await.accepted();
            self.note("check", accepted);
            self.pushed.check = accepted;
        }
        if self.pushed.check && !self.pushed.full {
            self.pushed.full = self.town.push_full().await.accepted();
            self.note("full", self.pushed.full);
        }
        if self.pushed.full && !self.pushed.timetables && self.town.kamar.enabled() {
            let (accepted, failed) = self.town.push_timetables().await;
            (0..accepted).for_each(|_| self.note("part", true));
            self.pushed.timetables = failed.is_none();
        }
        self.pushed.check && self.pushed.full && self.pushed.timetables
    }

    pub fn note(&mut self, kind: &str, accepted: bool) {
        if accepted {
            *self.accepted.entry(kind.to_owned()).or_default() += 1;
        }
    }

    /// Makes a plan; `None` when the run failed.
    pub async fn plan(&mut self, sync: SyncId) -> Result<Option<PlanView>, Trouble> {
        let started = self.ask(StartRun { sync, kind: RunKind::Preview }).await?;
        self.say(&Say::Settle).await?;
        let run = self.ask(GetRun { id: started.run }).await?;
        match run.row.run.plan {
            Some(id) => Ok(Some(self.ask(GetPlan { id }).await?)),
            None => Ok(None),
        }
    }

    /// Approves a plan as a person does who has looked at it.
    pub async fn approve(&mut self, plan: &PlanView) -> Result<(), Trouble> {
        let reason = (!plan.holds.is_empty()).then(|| "It was looked at.".to_owned());
        let (id, root, selected) = (plan.card.id, plan.root, Selected::All);
        self.ask(ApprovePlan { id, root, selected, reason }).await?;
        self.say(&Say::Settle).await.map(drop)
    }

    /// The syncs of both clouds.
    pub fn outbound(&self) -> [SyncId; 2] {
        [self.te_kete_ako, self.edpsych]
    }
}
