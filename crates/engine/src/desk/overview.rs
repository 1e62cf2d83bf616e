//! The overview: "is everything fine?" at a glance.

use std::collections::BTreeMap;

use crosswalk_contract::{
    DayMark, Destination, Mood, Node, Overview, RosterFigures, SyncHistory, WaitingItem,
};
use crosswalk_model::{Breaker, Direction, PlanState, Run, RunState, Sync, Timestamp};
use crosswalk_reconcile::sentence::{counted, number};
use crosswalk_store::{ConflictFilter, ConnectionRow, DeliveryFilter, Tenant};

use super::{Desk, say};
use crate::Result;
use crate::health::breaker::rests;

const DAYS: i64 = 30;

impl Desk<'_> {
    pub(super) async fn overview(&self) -> Result<Overview> {
        let tenant = self.engine.school()?;
        let (rows, syncs) = (tenant.connections().await?, tenant.syncs().await?);
        let roster = self.figures(&tenant).await?;
        let (mut sources, mut destinations, mut history) = (Vec::new(), Vec::new(), Vec::new());
        for sync in &syncs {
            let Some(row) = rows.iter().find(|row| row.id == sync.connection) else { continue };
            let runs = tenant.runs(Some(sync.id), None, 500).await?;
            let node = self.node(&tenant, row, sync, &runs, &roster).await?;
            history.push(self.history(sync, &runs));
            match sync.direction {
                Direction::Inbound => sources.push(node),
                Direction::Outbound => destinations.push(node),
            }
        }
        let mut waiting = self.late(&tenant).await?;
        waiting.extend(self.backup_waits(&tenant).await?);
        waiting.extend(self.resting(&tenant, &rows).await?);
        waiting.extend(self.waiting(&tenant, &rows, &sources, &destinations).await?);
        Ok(Overview {
            sentence: sentence(&sources, &destinations, waiting.len() as u64),
            detail: self.detail(&sources, &destinations),
            sources,
            roster,
            destinations,
            waiting,
            history,
            newer: self.engine.new_version(&tenant).await?,
        })
    }

    async fn figures(&self, tenant: &Tenant) -> Result<RosterFigures> {
        let mut figures = RosterFigures::default();
        for (_, group, count) in tenant.roster_counts().await? {
            match group.as_str() {
                "pupils" => figures.pupils = count,
                "staff" => figures.staff = count,
                "caregivers" => figures.caregivers = count,
                "classes" => figures.classes = count,
                "enrolments" => figures.enrollments = count,
                "lessons" => figures.lessons = count,
                _ => {}
            }
        }
        figures.people = figures.pupils + figures.staff + figures.caregivers;
        let today = self.engine.today();
        let runs = tenant.runs(None, None, 500).await?;
        let inbound: Vec<_> =
            tenant.syncs().await?.into_iter().filter(|sync| sync.direction == Direction::Inbound).collect();
        let of_today = runs.iter().filter(|run| self.engine.civil(run.started_at) == today);
        figures.changes_today = of_today
            .filter(|run| inbound.iter().any(|sync| sync.id == run.sync))
            .map(|run| run.applied)
            .sum();
        Ok(figures)
    }

    async fn node(
        &self,
        tenant: &Tenant,
        row: &ConnectionRow,
        sync: &Sync,
        runs: &[Run],
        roster: &RosterFigures,
    ) -> Result<Node> {
        let (mood, word) =
            if row.paused { (Mood::Quiet, "Paused".into()) } else { self.state_of(tenant, sync).await? };
        let service = self.engine.connector(&row.connector)?.spec().title;
        let done = runs.iter().find(|run| matches!(run.state, RunState::Done | RunState::DoneWithRefusals));
        let detail = match (sync.direction, done) {
            (Direction::Inbound, Some(_)) => {
                format!(
                    "{service} · {}, {}",
                    counted("pupils", roster.pupils),
                    counted("staff", roster.staff)
                )
            }
            (Direction::Outbound, Some(_)) if mood == Mood::Good => format!("{service} · in step"),
            (_, Some(run)) => run.note.clone(),
            (_, None) => format!("{service} · nothing has passed yet"),
        };
        Ok(Node {
            connection: row.id,
            sync: Some(sync.id),
            mark: say::mark(&row.title),
            title: row.title.clone(),
            detail,
            mood,
            word,
            last_good: done.and_then(|run| run.ended_at),
            flow: flow(done),
            moving: self.engine.lanes().is_running(sync.id),
        })
    }

    /// What should have happened by the clock and did not.
    async fn late(&self, tenant: &Tenant) -> Result<Vec<WaitingItem>> {
        let late = self.late_schedules(tenant).await?.into_iter();
        let waits = |(title, advice): (String, String)| {
            item(
                Mood::Bad,
                format!("{title} is late"),
                &advice,
                "Look at the schedule",
                Destination::Schedules,
            )
        };
        Ok(late.map(waits).collect())
    }

    /// A backup that is too old, and a house that came out of one.
    async fn backup_waits(&self, tenant: &Tenant) -> Result<Vec<WaitingItem>> {
        let mut waits = Vec::new();
        if let Some(old) = self.engine.old_backup(tenant).await? {
            let action = "Look at the backups";
            waits.push(item(Mood::Bad, old.title, &old.detail, action, Destination::Backups));
        }
        if self.engine.restored_from(tenant).await?.is_some() {
            let (title, detail) = (
                "Restored from a backup",
                "Let every source send everything once more. Destinations may be newer than the roster: look at their first plans closely.",
            );
            waits.push(item(Mood::Waiting, title.into(), detail, "Look at the runs", Destination::Runs));
        }
        Ok(waits)
    }

    /// Connections that rest after repeated failures.
    async fn resting(&self, tenant: &Tenant, rows: &[ConnectionRow]) -> Result<Vec<WaitingItem>> {
        let mut waits = Vec::new();
        for row in rows.iter().filter(|row| !row.paused) {
            let breaker = self.engine.breaker(tenant, row.id).await?;
            if rests(&breaker) {
                let title = format!("{} rests", row.title);
                let detail = self.rest_told(&breaker);
                waits.push(item(Mood::Bad, title, &detail, "Check it", Destination::Connection(row.id)));
            }
        }
        Ok(waits)
    }

    fn rest_told(&self, breaker: &Breaker) -> String {
        let times = counted("times", u64::from(breaker.failures));
        match breaker.try_at {
            Some(at) => {
                let minutes = (at.as_second() - self.engine.clock().now().as_second()).max(0) / 60 + 1;
                format!(
                    "It failed {times} in a row. It is tried again in {minutes} min; Check tries at once."
                )
            }
            None => "It is not tried again by itself. Mend its settings, then press Check.".to_owned(),
        }
    }

    async fn waiting(
        &self,
        tenant: &Tenant,
        rows: &[ConnectionRow],
        sources: &[Node],
        destinations: &[Node],
    ) -> Result<Vec<WaitingItem>> {
        let mut waiting = Vec::new();
        for node in sources.iter().chain(destinations).filter(|node| node.mood == Mood::Bad) {
            waiting.push(item(
                Mood::Bad,
                format!("{} is failing", node.title),
                &node.detail,
                "Look at the runs",
                Destination::Runs,
            ));
        }
        let titles = self.titles(tenant).await?;
        for plan in self.open_plans(tenant).await? {
            let title = titles.get(&plan.sync).cloned().unwrap_or_default();
            let (word, detail, action) = match (plan.state, plan.holds.first()) {
                (PlanState::Held, Some(hold)) => ("plan held", hold.message.clone(), "Review the hold"),
                _ => ("a plan waits", plan.summary.sentence.clone(), "Look at the plan"),
            };
            waiting.push(item(
                Mood::Waiting,
                format!("{title}: {word}"),
                &detail,
                action,
                Destination::Plan(plan.id),
            ));
        }
        let conflicts = tenant.conflicts(ConflictFilter::Open, None, None, 1000).await?.len();
        if conflicts > 0 {
            let title = if conflicts == 1 {
                "1 conflict".to_owned()
            } else {
                format!("{} conflicts", number(conflicts as u64))
            };
            let detail = "Both sides changed since they last agreed. Nothing was overwritten.";
            waiting.push(item(Mood::Waiting, title, detail, "Settle them", Destination::Conflicts));
        }
        waiting.extend(self.unheard(tenant, rows).await?);
        Ok(waiting)
    }

    /// Sources that push, from which nothing has come, or of which the last push was refused.
    async fn unheard(&self, tenant: &Tenant, rows: &[ConnectionRow]) -> Result<Vec<WaitingItem>> {
        let mut unheard = Vec::new();
        for row in rows.iter().filter(|row| row.path.is_some() && !row.paused) {
            let of_it = DeliveryFilter { connection: Some(row.id), ..DeliveryFilter::default() };
            let last = tenant.deliveries(&of_it, None, 1).await?;
            let (mood, title, detail) = match last.first() {
                None => (
                    Mood::Waiting,
                    "is silent",
                    "Nothing has come from it yet. Its page says what to type there.",
                ),
                Some(last) if last.answered >= 400 => (Mood::Bad, "was refused", last.verdict.as_str()),
                Some(_) => continue,
            };
            let title = format!("{} {title}", row.title);
            unheard.push(item(mood, title, detail, "See how", Destination::Connection(row.id)));
        }
        Ok(unheard)
    }

    fn detail(&self, sources: &[Node], destinations: &[Node]) -> String {
        let now = self.engine.clock().now();
        let last = |nodes: &[Node]| -> Option<(Timestamp, String)> {
            nodes.iter().filter_map(|node| node.last_good.map(|at| (at, node.title.clone()))).max()
        };
        let mut parts = Vec::new();
        if let Some((at, title)) = last(sources) {
            parts.push(format!("{title} last spoke {}.", say::ago(at, now)));
        }
        if let Some((at, title)) = last(destinations) {
            parts.push(format!("{title} was last brought up to date {}.", say::ago(at, now)));
        }
        if !parts.is_empty() {
            return parts.join(" ");
        }
        let moving = sources.iter().chain(destinations).any(|node| node.moving);
        match (moving, sources.is_empty() || destinations.is_empty()) {
            (true, _) => "The first records are on their way.".to_owned(),
            (_, true) => "Connect a source and a destination to begin.".to_owned(),
            (_, false) => "No run has ended well yet.".to_owned(),
        }
    }

    fn history(&self, sync: &Sync, runs: &[Run]) -> SyncHistory {
        let today = self.engine.today();
        let mut by_day: BTreeMap<String, Vec<&Run>> = BTreeMap::new();
        for run in runs {
            by_day.entry(self.engine.civil(run.started_at).to_string()).or_default().push(run);
        }
        let days: Vec<DayMark> = (0..DAYS)
            .rev()
            .filter_map(|back| today.checked_sub(jiff::Span::new().days(back)).ok())
            .map(|date| day(date.to_string(), &by_day))
            .collect();
        let ran = days.iter().filter(|day| day.mood != Mood::Quiet).count();
        let good = days.iter().filter(|day| day.mood == Mood::Good).count();
        SyncHistory { title: sync.title.clone(), detail: figures(sync, runs, good, ran), days }
    }
}

