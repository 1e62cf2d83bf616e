//! Asks for a sync's timing and its standing approval, and does what the buttons say.

use super::view::{Deeds, view};
use crate::state::{Topic, crumbs, deed, go, load, named};
use crate::texts;
use crate::widgets::{faces, missing_face};
use crosswalk_contract::{GetTiming, ListSyncs, ReconcileSync, SetStandingApproval, SetTiming};
use crosswalk_model::SyncId;
use leptos::prelude::*;

/// The timing of the sync that the address names.
pub fn page() -> AnyView {
    crumbs(&[(texts::nav_schedules(), "/schedules")], texts::timing_crumb());
    let id = named::<SyncId>("sync");
    if id.with_untracked(Option::is_none) {
        return missing_face();
    }
    let timing = load(move || Some(GetTiming { sync: id.get()? }), &[Topic::Runs]);
    let syncs = load(|| Some(ListSyncs {}), &[Topic::Connections]);
    let (set, stand, reconcile) = (deed(), deed(), deed());
    let shown = StoredValue::new(timing.clone());
    let deeds = Deeds {
        set: Callback::new(move |ask: SetTiming| {
            set.run(ask, move |saved| {
                set.tell(&saved.words);
                shown.try_with_value(|shown| shown.put(saved));
            });
        }),
        stand: Callback::new(move |standing| {
            let Some(sync) = id.get_untracked() else { return };
            stand.say(SetStandingApproval { sync, standing }, |done| done.sentence.clone());
        }),
        reconcile: Callback::new(move |sync| {
            reconcile.run(ReconcileSync { sync }, move |started| {
                reconcile.tell(&started.sentence);
                go(&format!("/runs/{}", started.run));
            });
        }),
        busy: Signal::derive(move || set.busy.get() || reconcile.busy.get()),
        problem: Signal::derive(move || set.problem.get().or_else(|| reconcile.problem.get())),
    };
    faces(&timing, move |timing| {
        timing.with_untracked(|timing| {
            crumbs(
                &[(texts::nav_schedules(), "/schedules"), (&timing.title, "/schedules")],
                texts::timing_crumb(),
            );
        });
        let own = syncs.clone();
        let standing = Signal::derive(move || {
            let sync = own.value()?.into_iter().find(|sync| Some(sync.id) == id.get())?;
            Some(sync.standing_approval)
        });
        view(timing, standing, deeds)
    })
}
