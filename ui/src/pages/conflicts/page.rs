//! Asks for the conflicts, and carries the answers.

use super::view::{Deeds, view};
use crate::state::{Load, Toast, Topic, crumbs, deed, go, load, toasts};
use crate::texts;
use crate::widgets::faces;
use crosswalk_contract::{ConflictView, ListConflicts, PlanResolutions, Reopen, Resolve, StartedRun};
use crosswalk_model::SyncId;
use leptos::prelude::*;

/// The conflicts.
pub fn page() -> AnyView {
    crumbs(&[], texts::nav_conflicts());
    let conflicts = load(|| Some(ListConflicts { open: false }), &[Topic::Conflicts, Topic::Plans]);
    let deeds = deeds(&conflicts);
    faces(&conflicts, move |conflicts| view(conflicts, deeds))
}

fn deeds(conflicts: &Load<Vec<ConflictView>>) -> Deeds {
    let (resolve, reopen, plan) = (deed(), deed(), deed());
    let again = StoredValue::new(conflicts.clone());
    let refresh = move || {
        again.try_with_value(Load::retry);
    };
    let (last, toasts) = (RwSignal::new(Vec::new()), toasts());
    Deeds {
        resolve: Callback::new(move |ask: Resolve| {
            let ids = ask.ids.clone();
            resolve.run(ask, move |done| {
                toasts.show(Toast::done(done.sentence));
                last.try_set(ids);
                refresh();
            });
        }),
        reopen: Callback::new(move |id| {
            reopen.say(Reopen { id }, move |done| {
                refresh();
                done.sentence.clone()
            });
        }),
        plan: Callback::new(move |syncs: Vec<SyncId>| {
            for sync in syncs {
                plan.run(PlanResolutions { sync }, move |started| lead(&started, toasts));
            }
        }),
        last,
        busy: Signal::derive(move || resolve.busy.get() || plan.busy.get()),
    }
}

fn lead(started: &StartedRun, toasts: crate::state::Toasts) {
    toasts.show(Toast::done(started.sentence.clone()));
    go(&format!("/runs/{}", started.run));
}
