//! Draws the schedules: a card for each sync, with its plain words and the times ahead.

use super::edit::{Editing, editor};
use crate::format::thousands;
use crate::state::Load;
use crate::texts;
use crate::widgets::{Button, Look, chip, empty_face, head, moment, note};
use crosswalk_contract::{Mood, SchedulePreview, ScheduleView};
use crosswalk_model::{Direction, Schedule, SyncId, Timestamp};
use leptos::prelude::*;

/// What can be done here.
#[derive(Clone, Copy)]
pub struct Deeds {
    /// Saves a schedule, then calls back.
    pub set: Callback<(Schedule, Callback<()>)>,
    /// Lets a schedule rest or go on.
    pub pause: Callback<(SyncId, bool)>,
    /// Takes a schedule away.
    pub remove: Callback<SyncId>,
    /// Runs a sync now, as its schedule would.
    pub run: Callback<SyncId>,
    /// Tells what a draft would do.
    pub preview: Callback<RwSignal<Schedule>, Load<SchedulePreview>>,
    /// Whether an answer is awaited.
    pub busy: Signal<bool>,
}

/// The schedules.
pub fn view(schedules: Signal<Vec<ScheduleView>>, deeds: Deeds) -> AnyView {
    let editing = Editing::found();
    let none = move || {
        schedules.with(Vec::is_empty).then(|| {
            let next = Some((texts::connections_add(), "/connections/new"));
            empty_face(texts::schedules_empty_title(), texts::schedules_empty_detail(), next)
        })
    };
    let holidays = view! { <a class="button" href="/schedules/holidays">{texts::holidays_crumb()}</a> };
    view! {
        {head(move || schedules.with(|all| sentence(all)), texts::schedules_detail(), holidays)}
        {none}
        <div class="stack wide">
            {move || schedules.get().into_iter().map(|one| card(one, editing, deeds)).collect_view()}
        </div>
        {editor(editing, deeds)}
    }
    .into_any()
}

/// What is late first; else how many have a schedule.
fn sentence(all: &[ScheduleView]) -> String {
    if let Some(late) = all.iter().find(|one| one.missed.is_some()) {
        return texts::schedules_late(&late.title);
    }
    let set = all.iter().filter(|one| one.schedule.is_some()).count();
    match set {
        0 => texts::schedules_none().to_owned(),
        set => texts::schedules_sentence(set as u64, thousands(all.len() as u64)),
    }
}

fn card(one: ScheduleView, editing: Editing, deeds: Deeds) -> AnyView {
    let advice = one.advice.as_ref().map(|advice| note("!", advice));
    let pushes = one.expects_push.then(|| view! { <p class="quiet">{texts::schedule_pushes()}</p> });
    view! {
        <section class="card section schedule">
            <div class="stack">
                <div class="row"><h2>{one.title.clone()}</h2> {word(&one)}</div>
                <p>{one.words.clone()}</p>
                {pushes} {advice} {last(&one)}
                <div class="row">{actions(&one, editing, deeds)}</div>
            </div>
            {times(&one)}
        </section>
    }
    .into_any()
}

fn word(one: &ScheduleView) -> AnyView {
    let mood = if one.schedule.is_none() { Mood::Quiet } else { one.mood };
    chip(mood, one.word.clone())
}

fn last(one: &ScheduleView) -> AnyView {
    let good = one.last_good.map(|at| fact(texts::schedule_last_good(), at));
    let started = one.last_started.map(|at| fact(texts::schedule_last_started(), at));
    view! { <dl class="facts">{good}{started}</dl> }.into_any()
}

fn fact(title: &'static str, at: Timestamp) -> impl IntoView {
    view! { <dt>{title}</dt><dd>{moment(at)}</dd> }
}

fn times(one: &ScheduleView) -> AnyView {
    let each = one.next.iter().map(|time| {
        let odd = time.note.clone().map(|note| view! { <small class="is-waiting">{note}</small> });
        view! { <li>{time.local.clone()} {odd}</li> }
    });
    let each = each.collect_view();
    let shown = (!one.next.is_empty()).then(|| {
        view! { <div class="ahead"><h3>{texts::schedule_next()}</h3><ol>{each}</ol></div> }
    });
    view! { {shown} }.into_any()
}

fn actions(one: &ScheduleView, editing: Editing, deeds: Deeds) -> AnyView {
    let (sync, title) = (one.sync, one.title.clone());
    let kept = one.schedule.clone();
    let label = if kept.is_some() { texts::schedule_change() } else { texts::schedule_set() };
    let edit = {
        let kept = kept.clone();
        move |()| editing.begin(sync, &title, kept.clone())
    };
    let run = (!one.expects_push)
        .then(|| view! { <Button label=texts::schedule_run() press=move |()| deeds.run.run(sync) busy=deeds.busy/> });
    let more = kept.map(|schedule| {
        let paused = schedule.paused;
        let word = if paused { texts::connection_resume() } else { texts::connection_pause() };
        view! {
            <Button label=word press=move |()| deeds.pause.run((sync, !paused)) look=Look::Plain/>
            <Button label=texts::schedule_remove() press=move |()| deeds.remove.run(sync) look=Look::Plain/>
        }
    });
    let timing = (one.direction == Direction::Outbound).then(|| {
        view! { <a class="button plain" href=format!("/timing/{sync}")>{texts::timing_crumb()}</a> }
    });
    let guard = view! { <a class="button plain" href=format!("/guard/{sync}")>{texts::guard_crumb()}</a> };
    view! { <Button label=label press=edit/> {run} {timing} {guard} {more} }.into_any()
}
