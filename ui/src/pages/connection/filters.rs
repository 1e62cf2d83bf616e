//! Draws who takes part in a sync: a row of conditions, each with its reason.

use crate::texts;
use crate::widgets::{Button, Icon, Pick, Text, icon};
use crosswalk_contract::SyncCard;
use crosswalk_model::{Entity, Filter, SyncId};
use leptos::prelude::*;

/// The filters of a sync, and adding one.
pub fn filters(sync: &SyncCard, set: Callback<(SyncId, Vec<Filter>)>) -> AnyView {
    let (id, all) = (sync.id, RwSignal::new(sync.filters.clone()));
    let change = Callback::new(move |filters: Vec<Filter>| {
        all.set(filters.clone());
        set.run((id, filters));
    });
    let list = move || {
        let each = all.get().into_iter().enumerate().map(|(index, filter)| line(index, &filter, all, change));
        view! { <ul class="filters">{each.collect_view()}</ul> }
    };
    let none =
        move || all.with(Vec::is_empty).then(|| view! { <p class="quiet">{texts::filters_none()}</p> });
    view! {
        <h3>{texts::filters_title()}</h3>
        {none} {list}
        <details class="stack"><summary class="link">{texts::filters_add()}</summary>{adding(all, change)}</details>
    }
    .into_any()
}

fn line(index: usize, filter: &Filter, all: RwSignal<Vec<Filter>>, change: Callback<Vec<Filter>>) -> AnyView {
    let remove = move |_| {
        let mut filters = all.get_untracked();
        filters.remove(index);
        change.run(filters);
    };
    view! {
        <li>
            <div class="grow">
                <b>{filter.reason.to_string()}</b>
                <p class="quiet">{filter.entity.words().1} ": " <code class="mono">{filter.keep_if.clone()}</code></p>
            </div>
            <button type="button" class="bare" aria-label=texts::filters_remove(&filter.reason)
                on:click=remove>{icon(Icon::Close)}</button>
        </li>
    }
    .into_any()
}

fn adding(all: RwSignal<Vec<Filter>>, change: Callback<Vec<Filter>>) -> AnyView {
    let entity = RwSignal::new(Entity::User.as_str().to_owned());
    let (keep_if, reason) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let choices =
        Entity::ALL.map(|entity| (entity.as_str().to_owned(), entity.words().1.to_owned())).to_vec();
    let is_short = Signal::derive(move || {
        keep_if.with(|text| text.trim().is_empty()) || reason.with(|text| text.trim().is_empty())
    });
    let add = move |()| {
        let Ok(entity) = entity.get_untracked().parse() else { return };
        let (condition, why) =
            (keep_if.get_untracked().trim().to_owned(), reason.get_untracked().trim().to_owned());
        let filter = Filter { entity, keep_if: condition, reason: why.into() };
        change.run(all.get_untracked().into_iter().chain([filter]).collect());
        keep_if.set(String::new());
        reason.set(String::new());
    };
    view! {
        <div class="stack">
            <Pick label=texts::filters_entity() choices=choices value=entity
                choose=move |chosen| entity.set(chosen)/>
            <Text label=texts::filters_condition() value=keep_if help=texts::filters_condition_help()
                hint="role == \"student\""/>
            <Text label=texts::filters_reason() value=reason help=texts::filters_reason_help()/>
            <div class="row"><Button label=texts::filters_add() press=add disabled=is_short/></div>
        </div>
    }
    .into_any()
}