fn day(date: String, by_day: &BTreeMap<String, Vec<&Run>>) -> DayMark {
    let runs = by_day.get(&date).map(Vec::as_slice).unwrap_or_default();
    let has = |mood: &Mood| runs.iter().any(|run| say::mood(run.state) == *mood);
    let mood = [Mood::Bad, Mood::Waiting, Mood::Good].into_iter().find(has).unwrap_or(Mood::Quiet);
    DayMark { date, mood, detail: told(runs) }
}

/// What a day's runs came to, the last one first.
fn told(runs: &[&Run]) -> String {
    match runs {
        [] => "no run".to_owned(),
        [run] => run.note.clone(),
        [run, ..] => format!("{} runs; the last: {}", runs.len(), run.note),
    }
}

fn figures(sync: &Sync, runs: &[Run], good: usize, ran: usize) -> String {
    // A run that waits for a person lasts as long as the person is away: that says nothing of the sync.
    let alone = sync.direction == Direction::Inbound || sync.standing_approval;
    let median = if alone { median(runs) } else { None };
    match (ran, median) {
        (0, _) => "no run yet".to_owned(),
        (_, None) => format!("{good} of {ran}"),
        (_, Some(middle)) => format!("{good} of {ran} · {}", took(middle)),
    }
}

/// How long the middle one of the runs took, in milliseconds.
fn median(runs: &[Run]) -> Option<i64> {
    let mut millis: Vec<i64> = runs
        .iter()
        .filter_map(|run| run.ended_at.map(|end| end.as_millisecond() - run.started_at.as_millisecond()))
        .collect();
    millis.sort_unstable();
    millis.get(millis.len() / 2).copied()
}

