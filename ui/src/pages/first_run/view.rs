//! Draws the first run.

use crate::texts;
use crate::widgets::{Button, Look, Text, brand, problem_note};
use crosswalk_contract::Problem;
use leptos::prelude::*;

/// What can be done here.
#[derive(Clone, Copy)]
pub struct Deeds {
    /// Sets up the demo school.
    pub demo: Callback<()>,
    /// Whether that is under way.
    pub starting: Signal<bool>,
    /// Creates the school with this name.
    pub create: Callback<String>,
    /// Whether that is under way.
    pub creating: Signal<bool>,
    /// Why it could not be done.
    pub problem: Signal<Option<Problem>>,
}

/// The first run.
pub fn view(deeds: Deeds) -> AnyView {
    let demo_note = move || {
        deeds
            .starting
            .get()
            .then(|| view! { <p class="quiet" role="status">{texts::first_demo_starting()}</p> })
    };
    view! {
        <div class="first">
            <div class="first-head">
                {brand()}
                <h1>{texts::first_title()}</h1>
                <p>{texts::first_detail()}</p>
            </div>
            <div class="first-ways">
                <section class="card">
                    <h2>{texts::first_demo_title()}</h2>
                    <p class="quiet">{texts::first_demo_detail()}</p>
                    <Button label=texts::first_demo() press=deeds.demo busy=deeds.starting look=Look::Main/>
                    {demo_note}
                </section>
                {own(deeds)}
            </div>
            {move || deeds.problem.get().map(|problem| problem_note(&problem))}
            <p class="quiet">{texts::first_promise()}</p>
        </div>
    }
    .into_any()
}

fn own(deeds: Deeds) -> AnyView {
    let name = RwSignal::new(String::new());
    let is_empty = Signal::derive(move || name.with(|name| name.trim().is_empty()));
    let press = Callback::new(move |()| {
        if !is_empty.get_untracked() {
            deeds.create.run(name.get_untracked().trim().to_owned());
        }
    });
    view! {
        <form class="card" on:submit=move |event| { event.prevent_default(); press.run(()); }>
            <h2>{texts::first_own_title()}</h2>
            <p class="quiet">{texts::first_own_detail()}</p>
            <Text label=texts::first_own_name() value=name hint=texts::first_own_hint()/>
            <Button label=texts::first_own() press=press busy=deeds.creating disabled=is_empty/>
        </form>
    }
    .into_any()
}
