//! Draws the holds: what tripped, against what baseline, and the way to decide.

use crate::format::thousands;
use crate::texts;
use crate::widgets::{empty_face, head, moment};
use crosswalk_contract::{PlanCard, PlanView};
use crosswalk_model::{Hold, HoldRule, PlanId};
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
    let id = plan.id;
    held.fetch.run(id);
    let holds = move || {
        held.details.with(|details| details.get(&id).map(|plan| plan.holds.iter().map(hold).collect_view()))
    };
    view! {
        <section class="card section hold-card">
            <div class="row">
                <div class="grow"><h2>{plan.title}</h2><p class="quiet">{plan.sentence}
                    " · " {moment(plan.made_at)}</p></div>
                <a class="button main" href=format!("/plan/{id}")>{texts::holds_review()}</a>
            </div>
            {holds}
        </section>
    }
    .into_any()
}

fn hold(hold: &Hold) -> AnyView {
    let share = hold.affected as f64 * 100.0 / hold.baseline.max(1) as f64;
    let meter = (hold.baseline > 0).then(|| {
        view! {
            <div class="meter" role="img"
                aria-label=texts::holds_meter(thousands(hold.affected), thousands(hold.baseline))>
                <span style:width=format!("{:.1}%", share.clamp(0.6, 100.0))></span>
            </div>
            <small>{texts::holds_meter(thousands(hold.affected), thousands(hold.baseline))}</small>
        }
    });
    view! {
        <div class="hold">
            <p><span class="is-waiting" aria-hidden="true">"❚❚ "</span><b>{rule(hold.rule)}</b> " "
                <span class="quiet">{hold.group.clone()}</span></p>
            <p>{hold.message.clone()}</p>
            {meter}
        </div>
    }
    .into_any()
}

fn rule(rule: HoldRule) -> &'static str {
    match rule {
        HoldRule::Deactivations => texts::hold_deactivations(),
        HoldRule::VanishedField => texts::hold_vanished_field(),
        HoldRule::Rekeyed => texts::hold_rekeyed(),
        HoldRule::Shrunk => texts::hold_shrunk(),
        HoldRule::NotComplete => texts::hold_not_complete(),
    }
}
