//! Fields of forms: the label above, the help below, and what is wrong beside it in words.

use crate::state::keep_typed;
use crate::texts;
use leptos::prelude::*;
use std::sync::atomic::{AtomicU64, Ordering};

static FIELDS: AtomicU64 = AtomicU64::new(0);

/// What stands around an input.
struct Around {
    /// Its label.
    pub label: String,
    /// What to enter.
    pub help: String,
    /// What is wrong.
    pub error: Signal<Option<String>>,
    /// Whether it may be left empty.
    pub optional: bool,
}

/// Puts label, help and error around an input; `control` is given the input's id and that of what describes it.
fn labelled(around: Around, control: impl FnOnce(String, String) -> AnyView) -> AnyView {
    let number = FIELDS.fetch_add(1, Ordering::Relaxed);
    let (id, describes) = (format!("field-{number}"), format!("field-{number}-help"));
    let Around { label, help, error, optional } = around;
    let control = control(id.clone(), describes.clone());
    view! {
        <div class="field" class:wrong=move || error.get().is_some()>
            <label for=id lang=texts::tongue(&label)>{label.clone()} {optional.then(|| view! { <small>" " {texts::field_optional()}</small> })}</label>
            {control}
            <div id=describes class="field-words">
                {move || error.get().map(|error| view! { <p class="field-error">"✕ " {error}</p> })}
                {(!help.is_empty()).then(|| view! { <p class="quiet">{help}</p> })}
            </div>
        </div>
    }
    .into_any()
}

/// One line of text.
#[component]
pub fn Text(
    /// Its label.
    #[prop(into)]
    label: String,
    /// What is in it.
    value: RwSignal<String>,
    /// What to enter.
    #[prop(optional, into)]
    help: String,
    /// What is wrong.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// The browser's word for the kind of input.
    #[prop(default = "text")]
    kind: &'static str,
    /// What stands in it while it is empty.
    #[prop(optional, into)]
    hint: String,
    /// Whether it may be left empty.
    #[prop(optional)]
    optional: bool,
    /// Whether what is typed survives a reload; its label must be the only such one on its page.
    #[prop(optional)]
    kept: bool,
) -> impl IntoView {
    // What a school types here is no business of the browser's memory, passwords apart.
    let remember = if kind == "password" { "new-password" } else { "off" };
    let keep = (kept && kind != "password").then(|| keep_typed(&label, value));
    let typed = move |text: String| {
        keep.iter().for_each(|keep| keep(&text));
        value.set(text);
    };
    labelled(Around { label, help, error, optional }, move |id, describes| {
        view! {
            <input id=id type=kind aria-describedby=describes placeholder=hint autocomplete=remember
                spellcheck="false"
                aria-invalid=move || error.get().is_some().to_string() prop:value=value
                on:input:target=move |event| typed(event.target().value())/>
        }
        .into_any()
    })
}

/// Several lines of text.
#[component]
pub fn Area(
    /// Its label.
    #[prop(into)]
    label: String,
    /// What is in it.
    value: RwSignal<String>,
    /// What to enter.
    #[prop(optional, into)]
    help: String,
    /// What is wrong.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// How many lines are seen.
    #[prop(default = 4)]
    lines: u32,
    /// Whether it may be left empty.
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    labelled(Around { label, help, error, optional }, move |id, describes| {
        view! {
            <textarea id=id rows=lines aria-describedby=describes spellcheck="false" prop:value=value
                aria-invalid=move || error.get().is_some().to_string()
                on:input:target=move |event| value.set(event.target().value())></textarea>
        }
        .into_any()
    })
}

/// Yes or no.
#[component]
pub fn Check(
    /// What is switched.
    #[prop(into)]
    label: String,
    /// How it stands.
    #[prop(into)]
    on: Signal<bool>,
    /// Switches it.
    #[prop(into)]
    turn: Callback<bool>,
    /// What it means.
    #[prop(optional, into)]
    help: String,
    /// Whether it cannot be switched now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    view! {
        <label class="check">
            <input type="checkbox" prop:checked=on disabled=disabled
                on:change:target=move |event| turn.run(event.target().checked())/>
            <span>{label}{(!help.is_empty()).then(|| view! { <small class="quiet">{help}</small> })}</span>
        </label>
    }
    .into_any()
}

/// One of several.
#[component]
pub fn Pick(
    /// Its label.
    #[prop(into)]
    label: String,
    /// Value and label of each.
    choices: Vec<(String, String)>,
    /// Which one holds.
    #[prop(into)]
    value: Signal<String>,
    /// Chooses another.
    #[prop(into)]
    choose: Callback<String>,
    /// What to choose.
    #[prop(optional, into)]
    help: String,
) -> impl IntoView {
    let around = Around { label, help, error: Signal::stored(None), optional: false };
    labelled(around, move |id, describes| {
        let each = choices.into_iter().map(|(own, label)| {
            let is_it = own.clone();
            view! { <option value=own lang=texts::tongue(&label) selected=move || value.get() == is_it>{label.clone()}</option> }
        });
        view! {
            <select id=id aria-describedby=describes
                on:change:target=move |event| choose.run(event.target().value())>
                {each.collect_view()}
            </select>
        }
        .into_any()
    })
}
