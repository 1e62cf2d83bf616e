//! Undoing a part of what a plan has done: the changes that are picked, by hand or by a facet.

use super::view::{Asked, Deeds, is_open};
use crate::format::thousands;
use crate::state::{Load, Picked, Topic, deed, go, load};
use crate::texts;
use crate::widgets::Button;
use crosswalk_contract::{GetRun, PlanView, UndoRun};
use crosswalk_model::Selected;
use leptos::prelude::*;

/// What changes are picked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Picking {
    /// To be approved.
    Approve,
    /// To be undone.
    Undo,
    /// For nothing: there is nothing to decide.
    #[default]
    Nothing,
}

/// What there is to decide about a plan.
pub fn picking(plan: &PlanView, can_undo: bool) -> Picking {
    match (is_open(plan), can_undo) {
        (true, _) => Picking::Approve,
        (false, true) => Picking::Undo,
        (false, false) => Picking::Nothing,
    }
}

/// Whether the run of an applied plan can be undone; it is asked once the plan is there.
pub fn undoable(plan: &Load<PlanView>) -> Signal<bool> {
    let plan = plan.clone();
    let applied = Memo::new(move |_| {
        plan.value().filter(|plan| plan.card.state.was_carried_out()).map(|plan| plan.run)
    });
    let run = load(move || Some(GetRun { id: applied.get()? }), &[Topic::Plans]);
    Signal::derive(move || run.value().is_some_and(|run| run.can_undo))
}

/// What is picked is what is meant: nothing is undone that nobody picked.
pub fn begin_with_none(picking: Memo<Picking>, picked: RwSignal<Picked>) {
    Effect::new(move || {
        let all = if picking.get() == Picking::Undo { Picked::none() } else { Picked::all() };
        picked.set(all);
    });
}

/// Makes the plan that undoes what is picked, and leads to it.
pub fn undoing() -> (Callback<(crosswalk_model::RunId, Selected)>, Signal<bool>) {
    let undo = deed();
    let press = Callback::new(move |(id, selected)| {
        undo.run(UndoRun { id, selected }, |planned| go(&format!("/plan/{}", planned.plan)));
    });
    (press, undo.busy.into())
}

/// The button that undoes what is picked.
pub fn undo_button(plan: Signal<PlanView>, asked: Asked, deeds: Deeds) -> AnyView {
    let count =
        Signal::derive(move || asked.picked.with(|picked| picked.count(plan.with(|plan| plan.card.changes))));
    let label = Signal::derive(move || texts::plan_undo(thousands(count.get())));
    let none = Signal::derive(move || count.get() == 0);
    let press = move |()| {
        let run = plan.with_untracked(|plan| plan.run);
        deeds.undo.run((run, asked.picked.with_untracked(Picked::selected)));
    };
    view! { <Button label=label press=press busy=deeds.busy disabled=none/> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_decided_can_be_undone() {
        let plan = |state| {
            let text = serde_json::json!({
                "card": { "id": "00000000-0000-8000-8000-000000000001", "sync": "00000000-0000-8000-8000-000000000002",
                    "title": "", "sentence": "", "state": state, "made_at": "2026-03-02T00:00:00Z", "changes": 3 },
                "run": "00000000-0000-8000-8000-000000000003",
                "root": "0000000000000000000000000000000000000000000000000000000000000000",
                "summary": crosswalk_model::Summary::default(), "holds": [], "facets": [], "approvals": [],
            });
            serde_json::from_value::<PlanView>(text).unwrap()
        };
        assert_eq!(picking(&plan("held"), true), Picking::Approve);
        assert_eq!(picking(&plan("applied"), true), Picking::Undo);
        assert_eq!(picking(&plan("applied"), false), Picking::Nothing);
        assert_eq!(picking(&plan("rejected"), false), Picking::Nothing);
    }
}
