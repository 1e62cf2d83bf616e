//! The acts of the story, in order.

use anyhow::{Context, Result, bail};
use crosswalk_contract::{
    GetPlan, ListConflicts, ListDeliveries, ListRuns, PlanResolutions, PlanView, Resolve,
};
use crosswalk_model::{Direction, Resolution, Run, RunId, RunState};
use crosswalk_sandbox::kamar::PushResult;
use crosswalk_sandbox::oracle;
use crosswalk_sandbox::school::School;

use super::day;
use super::stage::{Stage, Way};
use super::summary::{Ran, Summary};

/// How many differences are told.
const FEW: usize = 5;

pub(super) struct Acts<'a> {
    stage: Stage,
    say: &'a mut (dyn FnMut(&str) + Send),
    summary: Summary,
    ways: Vec<Way>,
    /// The newest inbound run that stands in the summary.
    noted: Option<RunId>,
    /// The school when KAMAR pushed its timetables last.
    timetabled: Option<School>,
}

impl<'a> Acts<'a> {
    pub(super) fn new(stage: Stage, say: &'a mut (dyn FnMut(&str) + Send)) -> Self {
        let summary = Summary { clouds_equal_expected: true, ..Summary::default() };
        Self { stage, say, summary, ways: Vec::new(), noted: None, timetabled: None }
    }

    pub(super) async fn all(&mut self) -> Result<()> {
        self.connect().await?;
        self.first_push().await?;
        self.first_runs().await?;
        self.next_day().await?;
        self.second_runs().await?;
        self.settle_conflict().await?;
        self.third_runs().await?;
        self.empty_full().await?;
        self.summary.received = self.received().await?;
        Ok(())
    }

    pub(super) fn end(self) -> (Stage, Summary) {
        (self.stage, self.summary)
    }

    fn tell(&mut self, sentence: &str) {
        (self.say)(sentence);
    }

    async fn connect(&mut self) -> Result<()> {
        self.ways = self.stage.connect().await?;
        let school = self.stage.school();
        let name = school.site(0).name;
        let sentence =
            format!("{name} connects KAMAR, Te Kete Ako and EdPsych Connect. Every check is good.");
        self.tell(&sentence);
        Ok(())
    }

    async fn first_push(&mut self) -> Result<()> {
        accepted(self.stage.town.check().await, "check")?;
        self.tell("KAMAR checks the listener, is content, and pushes everybody.");
        accepted(self.stage.town.push_full().await, "full")?;
        let (count, failure) = self.stage.town.push_timetables().await;
        failure.map_or(Ok(()), |failure| accepted(failure, "timetables"))?;
        self.timetabled = Some(self.stage.school().clone());
        self.stage.settle().await;
        self.summary.roster = self.stage.roster().await?;
        let of = |entity: &str| self.summary.roster.get(entity).copied().unwrap_or_default();
        let (people, classes, lessons) = (of("user"), of("class"), of("timetableSlot"));
        self.tell(&format!(
            "{count} messages with timetables follow. The roster holds {people} people, {classes} classes and \
             {lessons} lessons."
        ));
        self.note_inbound("first push").await
    }

    async fn first_runs(&mut self) -> Result<()> {
        for at in self.outbound() {
            self.plan_and_apply(at, "first run").await?;
        }
        self.compare("after the first day");
        Ok(())
    }

    async fn next_day(&mut self) -> Result<()> {
        let day = day::pass(&mut self.stage.town)?;
        self.stage.clock.next_day();
        accepted(self.stage.town.push_part(&day.people).await, "part")?;
        day.told.iter().for_each(|sentence| self.tell(sentence));
        self.stage.settle().await;
        self.note_inbound("part").await
    }

    async fn second_runs(&mut self) -> Result<()> {
        for at in self.outbound() {
            let plan = self.plan_and_apply(at, "second run").await?;
            self.summary.conflicts += plan.summary.conflicts;
            self.summary.relinks.push(plan.summary.counts.total("relink"));
        }
        Ok(())
    }

    async fn settle_conflict(&mut self) -> Result<()> {
        let conflicts = self.stage.ask(ListConflicts { open: true }).await?;
        let first = conflicts.first().context("the second day made no conflict")?;
        let (sync, question) = (first.conflict.sync, format!("{} ({})", first.conflict.label, first.detail));
        self.tell(&format!(
            "Both sides changed: {question}. The rule from now on: the school's word counts."
        ));
        let ids = conflicts.iter().map(|view| view.conflict.id).collect();
        self.stage.ask(Resolve { ids, resolution: Resolution::TakeSource, make_rule: true }).await?;
        let started = self.stage.ask(PlanResolutions { sync }).await?;
        let plan = self.stage.planned(started).await?;
        let title = self.ways.iter().find(|way| way.sync == sync).map(|way| way.title.clone());
        self.apply(&title.unwrap_or_default(), "resolution", &plan).await?;
        self.compare("in the end");
        Ok(())
    }

    async fn third_runs(&mut self) -> Result<()> {
        for at in self.outbound() {
            let plan = self.stage.plan(self.ways[at].sync).await?;
            let ran = Ran::planned(self.name(at, "third run"), &plan);
            self.summary.third_run_changes += ran.plan.changes();
            self.summary.add(ran);
        }
        let changes = self.summary.third_run_changes;
        self.tell(&format!("A third run looks again and has {changes} changes to make."));
        Ok(())
    }

