//! Asks for a run while it goes on, stops it, and makes the plan that undoes it.

use super::exchanges::{drawer, opener};
use super::refused::Again;
use super::view::{Deeds, view};
use crate::state::{Topic, crumbs, deed, load, named};
use crate::texts;
use crate::widgets::{faces, missing_face};
use crosswalk_contract::{CancelRun, GetRun, Retry, RetryRun, StartRun, UndoRun};
use crosswalk_model::{RunId, RunKind, Selected};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The run that the address names.
pub fn page() -> AnyView {
    crumbs(&[], texts::nav_runs());
    let id = named::<RunId>("id");
    if id.with_untracked(Option::is_none) {
        return missing_face();
    }
    let run = load(move || Some(GetRun { id: id.get()? }), &[Topic::Runs, Topic::Plans]);
    let (cancel, again) = (deed(), deed());
    let cancel = Callback::new(move |id| cancel.say(CancelRun { id }, |run| run.note.clone()));
    let again = Callback::new(move |sync| {
        again.run(StartRun { sync, kind: RunKind::Full }, |started| {
            crate::state::go(&format!("/runs/{}", started.run))
        });
    });
    let undo = deed();
    let undoing = Callback::new(move |id| {
        undo.run(UndoRun { id, selected: Selected::All }, |planned| {
            crate::state::go(&format!("/plan/{}", planned.plan));
        });
    });
    let retry = retrying(id);
    let deeds = Deeds { cancel, again, undo: undoing, busy: undo.busy.into(), asked: opener(), retry };
    let drawn = faces(&run, move |run| {
        run.with_untracked(|run| crumbs(&[(texts::nav_runs(), "/runs")], &run.row.title));
        view(run, deeds)
    });
    // The same page may go from one run to another.
    let asked = move || id.get().map(drawer);
    view! { {drawn} {asked} }.into_any()
}

/// Tries something again and goes to the run that does.
fn retrying(id: Memo<Option<RunId>>) -> Again {
    let (deed, picked) = (deed(), RwSignal::new(BTreeSet::new()));
    let run = Callback::new(move |what: Retry| {
        let Some(id) = id.get_untracked() else { return };
        deed.run(RetryRun { id, what }, move |started| {
            picked.set(BTreeSet::new());
            deed.tell(&started.sentence);
            crate::state::go(&format!("/runs/{}", started.run));
        });
    });
    Again { run, busy: deed.busy.into(), picked }
}
