//! A row of choices of which one holds.

use crate::texts::tongue;
use leptos::prelude::*;

/// A segmented choice. `choices` are value and label; the arrow keys move between them, as in every group of radios.
pub fn segments(
    legend: &'static str,
    choices: Vec<(String, String)>,
    chosen: Signal<String>,
    choose: Callback<String>,
) -> AnyView {
    // Radios belong together by a name; the legend is one that is unique on a page.
    let each = choices.into_iter().map(move |(value, label)| {
        let (own, picked) = (value.clone(), value.clone());
        view! {
            <label>
                <input type="radio" name=legend value=value prop:checked=move || chosen.get() == own
                    on:change=move |_| choose.run(picked.clone())/>
                <span lang=tongue(&label)>{label.clone()}</span>
            </label>
        }
    });
    view! { <fieldset class="segments"><legend class="unseen">{legend}</legend>{each.collect_view()}</fieldset> }
        .into_any()
}
