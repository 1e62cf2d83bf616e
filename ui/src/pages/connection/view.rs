//! Draws one connection.

use super::{checks::checks, filters::filters};
use crate::texts;
use crate::widgets::{Button, Check, Entries, Look, Text, chip, head, problem_note, section, spec_form};
use crosswalk_contract::{CheckLine, ConnectionCard, ConnectionView, Problem, SaveConnection, SyncCard};
use crosswalk_model::{ConnectionId, Direction, Filter, SyncId};
use leptos::prelude::*;

/// What can be done here.
#[derive(Clone, Copy)]
pub struct Deeds {
    /// Saves the settings.
    pub save: Callback<SaveConnection>,
    /// Lets it rest or go on.
    pub pause: Callback<(ConnectionId, bool)>,
    /// Checks it.
    pub check: Callback<()>,
    /// Reads the source now.
    pub read: Callback<ConnectionId>,
    /// Sets whether plans below the guard are applied without asking.
    pub stand: Callback<(SyncId, bool)>,
    /// Sets who takes part.
    pub filter: Callback<(SyncId, Vec<Filter>)>,
}

/// What is under way here.
#[derive(Clone, Copy)]
pub struct Shown {
    /// What the last check found.
    pub lines: Signal<Option<Vec<CheckLine>>>,
    /// Whether a check is under way.
    pub checking: Signal<bool>,
    /// Whether settings are being saved.
    pub saving: Signal<bool>,
    /// Why they were not.
    pub problem: Signal<Option<Problem>>,
}

/// One connection.
pub fn view(
    connection: Signal<ConnectionView>,
    sync: Signal<Option<SyncCard>>,
    shown: Shown,
    deeds: Deeds,
) -> AnyView {
    view! {
        {heading(connection, deeds)}
        <div class="halves">
            {move || settings(&connection.get(), shown, deeds)}
            <div class="stack wide">
                {section(texts::check_title(), checks(shown, deeds.check))}
                {move || sync.get().map(|sync| sync_card(&sync, deeds))}
            </div>
        </div>
    }
    .into_any()
}

fn heading(connection: Signal<ConnectionView>, deeds: Deeds) -> AnyView {
    let title = move || connection.with(|view| view.card.title.clone());
    let detail = move || connection.with(detail);
    let actions = move || connection.with(|view| actions(view, deeds));
    head(title, view! { {detail} }, view! { {actions} })
}

fn detail(view: &ConnectionView) -> AnyView {
    view! { {chip(view.card.mood, view.card.word.clone())} " " {view.connector.sentence.clone()} }.into_any()
}

/// Pausing, and what is done first: a push source is told where we are, any other source is read.
fn actions(view: &ConnectionView, deeds: Deeds) -> AnyView {
    let (id, paused) = (view.card.id, view.card.paused);
    let label = if paused { texts::connection_resume() } else { texts::connection_pause() };
    let first = match (view.connector.pushed, view.card.direction) {
        (true, _) => listener_link(&view.card),
        (false, Direction::Inbound) => read_button(id, deeds),
        (false, Direction::Outbound) => ().into_any(),
    };
    view! {
        <a class="button plain" href=format!("/versions/connection/{id}")>{texts::versions_crumb()}</a>
        <Button label=label press=move |()| deeds.pause.run((id, !paused))/> {first}
    }
    .into_any()
}

fn listener_link(card: &ConnectionCard) -> AnyView {
    let href = format!("/connections/{}/listener", card.id);
    view! { <a class="button main" href=href>{texts::connection_listener(&card.service)}</a> }.into_any()
}

fn read_button(id: ConnectionId, deeds: Deeds) -> AnyView {
    let read = move |()| deeds.read.run(id);
    view! { <Button label=texts::connection_read() press=read look=Look::Main/> }.into_any()
}

fn settings(connection: &ConnectionView, shown: Shown, deeds: Deeds) -> AnyView {
    let entries = Entries::of(&connection.connector.fields, &connection.settings, &connection.secrets);
    let title = RwSignal::new(connection.card.title.clone());
    let (id, connector) = (connection.card.id, connection.connector.key.clone());
    let press = Callback::new(move |()| {
        if entries.will_do() {
            let (title, connector) = (title.get_untracked().trim().to_owned(), connector.clone());
            let (settings, secrets) = (entries.settings(), entries.secrets());
            deeds.save.run(SaveConnection { id: Some(id), connector, title, settings, secrets });
        }
    });
    let problem = shown.problem;
    let body = view! {
        <form class="stack wide" on:submit=move |event| { event.prevent_default(); press.run(()); }>
            <Text label=texts::connection_name() value=title help=texts::connection_name_help() kept=true/>
            {spec_form(entries, problem)}
            {move || problem.get().filter(|problem| problem.field.is_none()).map(|problem| problem_note(&problem))}
            <div class="row"><Button label=texts::connection_save() press=press look=Look::Main
                busy=shown.saving chord="Ctrl+Enter"/></div>
        </form>
    };
    section(texts::connection_settings(), body)
}

fn sync_card(sync: &SyncCard, deeds: Deeds) -> AnyView {
    let id = sync.id;
    let standing = RwSignal::new(sync.standing_approval);
    let turn = move |on: bool| {
        standing.set(on);
        deeds.stand.run((id, on));
    };
    let help = if sync.direction == Direction::Inbound {
        texts::sync_standing_in()
    } else {
        texts::sync_standing_out()
    };
    let sharing =
        if sync.honours_data_sharing { texts::sync_sharing_honoured() } else { texts::sync_sharing_not() };
    let timing = (sync.direction == Direction::Outbound)
        .then(|| view! { <a href=format!("/timing/{id}")>{texts::sync_timing()} " →"</a> });
    let body = view! {
        <Check label=texts::sync_standing() help=help on=standing turn=turn/>
        <p class="quiet">{sharing}</p>
        {filters(sync, deeds.filter)}
        <p class="row">
            <a href=format!("/mapping/{id}")>{texts::sync_mapping()} " →"</a> {timing}
            <a href=format!("/guard/{id}")>{texts::sync_guard()} " →"</a>
            <a href=format!("/versions/sync/{id}")>{texts::sync_versions()} " →"</a>
        </p>
    };
    section(&sync.title, view! { <div class="stack">{body}</div> })
}