fn took(millis: i64) -> String {
    match (millis + 500) / 1000 {
        0 => "median under 1 s".to_owned(),
        seconds @ 1..=119 => format!("median {seconds} s"),
        seconds => format!("median {} min", (seconds + 30) / 60),
    }
}

/// The width of a crossing: by the order of magnitude of what passed.
fn flow(run: Option<&Run>) -> f32 {
    let passed = run.map_or(0, |run| run.read.max(run.applied));
    if passed == 0 { 0.0 } else { ((passed as f32).log10() / 5.0).clamp(0.15, 1.0) }
}

fn item(mood: Mood, title: String, detail: &str, action: &str, leads_to: Destination) -> WaitingItem {
    WaitingItem { mood, title, detail: detail.to_owned(), action: action.to_owned(), leads_to }
}

fn sentence(sources: &[Node], destinations: &[Node], waiting: u64) -> String {
    let in_step = destinations.iter().filter(|node| node.mood == Mood::Good).count();
    let state = match (sources.len(), destinations.len()) {
        (0, 0) => "Nothing is connected yet.".to_owned(),
        (_, 0) => "The roster fills; no destination is connected yet.".to_owned(),
        (_, 1) if in_step == 1 => format!("{} is in step.", destinations[0].title),
        (_, 2) if in_step == 2 => "Both clouds are in step.".to_owned(),
        (_, all) if in_step == all => format!("All {all} destinations are in step."),
        (_, all) if destinations.iter().all(|node| node.last_good.is_none()) => match all {
            1 => format!("Nothing has gone to {} yet.", destinations[0].title),
            _ => "Nothing has gone to the destinations yet.".to_owned(),
        },
        (_, 1) => format!("{} is not in step.", destinations[0].title),
        (_, _) if in_step == 0 => "No destination is in step.".to_owned(),
        (_, all) => format!("{in_step} of {all} destinations are in step."),
    };
    format!("{state} {}", what_waits(waiting))
}

fn what_waits(waiting: u64) -> String {
    match waiting {
        0 => "Nothing waits for you.".to_owned(),
        1 => "One thing waits for you.".to_owned(),
        many => format!("{} things wait for you.", say::in_words(many)),
    }
}
