//! Asks for the plans that are held, each with what tripped.

use super::view::{Held, view};
use crate::state::{Topic, crumbs, load};
use crate::texts;
use crate::widgets::faces;
use crosswalk_contract::{GetPlan, ListPlans, PlanCard};
use crosswalk_model::{PlanId, PlanState};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// The holds.
pub fn page() -> AnyView {
    crumbs(&[], texts::nav_holds());
    let plans = load(|| Some(ListPlans { open: true }), &[Topic::Plans]);
    faces(&plans, |plans| {
        let held = Memo::new(move |_| plans.with(|plans| held(plans)));
        let details = RwSignal::new(BTreeMap::new());
        let fetch = Callback::new(move |id: PlanId| fetch(id, details));
        view(held.into(), Held { details, fetch })
    })
}

fn held(plans: &[PlanCard]) -> Vec<PlanCard> {
    plans.iter().filter(|plan| plan.state == PlanState::Held).cloned().collect()
}

/// Fetches one plan for as long as its card is on the screen.
fn fetch(id: PlanId, details: RwSignal<BTreeMap<PlanId, crosswalk_contract::PlanView>>) {
    let plan = load(move || Some(GetPlan { id }), &[]);
    Effect::new(move || {
        if let Some(plan) = plan.value() {
            details.update(|details| {
                details.insert(id, plan);
            });
        }
    });
}