    async fn empty_full(&mut self) -> Result<()> {
        let before = self.stage.roster().await?;
        accepted(self.stage.town.push_empty_full().await, "empty full")?;
        self.stage.settle().await;
        let after = self.stage.roster().await?;
        let people = |counts: &std::collections::BTreeMap<String, u64>| {
            counts.get("user").copied().unwrap_or_default()
        };
        let run = self.inbound_runs().await?.into_iter().next().context("nothing was taken in")?;
        let mut offered = 0;
        let mut held = run.state == RunState::Waiting;
        if let Some(id) = run.plan {
            let plan = self.stage.ask(GetPlan { id }).await?;
            let ran = Ran::planned("KAMAR → Roster, empty full".into(), &plan);
            offered = ran.plan.deactivate;
            held |= ran.plan.held;
            self.summary.add(ran);
        }
        self.summary.empty_full_held = held;
        self.summary.empty_full_removed = people(&before).saturating_sub(people(&after)) + offered;
        let removed = self.summary.empty_full_removed;
        self.tell(&format!(
            "KAMAR pushes a full with nobody in it. It is held: {} Removed: {removed}.",
            run.note
        ));
        Ok(())
    }

    fn outbound(&self) -> Vec<usize> {
        let is_outbound = |at: &usize| self.ways[*at].direction == Direction::Outbound;
        (0..self.ways.len()).filter(is_outbound).collect()
    }

    fn name(&self, at: usize, when: &str) -> String {
        format!("{}, {when}", self.ways[at].title)
    }

    async fn plan_and_apply(&mut self, at: usize, when: &str) -> Result<PlanView> {
        let plan = self.stage.plan(self.ways[at].sync).await?;
        let title = self.ways[at].title.clone();
        self.apply(&title, when, &plan).await?;
        Ok(plan)
    }

    async fn apply(&mut self, title: &str, when: &str, plan: &PlanView) -> Result<()> {
        self.tell(&format!("{title}: {} Approved.", plan.card.sentence));
        let run = self.stage.apply(plan).await?;
        if let Some(one) = run.refused.first() {
            self.tell(&format!("Not done: {} {}: {}", one.what, one.label, one.words));
        }
        self.summary.add(Ran::planned(format!("{title}, {when}"), plan).applied(&run));
        Ok(())
    }

    /// The runs that took in what was pushed, the newest first, down to the one that was noted last.
    async fn inbound_runs(&mut self) -> Result<Vec<Run>> {
        let way =
            self.ways.iter().find(|way| way.direction == Direction::Inbound).context("nothing comes in")?;
        let (sync, last) = (Some(way.sync), self.noted);
        let (mut runs, mut cursor) = (Vec::new(), None);
        loop {
            let page = self.stage.ask(ListRuns { sync, state: None, since: None, cursor }).await?;
            let new = page.rows.into_iter().map(|row| row.run).take_while(|run| Some(run.id) != last);
            let before = runs.len();
            runs.extend(new);
            cursor = page.next.filter(|_| runs.len() > before);
            if cursor.is_none() {
                break;
            }
        }
        self.noted = runs.first().map(|run: &Run| run.id).or(last);
        Ok(runs)
    }

    /// Adds up the runs that took in a push; each must have ended well.
    async fn note_inbound(&mut self, when: &str) -> Result<()> {
        let mut all = Ran { name: format!("KAMAR → Roster, {when}"), ..Ran::default() };
        for run in self.inbound_runs().await? {
            if matches!(run.state, RunState::Failed | RunState::Waiting) {
                bail!("what KAMAR pushed was not taken in: {}", run.note);
            }
            if let Some(id) = run.plan {
                let plan = self.stage.ask(GetPlan { id }).await?;
                all.and(&plan, &run);
            }
        }
        self.summary.runs.push(all);
        Ok(())
    }

    /// Compares both clouds with what the school itself says they must hold.
    fn compare(&mut self, when: &str) {
        let (school, today) = (self.stage.school(), self.stage.today());
        let timetabled = self.timetabled.as_ref().unwrap_or(school);
        let te_kete_ako = oracle::expected_te_kete_ako_with_timetable(school, timetabled, today);
        let town = &self.stage.town;
        let mut differences = oracle::compare_te_kete_ako(&town.supabase.snapshot(), &te_kete_ako);
        let edpsych = oracle::expected_edpsych(school, today);
        differences.extend(oracle::compare_edpsych(&town.edpsych.snapshot(), &edpsych));
        self.summary.clouds_equal_expected &= differences.is_empty();
        let few = differences.iter().take(FEW).map(|difference| format!("{when}: {difference}"));
        self.summary.differences.extend(few);
        let sentence = match differences.len() {
            0 => format!("Both clouds hold {when} exactly what they should."),
            count => format!("The clouds differ {when} from what they should hold in {count} places."),
        };
        self.tell(&sentence);
    }

    async fn received(&self) -> Result<u64> {
        let (mut count, mut cursor) = (0, None);
        loop {
            let page =
                self.stage.ask(ListDeliveries { connection: None, state: None, since: None, cursor }).await?;
            count += page.rows.len() as u64;
            match page.next {
                None => return Ok(count),
                next => cursor = next,
            }
        }
    }
}

fn accepted(result: PushResult, what: &str) -> Result<()> {
    if !result.accepted() {
        let why = result.failure.or(result.result).unwrap_or_default();
        bail!("KAMAR is not content with the answer to its {what}: {why}");
    }
    Ok(())
}
