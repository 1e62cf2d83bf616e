//! Draws the rules of a stream: for each field where its value comes from, what is done to it, and who wins.

use super::view::Hand;
use crate::state::on_key;
use crate::texts;
use crate::widgets::Column::Words;
use crate::widgets::{chip, table, tag};
use crosswalk_contract::{FieldView, Mood, StreamView};
use crosswalk_model::{Direction, FieldPolicy};
use leptos::prelude::*;

/// What a policy is called.
pub fn policy_word(policy: FieldPolicy) -> &'static str {
    match policy {
        FieldPolicy::SourceWins => texts::policy_source(),
        FieldPolicy::DestinationWins => texts::policy_destination(),
        FieldPolicy::FillIfEmpty => texts::policy_fill(),
        FieldPolicy::NeverTouch => texts::policy_never(),
        FieldPolicy::Ask => texts::policy_ask(),
    }
}

/// The rules of a stream.
pub fn rules(stream: &StreamView, direction: Direction, hand: Hand) -> AnyView {
    let mapped = stream.fields.iter().map(|field| field.map.to.to_string());
    let unmapped = stream.unmapped.iter().map(|(name, ..)| name.clone());
    keys(mapped.chain(unmapped).collect(), hand);
    let outbound = direction == Direction::Outbound;
    let rows = stream.fields.iter().map(|field| row(field, outbound, hand)).collect_view();
    let rest = stream.unmapped.iter().map(|field| unmapped_row(field, outbound, hand)).collect_view();
    let last = if outbound { texts::column_sent() } else { texts::column_filled() };
    let columns = [texts::column_field(), texts::column_made_of(), texts::column_both_changed(), last];
    view! { <div class="rules" class:inbound=!outbound>{table(&columns.map(Words), view! { {rows}{rest} })}</div> }.into_any()
}

/// J and K go from field to field.
pub fn keys(names: Vec<String>, hand: Hand) {
    let names = StoredValue::new(names);
    let step = move |by: isize| {
        let next = names.with_value(|names| {
            let at =
                hand.field.get_untracked().and_then(|field| names.iter().position(|name| *name == field));
            let next = at.map_or(0, |at| at.saturating_add_signed(by)).min(names.len().saturating_sub(1));
            names.get(next).cloned()
        });
        hand.field.set(next);
    };
    on_key("j", texts::keys_next(), move || step(1));
    on_key("k", texts::keys_previous(), move || step(-1));
    on_key("Escape", texts::close(), move || {
        hand.field.set(None);
        hand.source.set(None);
    });
}

fn row(field: &FieldView, outbound: bool, hand: Hand) -> AnyView {
    let name = field.map.to.to_string();
    let chips = field.chips.iter().map(|chip| tag(chip.clone())).collect_view();
    view! {
        <tr class="leads" class:here=is_here(&name, hand) on:click=open(&name, hand)>
            <td class="tight">{opener(&name, hand)} " " <small class="mono">{field.kind.clone()}</small></td>
            <td><span class="row rule"><span class="mono">{field.input.clone()}</span> {chips}</span></td>
            <td class="tight">{policy_word(field.map.policy)}</td>
            <td class="tight">{sent(field, outbound)}</td>
        </tr>
    }
    .into_any()
}

/// Whether it is sent: a sensitive field without a purpose is not.
pub fn sent(field: &FieldView, outbound: bool) -> AnyView {
    match (field.sent, field.sensitive && outbound) {
        _ if !outbound => chip(Mood::Good, texts::filled_yes()),
        (true, true) => chip(Mood::Good, texts::sent_with_purpose()),
        (true, false) => chip(Mood::Good, texts::sent_yes()),
        (false, _) => chip(Mood::Waiting, texts::sent_needs_purpose()),
    }
}

fn unmapped_row((name, kind, required): &(String, String, bool), outbound: bool, hand: Hand) -> AnyView {
    view! {
        <tr class="leads unmapped" class:here=is_here(name, hand) on:click=open(name, hand)>
            <td class="tight">{opener(name, hand)} " " <small class="mono">{kind.clone()}</small></td>
            <td class="quiet">{texts::unmapped_nothing()}</td><td></td><td class="tight">{unmapped_word(*required, outbound)}</td>
        </tr>
    }
    .into_any()
}

/// What a field without a rule means.
pub fn unmapped_word(required: bool, outbound: bool) -> AnyView {
    let (mood, word) = match (required, outbound) {
        (true, _) => (Mood::Waiting, texts::unmapped_required()),
        (false, true) => (Mood::Quiet, texts::unmapped()),
        (false, false) => (Mood::Quiet, texts::filled_no()),
    };
    chip(mood, word)
}

/// Whether a field is in hand.
pub fn is_here(name: &str, hand: Hand) -> impl Fn() -> bool + Send + 'static {
    let name = name.to_owned();
    move || hand.field.with(|field| field.as_deref() == Some(&name))
}

fn open(name: &str, hand: Hand) -> impl Fn(leptos::ev::MouseEvent) + Send + 'static {
    let name = name.to_owned();
    move |_| hand.field.set(Some(name.clone()))
}

/// The button that takes a field in hand.
pub fn opener(name: &str, hand: Hand) -> AnyView {
    view! { <button type="button" class="opens" on:click=open(name, hand)><b>{name.to_owned()}</b></button> }
        .into_any()
}
