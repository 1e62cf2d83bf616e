//! Draws the guard's limits.

use super::limits::form;
use super::year::year;
use crate::texts;
use crate::widgets::{head, hold, section};
use crosswalk_contract::{GuardView, PlanView, Problem, SetGuard, SetStartOfYear};
use crosswalk_model::PlanState;
use leptos::prelude::*;

/// What can be done here.
#[derive(Clone, Copy)]
pub struct Deeds {
    /// Changes the limits.
    pub set: Callback<SetGuard>,
    /// Changes the days around the start of the year.
    pub year: Callback<SetStartOfYear>,
    /// Whether an answer is awaited.
    pub busy: Signal<bool>,
    /// Why the limits were not changed.
    pub not_set: Signal<Option<Problem>>,
    /// Why the days were not.
    pub not_dated: Signal<Option<Problem>>,
}

/// The limits; `held` is a plan of the sync that is held now.
pub fn view(guard: Signal<GuardView>, held: Signal<Option<PlanView>>, deeds: Deeds) -> AnyView {
    let title = move || guard.with(|guard| texts::guard_sentence(&guard.title));
    view! {
        {head(title, view! { {move || guard.with(today)} }, ())}
        {move || held.with(|held| held.as_ref().filter(|plan| plan.card.state == PlanState::Held).map(now_held))}
        <div class="halves">
            {section(texts::guard_limits(), move || form(&guard.get(), deeds))}
            <div class="stack wide">
                {section(texts::guard_year(), move || year(&guard.get(), deeds))}
                {section(texts::guard_always(), always())}
            </div>
        </div>
    }
    .into_any()
}

/// Which limits count today.
fn today(guard: &GuardView) -> String {
    let (percent, count) = (guard.today.deactivations_percent, guard.today.deactivations_count);
    if guard.today == guard.limits {
        texts::guard_today(percent, count)
    } else {
        texts::guard_today_wide(percent, count)
    }
}

/// What tripped, and against what baseline.
fn now_held(plan: &PlanView) -> AnyView {
    let each = plan.holds.iter().map(hold).collect_view();
    let href = format!("/plan/{}", plan.card.id);
    let body = view! {
        <p>{plan.card.sentence.clone()} " " <a href=href>{texts::holds_review()} " →"</a></p> {each}
        <p class="quiet">{texts::guard_held_help()}</p>
    };
    section(texts::guard_held(), body)
}

/// What no limit changes.
fn always() -> AnyView {
    let each = [texts::guard_always_empty(), texts::guard_always_column(), texts::guard_always_schools()];
    let each = each.map(|line| view! { <li>{line}</li> });
    view! { <ul class="guard-always">{each.into_iter().collect_view()}</ul> }.into_any()
}
