//! Draws the register.

use crate::format::thousands;
use crate::texts;
use crate::widgets::Column::Words;
use crate::widgets::{chip, empty, head, tag, titled_table};
use crosswalk_contract::{LeavingField, Mood, PrivacyView, Retention, StoredField};
use leptos::prelude::*;

/// The register: first what leaves, because that is what people ask.
pub fn view(privacy: Signal<PrivacyView>) -> AnyView {
    let sentence = move || {
        privacy.with(|privacy| {
            let (leaves, stored) = (privacy.leaves.len() as u64, privacy.stored.len() as u64);
            texts::privacy_sentence(leaves, thousands(stored))
        })
    };
    view! {
        {head(sentence, texts::privacy_detail(), ())}
        <p class="quiet">{move || privacy.with(|privacy| keeps(&privacy.retention))}</p>
        {move || privacy.with(|privacy| leaving(&privacy.leaves))}
        {move || privacy.with(|privacy| stored(&privacy.stored))}
    }
    .into_any()
}

/// How long things stay, in a sentence.
fn keeps(retention: &Retention) -> String {
    let days = |days: u32| thousands(days.into());
    texts::privacy_keeps(days(retention.raw_days), days(retention.plan_days), days(retention.leaver_days))
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
