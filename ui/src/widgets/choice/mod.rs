//! A choice among a few, each with a sentence that says what follows from it.

use leptos::prelude::*;

/// Radios one below the other. `choices` are value, label and help.
pub fn choice(
    legend: &'static str,
    choices: Vec<(&'static str, &'static str, &'static str)>,
    chosen: Signal<String>,
    choose: Callback<String>,
) -> AnyView {
    let each = choices.into_iter().map(move |(value, label, help)| {
        let is_it = move || chosen.with(|chosen| chosen == value);
        view! {
            <label class="check">
                <input type="radio" name=legend value=value prop:checked=is_it
                    on:change=move |_| choose.run(value.to_owned())/>
                <span>{label}<small class="quiet">{help}</small></span>
            </label>
        }
    });
    view! { <fieldset class="choice"><legend class="unseen">{legend}</legend>{each.collect_view()}</fieldset> }.into_any()
}
