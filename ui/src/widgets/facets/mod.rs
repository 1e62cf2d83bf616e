//! Facets: what a list can be filtered by, with how many of each.

use crate::format::thousands;
use crosswalk_contract::Facet;
use leptos::prelude::*;

/// A list of facets. `chosen` tells whether a value is on; `turn` is given facet and value.
pub fn facet_list(
    facets: Vec<Facet>,
    chosen: Callback<(String, String), bool>,
    turn: Callback<(String, String)>,
) -> AnyView {
    let each = facets.into_iter().filter(|facet| !facet.values.is_empty());
    let each = each.map(|facet| one(facet, chosen, turn)).collect_view();
    view! { <div class="facets">{each}</div> }.into_any()
}

fn one(facet: Facet, chosen: Callback<(String, String), bool>, turn: Callback<(String, String)>) -> AnyView {
    let Facet { key, title, values } = facet;
    let each = values.into_iter().map(|(value, label, count)| {
        let own = StoredValue::new((key.clone(), value));
        let is_on = move || chosen.run(own.get_value());
        view! {
            <label class:on=is_on>
                <input type="checkbox" prop:checked=is_on on:change=move |_| turn.run(own.get_value())/>
                <span class="clip">{label}</span> <b>{thousands(count)}</b>
            </label>
        }
    });
    view! { <fieldset><legend>{title}</legend>{each.collect_view()}</fieldset> }.into_any()
}
