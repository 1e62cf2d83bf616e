//! Asks for the conflicts, and carries the answers.

use super::view::{Deeds, view};
use crate::state::{Deed, Load, Topic, crumbs, deed, go, load};
use crate::texts;
use crate::widgets::faces;
use crosswalk_contract::{
    ConflictView, GetConflictSides, ListConflicts, PlanResolutions, Reopen, Resolve, RevealConflict,
    StartedRun,
};
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
    let (resolve, reopen, plan, reveal) = (deed(), deed(), deed(), deed());
    let (refresh, last, answered) =
        (conflicts.refresher(), RwSignal::new(Vec::new()), RwSignal::new(Vec::new()));
    Deeds {
        resolve: resolving(resolve, refresh, (last, answered)),
        reopen: reopening(reopen, refresh),
        plan: planning(plan),
        sides: Callback::new(|id| load(move || Some(GetConflictSides { id }), &[])),
        reveal: revealing(reveal, conflicts),
        last,
        answered,
        busy: Signal::derive(move || resolve.busy.get() || plan.busy.get()),
    }
}

/// What was revealed stands in the place of what was masked, for as long as nobody asks anew.
fn revealing(reveal: Deed, conflicts: &Load<Vec<ConflictView>>) -> Callback<ConflictId> {
    let shown = StoredValue::new(conflicts.clone());
    let replace = move |one: ConflictView| {
        shown.try_with_value(|shown| {
            let all = untrack(|| shown.value()).unwrap_or_default();
            let swap = |old: ConflictView| if old.conflict.id == one.conflict.id { one.clone() } else { old };
            shown.put(all.into_iter().map(swap).collect());
        });
    };
    Callback::new(move |id| reveal.run(RevealConflict { id }, replace))
}

type Ids = RwSignal<Vec<ConflictId>>;

/// One answer at a time: a key that is pressed while the last one is on its way is not taken for the next conflict.
fn resolving(resolve: Deed, refresh: Callback<()>, (last, answered): (Ids, Ids)) -> Callback<Resolve> {
    // What could not be settled comes back.
    Effect::new(move || {
        if resolve.problem.with(Option::is_some) {
            answered.set(Vec::new());
        }
    });
    Callback::new(move |ask: Resolve| {
        if !resolve.busy.get_untracked() {
            last.set(ask.ids.clone());
            answered.set(ask.ids.clone());
            resolve.do_then(ask, refresh);
        }
    })
}

fn reopening(reopen: Deed, refresh: Callback<()>) -> Callback<Vec<ConflictId>> {
    Callback::new(move |ids: Vec<ConflictId>| {
        reopen.run_all(ids.into_iter().map(|id| Reopen { id }).collect(), move |done| {
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
