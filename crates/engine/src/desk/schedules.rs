//! Schedules and holidays, in the screen's words.

use crosswalk_contract::{Call, Done, Mood, SchedulePreview, ScheduleView};
use crosswalk_model::{Holiday, RunState, Schedule, Scheduled, Sync, SyncId};
use crosswalk_store::Tenant;
use serde_json::json;

use super::{Answered, Desk, reply};
use crate::schedule::calendar::Calendar;
use crate::schedule::pattern::BadPattern;
use crate::schedule::roll::late;
use crate::schedule::{holidays, words};
use crate::syncs::sync;
use crate::{EngineError, Result};

impl Desk<'_> {
    pub(super) async fn schedules(&self, call: Call) -> Answered {
        match call {
            Call::ListSchedules(_) => reply(self.list_schedules().await),
            Call::SetSchedule(ask) => reply(self.set_schedule(ask.schedule).await),
            Call::RemoveSchedule(ask) => reply(self.remove_schedule(ask.sync).await),
            Call::PreviewSchedule(ask) => reply(self.preview_schedule(&ask.schedule).await),
            Call::PauseSchedule(ask) => reply(self.pause_schedule(ask.sync, ask.paused).await),
            Call::RunScheduled(ask) => reply(self.engine.run_scheduled(self.actor, ask.sync).await),
            Call::GetHolidays(_) => reply(self.get_holidays().await),
            Call::SetHolidays(ask) => reply(self.set_holidays(ask.holidays).await),
            _ => reply(Err::<(), _>(EngineError::NotFound("call"))),
        }
    }

    async fn list_schedules(&self) -> Result<Vec<ScheduleView>> {
        let tenant = self.engine.school()?;
        let mut views = Vec::new();
        for sync in tenant.syncs().await? {
            views.push(self.schedule_view(&tenant, sync).await?);
        }
        Ok(views)
    }

    /// The schedules that were not kept: title of the sync, and what to do.
    pub(super) async fn late_schedules(&self, tenant: &Tenant) -> Result<Vec<(String, String)>> {
        let (now, holidays) = (self.engine.clock().now(), holidays(tenant).await?);
        let mut told = Vec::new();
        for sync in tenant.syncs().await?.into_iter().filter(|sync| !sync.paused) {
            let Some(row) = tenant.schedule(sync.id).await? else { continue };
            let Some(missed) = late(&row, now) else { continue };
            let calendar = Calendar::of(&row.schedule, &holidays)?;
            told.push((sync.title, words::advice(&missed, calendar.pattern.zone())));
        }
        Ok(told)
    }

    async fn schedule_view(&self, tenant: &Tenant, sync: Sync) -> Result<ScheduleView> {
        let (now, row) = (self.engine.clock().now(), tenant.schedule(sync.id).await?);
        let runs = tenant.runs(Some(sync.id), None, 50).await?;
        let good = |state| matches!(state, RunState::Done | RunState::DoneWithRefusals);
        let mut view = ScheduleView {
            expects_push: self.engine.is_pushed(tenant, &sync).await?,
            sync: sync.id,
            title: sync.title,
            direction: sync.direction,
            schedule: None,
            words: "It has no schedule.".into(),
            next: Vec::new(),
            last_started: None,
            last_good: runs.iter().find(|run| good(run.state)).and_then(|run| run.ended_at),
            mood: Mood::Quiet,
            word: "No schedule".into(),
            missed: None,
            advice: None,
        };
        if let Some(row) = row {
            let calendar = Calendar::of(&row.schedule, &holidays(tenant).await?)?;
            view.words = words::sentence(&row.schedule, &calendar);
            view.missed = late(&row, now).filter(|_| !sync.paused);
            view.advice = view.missed.as_ref().map(|missed| words::advice(missed, calendar.pattern.zone()));
            (view.mood, view.word) = state(&row, sync.paused, view.missed.is_some());
            view.next = if view.mood == Mood::Quiet { Vec::new() } else { words::next_times(&calendar, now) };
            view.last_started = row.last_started;
            view.schedule = Some(row.schedule);
        }
        Ok(view)
    }

    async fn set_schedule(&self, mut schedule: Schedule) -> Result<ScheduleView> {
        let tenant = self.engine.school()?;
        let sync = sync(&tenant, schedule.sync).await?;
        schedule.cron = schedule.cron.trim().to_owned();
        schedule.grace_minutes = schedule.grace_minutes.clamp(1, 60 * 24 * 14);
        let calendar = Calendar::of(&schedule, &holidays(&tenant).await?)?;
        let now = self.engine.clock().now();
        let next_at = calendar.next(now);
        if next_at.is_none() {
            return Err(BadPattern::Never(schedule.cron).into());
        }
        let paused = schedule.paused;
        let row = Scheduled {
            schedule,
            next_at: next_at.filter(|_| !paused),
            since: now,
            last_due: None,
            owed: None,
            last_started: tenant.schedule(sync.id).await?.and_then(|row| row.last_started),
            missed: None,
        };
        let mut work = tenant.begin().await?;
        work.put_schedule(&row).await?;
        let details = json!({ "sync": sync.title, "cron": row.schedule.cron, "zone": row.schedule.zone });
        self.engine.audit(&mut work, self.actor, "schedule.set", details).await?;
        work.commit().await?;
        self.schedule_view(&tenant, sync).await
    }

    async fn remove_schedule(&self, id: SyncId) -> Result<Done> {
        let tenant = self.engine.school()?;
        let sync = sync(&tenant, id).await?;
        let mut work = tenant.begin().await?;
        work.remove_schedule(id).await?;
        self.engine.audit(&mut work, self.actor, "schedule.removed", json!({ "sync": sync.title })).await?;
        work.commit().await?;
        Ok(Done::saying("It has no schedule any more."))
    }

    async fn pause_schedule(&self, id: SyncId, paused: bool) -> Result<ScheduleView> {
        let row = self.engine.school()?.schedule(id).await?.ok_or(EngineError::NotFound("schedule"))?;
        self.set_schedule(Schedule { paused, ..row.schedule }).await
    }

    async fn preview_schedule(&self, schedule: &Schedule) -> Result<SchedulePreview> {
        let tenant = self.engine.school()?;
        let calendar = Calendar::of(schedule, &holidays(&tenant).await?)?;
        let next = words::next_times(&calendar, self.engine.clock().now());
        if next.is_empty() {
            return Err(BadPattern::Never(schedule.cron.clone()).into());
        }
        Ok(SchedulePreview { words: words::sentence(schedule, &calendar), next })
    }

    async fn get_holidays(&self) -> Result<Vec<Holiday>> {
        holidays(&self.engine.school()?).await
    }

    async fn set_holidays(&self, mut all: Vec<Holiday>) -> Result<Vec<Holiday>> {
        let tenant = self.engine.school()?;
        if let Some(odd) = all.iter().find(|holiday| holiday.until <= holiday.from) {
            return Err(EngineError::BadHoliday(odd.title.clone()));
        }
        all.sort_by_key(|holiday| holiday.from);
        let now = self.engine.clock().now();
        let rows = tenant.schedules().await?;
        let mut work = tenant.begin().await?;
        work.put_setting(crate::schedule::HOLIDAYS, &json!(all)).await?;
        for mut row in rows.into_iter().filter(|row| row.next_at.is_some_and(|at| at > now)) {
            row.next_at = Calendar::of(&row.schedule, &all)?.next(now);
            work.put_schedule(&row).await?;
        }
        self.engine.audit(&mut work, self.actor, "holidays.set", json!({ "count": all.len() })).await?;
        work.commit().await?;
        Ok(all)
    }
}

fn state(row: &Scheduled, resting: bool, is_late: bool) -> (Mood, String) {
    let (mood, word) = match (row.schedule.paused || resting, is_late, row.next_at) {
        (true, ..) => (Mood::Quiet, "Paused"),
        (_, true, _) => (Mood::Bad, "Late"),
        (_, _, None) => (Mood::Waiting, "Never due"),
        _ => (Mood::Good, "On time"),
    };
    (mood, word.into())
}
