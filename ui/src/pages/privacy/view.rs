//! Draws the register.

use super::find::{Find, find};
use super::retention::{editor, keeps};
use crate::format::thousands;
use crate::texts;
use crate::widgets::Column::Words;
use crate::widgets::{Button, chip, empty, head, section, tag, titled_table};
use crosswalk_contract::{LeavingField, Mood, PrivacyView, Problem, Retention, StoredField};
use leptos::prelude::*;

/// What can be done here.
#[derive(Clone, Copy)]
pub struct Deeds {
    /// Sets how long things stay, then calls back.
    pub retain: Callback<(Retention, Callback<()>)>,
    /// Finds a person.
    pub find: Find,
    /// Whether an answer is awaited.
    pub busy: Signal<bool>,
    /// Why it was not set.
    pub problem: Signal<Option<Problem>>,
}

/// The register: first what leaves, because that is what people ask.
pub fn view(privacy: Signal<PrivacyView>, deeds: Deeds) -> AnyView {
    let sentence = move || {
        privacy.with(|privacy| {
            let (leaves, stored) = (privacy.leaves.len() as u64, privacy.stored.len() as u64);
            texts::privacy_sentence(leaves, thousands(stored))
        })
    };
    let open = RwSignal::new(false);
    let kept = Signal::derive(move || privacy.with(|privacy| privacy.retention));
    let retention = view! {
        <p>{move || keeps(&kept.get())}</p>
        <div class="row"><Button label=texts::retention_change() press=move |()| open.set(true)/></div>
    };
    view! {
        {head(sentence, texts::privacy_detail(), ())}
        <div class="halves">
            {section(texts::retention_title(), retention)}
            {find(deeds.find)}
        </div>
        {move || privacy.with(|privacy| leaving(&privacy.leaves))}
        {move || privacy.with(|privacy| stored(&privacy.stored))}
        {editor(open, kept, deeds)}
    }
    .into_any()
}

fn leaving(fields: &[LeavingField]) -> AnyView {
    if fields.is_empty() {
        return view! { <p class="quiet">{texts::privacy_leaves_none()}</p> }.into_any();
    }
    let columns = [
        Words(texts::column_recipient()),
        Words(texts::column_field()),
        Words(texts::column_made_of()),
        Words(texts::column_purpose()),
    ];
    titled_table(texts::privacy_leaves(), &columns, fields.iter().map(leaving_field).collect_view())
}

fn leaving_field(field: &LeavingField) -> AnyView {
    let none = || empty(texts::privacy_no_purpose());
    let purpose = if field.purpose.is_empty() { none() } else { field.purpose.clone().into_any() };
    view! {
        <tr>
            <td class="tight"><b>{field.recipient.clone()}</b></td>
            <td class="tight mono">{field.field.clone()}</td>
            <td>{field.from.clone()}</td>
            <td class="purpose">{purpose}</td>
        </tr>
    }
    .into_any()
}

fn stored(fields: &[StoredField]) -> AnyView {
    let columns = [
        Words(texts::column_about()),
        Words(texts::column_field()),
        Words(texts::column_class()),
        Words(texts::column_on_disk()),
        Words(texts::column_keeps()),
    ];
    titled_table(texts::privacy_stored(), &columns, fields.iter().map(stored_field).collect_view())
}

fn stored_field(field: &StoredField) -> AnyView {
    let encrypted = || chip(Mood::Good, texts::privacy_encrypted());
    let kept = if field.encrypted { encrypted() } else { tag(texts::privacy_readable()) };
    view! {
        <tr>
            <td class="tight">{field.entity.words().0}</td>
            <td class="tight mono">{field.field.clone()}</td>
            <td>{field.class.clone()}</td>
            <td class="tight">{kept}</td>
            <td>{field.keeps.clone()}</td>
        </tr>
    }
    .into_any()
}
