//! Asks for the schedules and carries what is decided about them.

use super::view::{Deeds, view};
use crate::state::{Topic, crumbs, deed, go, load};
use crate::texts;
use crate::widgets::faces;
use crosswalk_contract::{
    ListSchedules, PauseSchedule, PreviewSchedule, RemoveSchedule, RunScheduled, SetSchedule,
};
use crosswalk_model::{Schedule, SyncId};
use leptos::prelude::*;

/// The schedules.
pub fn page() -> AnyView {
    crumbs(&[], texts::nav_schedules());
    let schedules = load(|| Some(ListSchedules {}), &[Topic::Connections, Topic::Runs]);
    let (set, pause, remove, run) = (deed(), deed(), deed(), deed());
    let refresh = schedules.refresher();
    let deeds = Deeds {
        set: Callback::new(move |(schedule, done): (Schedule, Callback<()>)| {
            set.run(SetSchedule { schedule }, move |view| {
                set.tell(&view.words);
                refresh.try_run(());
                done.try_run(());
            });
        }),
        pause: Callback::new(move |(sync, paused): (SyncId, bool)| {
            pause.run(PauseSchedule { sync, paused }, move |_| {
                refresh.try_run(());
            });
        }),
        remove: Callback::new(move |sync| remove.do_then(RemoveSchedule { sync }, refresh)),
        run: Callback::new(move |sync| {
            run.run(RunScheduled { sync }, move |started| {
                run.tell(&started.sentence);
                go(&format!("/runs/{}", started.run));
            });
        }),
        // Each draft is asked about anew; what was never saved changes nothing.
        preview: Callback::new(|draft: RwSignal<Schedule>| {
            load(move || Some(PreviewSchedule { schedule: draft.get() }), &[])
        }),
        busy: Signal::derive(move || set.busy.get() || run.busy.get()),
    };
    faces(&schedules, move |schedules| view(schedules, deeds))
}
