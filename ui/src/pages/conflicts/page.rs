//! Asks for the conflicts, and carries the answers.

use super::view::{Deeds, view};
use crate::state::{Deed, Load, Topic, crumbs, deed, go, load};
use crate::texts;
use crate::widgets::faces;
use crosswalk_contract::{ConflictView, ListConflicts, PlanResolutions, Reopen, Resolve, StartedRun};
use crosswalk_model::{ConflictId, SyncId};
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
    let (refresh, last) = (conflicts.refresher(), RwSignal::new(Vec::new()));
    Deeds {
        resolve: resolving(resolve, refresh, last),
        reopen: reopening(reopen, refresh),
        plan: planning(plan),
        last,
        busy: Signal::derive(move || resolve.busy.get() || plan.busy.get()),
    }
}

fn resolving(resolve: Deed, refresh: Callback<()>, last: RwSignal<Vec<ConflictId>>) -> Callback<Resolve> {
    Callback::new(move |ask: Resolve| {
        last.set(ask.ids.clone());
        resolve.do_then(ask, refresh);
    })
}

fn reopening(reopen: Deed, refresh: Callback<()>) -> Callback<Vec<ConflictId>> {
    Callback::new(move |ids: Vec<ConflictId>| {
        let asks = ids.into_iter().map(|id| Reopen { id }).collect();
        reopen.run_all(asks, move |done| {
            reopen.tell(&done.sentence);
            refresh.try_run(());
        });
    })
}

fn planning(plan: Deed) -> Callback<Vec<SyncId>> {
    Callback::new(move |syncs: Vec<SyncId>| {
        let asks = syncs.into_iter().map(|sync| PlanResolutions { sync }).collect();
        plan.run_all(asks, move |started| lead(&started, plan));
    })
}

fn lead(started: &StartedRun, plan: Deed) {
    plan.tell(&started.sentence);
    go(&format!("/runs/{}", started.run));
}
