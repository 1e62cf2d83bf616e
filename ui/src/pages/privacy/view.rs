//! Draws the register.

use crate::format::thousands;
use crate::texts;
use crate::widgets::{chip, empty, head, tag};
use crosswalk_contract::{LeavingField, Mood, PrivacyView, StoredField};
use leptos::prelude::*;

/// The register: first what leaves, because that is what people ask.
pub fn view(privacy: Signal<PrivacyView>) -> AnyView {
    let sentence = move || privacy.with(|privacy| {
        let (leaves, stored) = (privacy.leaves.len() as u64, privacy.stored.len() as u64);
        texts::privacy_sentence(leaves, thousands(stored))
    });
    view! {
        {head(sentence, texts::privacy_detail(), ())}
        <section class="stack"><h3>{texts::privacy_leaves()}</h3>{move || privacy.with(|privacy| leaving(&privacy.leaves))}</section>
        <section class="stack"><h3>{texts::privacy_stored()}</h3>{move || privacy.with(|privacy| stored(&privacy.stored))}</section>
    }
    .into_any()
}

fn leaving(fields: &[LeavingField]) -> AnyView {
    if fields.is_empty() {
        return view! { <p class="quiet">{texts::privacy_leaves_none()}</p> }.into_any();
    }
    let rows = fields.iter().map(|field| {
        let purpose = if field.purpose.is_empty() { empty(texts::privacy_no_purpose()) } else { field.purpose.clone().into_any() };
        view! { <tr><td class="tight"><b>{field.recipient.clone()}</b></td><td class="tight mono">{field.field.clone()}</td><td>{field.from.clone()}</td><td>{purpose}</td></tr> }
    });
    view! {
        <div class="card table-card">
            <table>
                <thead><tr><th>{texts::column_recipient()}</th><th>{texts::column_field()}</th><th>{texts::column_made_of()}</th><th>{texts::column_purpose()}</th></tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn stored(fields: &[StoredField]) -> AnyView {
    let rows = fields.iter().map(|field| {
        let kept = if field.encrypted { chip(Mood::Good, texts::privacy_encrypted()) } else { tag(texts::privacy_readable()) };
        view! {
            <tr><td class="tight">{field.entity.words().0}</td><td class="tight mono">{field.field.clone()}</td><td>{field.class.clone()}</td><td class="tight">{kept}</td><td>{field.keeps.clone()}</td></tr>
        }
    });
    view! {
        <div class="card table-card">
            <table>
                <thead><tr><th>{texts::column_about()}</th><th>{texts::column_field()}</th><th>{texts::column_class()}</th><th>{texts::column_on_disk()}</th><th>{texts::column_keeps()}</th></tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
