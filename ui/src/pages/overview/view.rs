//! Draws the overview: the sentence, the crossing, what waits, and the last thirty days.

use crate::texts;
use crate::widgets::{Button, Look, beats, crossing, empty_face, head};
use crosswalk_contract::{Destination, Mood, Overview, WaitingItem};
use leptos::prelude::*;

/// What can be done on the overview.
#[derive(Clone, Copy)]
pub struct Deeds {
    /// Runs every outbound sync.
    pub run: Callback<()>,
    /// Whether that is under way.
    pub running: Signal<bool>,
    /// Lets a day pass at the demo school.
    pub next_day: Callback<()>,
    /// Whether it passes just now.
    pub day_passing: Signal<bool>,
    /// Whether it is the demo school.
    pub is_demo: Signal<bool>,
    /// Leads to what waits.
    pub lead: Callback<Destination>,
}

/// The overview.
pub fn view(overview: Signal<Overview>, deeds: Deeds) -> AnyView {
    let is_empty = Memo::new(move |_| {
        overview.with(|overview| overview.sources.is_empty() && overview.destinations.is_empty())
    });
    view! {
        {head(
            move || overview.with(|overview| overview.sentence.clone()),
            move || overview.with(|overview| overview.detail.clone()),
            actions(overview, deeds),
        )}
        {move || if is_empty.get() { nothing() } else { all(overview, deeds) }}
        {newer(overview)}
    }
    .into_any()
}

fn nothing() -> AnyView {
    let next = Some((texts::connections_add(), "/connections/new"));
    empty_face(texts::overview_empty_title(), texts::overview_empty_detail(), next)
}

fn actions(overview: Signal<Overview>, deeds: Deeds) -> AnyView {
    let next_day = move || {
        deeds.is_demo.get().then(|| {
            view! { <Button label=texts::overview_next_day() press=deeds.next_day busy=deeds.day_passing chord="n"/> }
        })
    };
    let can_run = Memo::new(move |_| overview.with(|overview| !overview.destinations.is_empty()));
    let run = move || can_run.get().then(|| run_button(deeds));
    view! {
        {next_day}
        {run}
    }
    .into_any()
}

fn run_button(deeds: Deeds) -> AnyView {
    let label = texts::overview_run();
    view! { <Button label=label press=deeds.run busy=deeds.running look=Look::Main chord="r"/> }.into_any()
}

fn all(overview: Signal<Overview>, deeds: Deeds) -> AnyView {
    view! {
        <div class="overview-top">
            {crossing(overview)}
            {waiting(overview, deeds.lead)}
        </div>
        {history(overview)}
    }
    .into_any()
}

/// A newer version is no task of the day: one line at the end, for whoever looks after the computer.
fn newer(overview: Signal<Overview>) -> AnyView {
    let known = Memo::new(move |_| overview.with(|overview| overview.newer.clone()));
    let drawn = move || {
        known.get().map(|newer| {
            let said = if newer.security {
                texts::updates_overview_security(newer.version)
            } else {
                texts::updates_overview(newer.version)
            };
            let more = texts::updates_overview_more();
            view! { <p class="quiet">{said} " " <a class="quiet-link" href="/settings">{more}</a></p> }
        })
    };
    view! { {drawn} }.into_any()
}

fn waiting(overview: Signal<Overview>, lead: Callback<Destination>) -> AnyView {
    let items = Memo::new(move |_| overview.with(|overview| overview.waiting.clone()));
    let none = move || {
        items.with(Vec::is_empty).then(|| view! { <p class="quiet">{texts::overview_waiting_none()}</p> })
    };
    view! {
        <section class="card waiting-list">
            <h2 lang=texts::tongue(texts::overview_waiting())>{texts::overview_waiting()}</h2>
            {none}
            <ul>{move || items.get().into_iter().map(|item| waiting_item(item, lead)).collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn waiting_item(item: WaitingItem, lead: Callback<Destination>) -> AnyView {
    let class = if item.mood == Mood::Bad { "bad" } else { "" };
    let to = item.leads_to;
    view! {
        <li class=class>
            <b>{item.title}</b>
            <span class="quiet">{item.detail}</span>
            <button type="button" class="link" on:click=move |_| lead.run(to.clone())>{item.action}
                " →"</button>
        </li>
    }
    .into_any()
}

fn history(overview: Signal<Overview>) -> AnyView {
    let lines = Memo::new(move |_| overview.with(|overview| overview.history.clone()));
    let drawn = move || {
        let lines = lines.get();
        (!lines.is_empty()).then(|| {
            view! {
                <section class="card history">
                    <div class="row"><h2 class="grow" lang=texts::tongue(texts::overview_history())>{texts::overview_history()}</h2><small>
                        {texts::overview_history_legend()}</small></div>
                    {lines.iter().map(beats).collect_view()}
                </section>
            }
        })
    };
    view! { {drawn} }.into_any()
}
