//! A form drawn from a connector's spec: kinds, help, rules beside the field; secrets are never shown again.

mod entries;

use super::{Area, Check, Pick, Text};
use crate::texts;
use crosswalk_contract::{FormField, FormKind, Problem};
pub use entries::{Entries, Entry};
use leptos::prelude::*;

/// Draws the form. `problem` is what the engine said about it last; it is shown beside the field that it names.
pub fn spec_form(entries: Entries, problem: Signal<Option<Problem>>) -> AnyView {
    let each = entries.all().into_iter().map(|entry| {
        let is_shown = {
            let entry = entry.clone();
            Memo::new(move |_| entries.is_shown(&entry.field))
        };
        let (entry, draw) = (StoredValue::new(entry), move |entry: &Entry| one(entries, entry, problem));
        view! { {move || is_shown.get().then(|| entry.with_value(draw))} }
    });
    view! { <div class="stack wide">{each.collect_view()}</div> }.into_any()
}

fn one(entries: Entries, entry: &Entry, problem: Signal<Option<Problem>>) -> AnyView {
    let field = entry.field.clone();
    let own = {
        let entry = entry.clone();
        move || entries.is_tried().then(|| entry.error()).flatten()
    };
    let told = {
        let key = field.key.clone();
        move || told(&key, problem)
    };
    let error = Signal::derive(move || own().or_else(&told));
    drawn(&field, entry, error)
}

/// What the engine said about this field.
fn told(key: &str, problem: Signal<Option<Problem>>) -> Option<String> {
    let problem = problem.get().filter(|problem| problem.field.as_deref() == Some(key))?;
    Some(format!("{} {}", problem.happened, problem.remedy))
}

fn drawn(field: &FormField, entry: &Entry, error: Signal<Option<String>>) -> AnyView {
    let (label, help, value) = (field.label.clone(), field.help.clone(), entry.value);
    let text = |kind, hint| line(field, value, error, (kind, hint));
    match &field.kind {
        FormKind::Text | FormKind::Number => text("text", ""),
        FormKind::Url => text("url", "https://"),
        FormKind::File => text("text", texts::form_file_hint()),
        FormKind::Folder => text("text", texts::form_folder_hint()),
        FormKind::Secret => text("password", if entry.is_kept { texts::form_secret_kept() } else { "" }),
        FormKind::LongText => {
            let optional = !field.required;
            view! { <Area label=label help=help value=value error=error optional=optional/> }.into_any()
        }
        FormKind::Switch => switch(field, value),
        FormKind::Choice(choices) => {
            let (choices, choose) = (choices.clone(), move |chosen| value.set(chosen));
            view! { <Pick label=label help=help choices=choices value=value choose=choose/> }.into_any()
        }
    }
}

fn line(
    field: &FormField,
    value: RwSignal<String>,
    error: Signal<Option<String>>,
    (kind, hint): (&'static str, &'static str),
) -> AnyView {
    let (label, help, optional) = (field.label.clone(), field.help.clone(), !field.required);
    view! { <Text label=label help=help value=value error=error kind=kind hint=hint optional=optional
    kept=true/> }
    .into_any()
}

fn switch(field: &FormField, value: RwSignal<String>) -> AnyView {
    let (label, help) = (field.label.clone(), field.help.clone());
    let on = Signal::derive(move || value.get() == "true");
    let turn = move |on: bool| value.set(on.to_string());
    view! { <Check label=label help=help on=on turn=turn/> }.into_any()
}
