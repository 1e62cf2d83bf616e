//! Draws the holds: what tripped, against what baseline, and the way to decide.

use crate::texts;
use crate::widgets::{empty_face, head, hold, moment};
use crosswalk_contract::{PlanCard, PlanView};
use crosswalk_model::PlanId;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// What is known of the plans that are held.
#[derive(Clone, Copy)]
pub struct Held {
    /// Each plan with its holds, once it was fetched.
    pub details: RwSignal<BTreeMap<PlanId, PlanView>>,
    /// Fetches one.
    pub fetch: Callback<PlanId>,
}

/// The holds.
pub fn view(plans: Signal<Vec<PlanCard>>, held: Held) -> AnyView {
    let sentence = move || {
        plans.with(|plans| {
            if plans.is_empty() {
                texts::holds_none().to_owned()
            } else {
                texts::holds_sentence(plans.len() as u64)
            }
        })
    };
    let none = move || {
        plans.with(Vec::is_empty).then(|| {
            empty_face(
                texts::holds_empty_title(),
                texts::holds_empty_detail(),
                Some((texts::nav_overview(), "/overview")),
            )
        })
    };
    view! {
        {head(sentence, texts::holds_detail(), ())}
        {none}
        <For each=move || plans.get() key=|plan| plan.id let:plan>{card(plan, held)}</For>
    }
    .into_any()
}

fn card(plan: PlanCard, held: Held) -> AnyView {
    let (id, limits) = (plan.id, format!("/guard/{}", plan.sync));
    held.fetch.run(id);
    let holds = move || {
        held.details.with(|details| details.get(&id).map(|plan| plan.holds.iter().map(hold).collect_view()))
    };
    view! {
        <section class="card section hold-card">
            <div class="row">
                <div class="grow"><h2>{plan.title}</h2><p class="quiet">{plan.sentence}
                    " · " {moment(plan.made_at)}</p></div>
                <a class="button" href=limits>{texts::holds_limits()}</a>
                <a class="button main" href=format!("/plan/{id}")>{texts::holds_review()}</a>
            </div>
            {holds}
        </section>
    }
    .into_any()
}
