//! Draws one record.

use super::pins::{Pinned, pins};
use crate::state::Load;
use crate::texts;
use crate::widgets::{Dialog, chip, empty, faces, head, section, story};
use crosswalk_contract::{Hit, Lineage, Mood, RecordView};
use crosswalk_model::Entity;
use leptos::prelude::*;

/// One record; `field` is the one whose story is told.
pub fn view(
    record: Signal<RecordView>,
    field: RwSignal<Option<String>>,
    lineage: Load<Lineage>,
    pinned: Pinned,
) -> AnyView {
    let detail = move || {
        record.with(|record| {
            let (mood, word) = if record.hit.active {
                (Mood::Good, texts::record_here())
            } else {
                (Mood::Quiet, texts::record_gone())
            };
            view! { {chip(mood, word)} " " {record.hit.entity.words().0} " · " {record.hit.detail.clone()} }
        })
    };
    let person = move || record.with(|record| person(&record.hit));
    view! {
        {head(move || record.with(|record| record.hit.label.clone()), view! { {detail} }, view! { {person} })}
        <div class="halves">
            {section(texts::record_fields(), move || record.with(|record| fields(&record.fields, field)))}
            <div class="stack wide">
                {section(texts::record_keys(), move || record.with(|record| keys(&record.keys)))}
                {pins(pinned)}
                {section(texts::record_related(), move || record.with(|record| related(&record.related)))}
            </div>
        </div>
        {drawer(field, lineage)}
    }
    .into_any()
}

/// Where a person's data is exported and erased.
fn person(hit: &Hit) -> Option<AnyView> {
    let href = format!("/privacy/person/{}", hit.id);
    (hit.entity == Entity::User)
        .then(|| view! { <a class="button" href=href>{texts::record_person()}</a> }.into_any())
}

fn fields(fields: &[(String, String, String)], chosen: RwSignal<Option<String>>) -> AnyView {
    let rows = fields.iter().map(|(name, value, whose)| {
        let (asked, label) = (name.clone(), texts::lineage_ask(name));
        let value = if value.is_empty() { empty(texts::value_none()) } else { value.clone().into_any() };
        view! {
            <tr>
                <td class="tight mono">{name.clone()}</td><td>{value}</td>
                <td class="tight"><button type="button" class="link from" aria-label=label
                    on:click=move |_| chosen.set(Some(asked.clone()))>{whose.clone()}</button></td>
            </tr>
        }
    });
    view! {
        <table>
            <thead><tr><th>{texts::column_field()}</th><th>{texts::column_value()}</th><th>
                {texts::column_word_of()}</th></tr></thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
    .into_any()
}

fn keys(keys: &[(String, String)]) -> AnyView {
    let lines =
        keys.iter().map(|(title, key)| view! { <dt>{title.clone()}</dt><dd class="mono">{key.clone()}</dd> });
    view! { <dl class="facts">{lines.collect_view()}</dl> }.into_any()
}

fn related(related: &[Hit]) -> AnyView {
    if related.is_empty() {
        return view! { <p class="quiet">{texts::record_related_none()}</p> }.into_any();
    }
    let lines = related.iter().map(|hit| {
        let href = format!("/record/{}/{}", hit.entity, hit.id);
        view! { <li><a class="quiet-link" href=href><b>{hit.label.clone()}</b></a> " " <small>{hit.detail.clone()}</small></li> }
    });
    view! { <ul class="plain-list">{lines.collect_view()}</ul> }.into_any()
}

fn drawer(field: RwSignal<Option<String>>, lineage: Load<Lineage>) -> AnyView {
    let open = RwSignal::new(false);
    Effect::new(move || open.set(field.with(Option::is_some)));
    Effect::new(move || {
        if !open.get() && field.with_untracked(Option::is_some) {
            field.set(None);
        }
    });
    let body = ViewFn::from(move || {
        faces(&lineage, |lineage| {
            view! { {move || lineage.with(|lineage| view! { <b>{lineage.title.clone()}</b> {story(lineage)} })} }.into_any()
        })
    });
    view! { <Dialog open=open title=texts::lineage_title() body=body class="drawer"/> }.into_any()
}
