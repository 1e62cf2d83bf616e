//! A story from top to bottom: where a value comes from.

use super::moment;
use crosswalk_contract::{Lineage, LineageStep};
use leptos::prelude::*;

/// Draws a lineage, the oldest step first; the last one is where we stand.
pub fn story(lineage: &Lineage) -> AnyView {
    let steps = lineage.steps.iter().map(step).collect_view();
    view! { <ol class="story">{steps}</ol> }.into_any()
}

fn step(step: &LineageStep) -> AnyView {
    view! {
        <li>
            <b>{step.title.clone()}</b>
            <span class="quiet">{step.detail.clone()} {step.at.map(|at| view! { " · " {moment(at)} })}</span>
            {step.raw.clone().map(|raw| view! { <span class="mono raw">{raw}</span> })}
        </li>
    }
    .into_any()
}
