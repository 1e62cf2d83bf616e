//! Asks for the guard's limits and for what it holds of the sync, and changes them.

use super::view::{Deeds, view};
use crate::state::{Deed, Load, Topic, crumbs, deed, load, named};
use crate::texts;
use crate::widgets::{faces, missing_face};
use crosswalk_contract::{GetGuard, GetPlan, GuardView, ListPlans, PlanView, SetGuard, SetStartOfYear};
use crosswalk_model::{PlanId, PlanState, SyncId};
use leptos::prelude::*;

/// The limits of the sync that the address names.
pub fn page() -> AnyView {
    crumbs(&[(texts::nav_holds(), "/holds")], texts::guard_crumb());
    let id = named::<SyncId>("sync");
    if id.with_untracked(Option::is_none) {
        return missing_face();
    }
    let guard = load(move || Some(GetGuard { sync: id.get()? }), &[]);
    let held = held(id);
    let (set, year) = (deed(), deed());
    let deeds = Deeds {
        set: setting(set, &guard),
        year: dating(year, guard.refresher()),
        busy: Signal::derive(move || set.busy.get() || year.busy.get()),
        not_set: set.problem.into(),
        not_dated: year.problem.into(),
    };
    faces(&guard, move |guard| {
        let held = held.clone();
        let held = Signal::derive(move || held.value());
        view(guard, held, deeds)
    })
}

/// The newest plan of the sync that is held, once it is known that there is one.
fn held(id: Memo<Option<SyncId>>) -> Load<PlanView> {
    let plans = load(|| Some(ListPlans { open: true }), &[Topic::Plans]);
    let first = Memo::new(move |_| -> Option<PlanId> {
        let all = plans.value()?;
        let own = |plan: &&crosswalk_contract::PlanCard| {
            Some(plan.sync) == id.get() && plan.state == PlanState::Held
        };
        all.iter().find(own).map(|plan| plan.id)
    });
    load(move || Some(GetPlan { id: first.get()? }), &[])
}

fn setting(set: Deed, guard: &Load<GuardView>) -> Callback<SetGuard> {
    let shown = StoredValue::new(guard.clone());
    Callback::new(move |ask: SetGuard| {
        set.run(ask, move |saved| {
            set.tell(texts::guard_saved());
            shown.try_with_value(|shown| shown.put(saved));
        });
    })
}

fn dating(year: Deed, refresh: Callback<()>) -> Callback<SetStartOfYear> {
    Callback::new(move |ask: SetStartOfYear| year.do_then(ask, refresh))
}
