//! Asks for one connection and its sync, and does what the buttons say.

use super::view::{Deeds, Shown, view};
use crate::state::{Deed, Load, Topic, crumbs, deed, load, named};
use crate::texts;
use crate::widgets::{faces, missing_face};
use crosswalk_contract::{
    CheckConnection, CheckLine, ConnectionView, GetConnection, ListSyncs, PauseConnection, ReadConnection,
    SaveConnection, SetFilters, SetStandingApproval,
};
use crosswalk_model::ConnectionId;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The connection that the address names.
pub fn page() -> AnyView {
    crumbs(&[], texts::nav_connections());
    let id = named::<ConnectionId>("id");
    if id.with_untracked(Option::is_none) {
        return missing_face();
    }
    // Settings are not asked anew while somebody edits them: only what this page itself did changes them.
    let connection = load(move || Some(GetConnection { id: id.get()? }), &[]);
    let syncs = load(|| Some(ListSyncs {}), &[Topic::Connections]);
    let lines = RwSignal::new(None);
    let check = deed();
    let run_check = Callback::new(move |()| check_now(id, check, lines));
    if use_query_map().read_untracked().get("check").is_some() {
        run_check.run(());
    }
    let save = deed();
    let deeds = Deeds {
        save: saving(&connection, save, run_check),
        pause: pausing(&connection),
        check: run_check,
        ..rest()
    };
    let shown = Shown {
        lines: lines.into(),
        checking: check.busy.into(),
        saving: save.busy.into(),
        problem: save.problem.into(),
    };
    faces(&connection, move |connection| {
        connection
            .with_untracked(|view| crumbs(&[(texts::nav_connections(), "/connections")], &view.card.title));
        let own = syncs.clone();
        let sync = Signal::derive(move || {
            own.value()?.into_iter().find(|sync| Some(sync.id) == connection.with(|view| view.card.sync))
        });
        view(connection, sync, shown, deeds)
    })
}

fn check_now(id: Memo<Option<ConnectionId>>, check: Deed, lines: RwSignal<Option<Vec<CheckLine>>>) {
    if let Some(id) = id.get_untracked() {
        check.run(CheckConnection { id }, move |found| {
            lines.try_set(Some(found));
        });
    }
}

fn saving(connection: &Load<ConnectionView>, save: Deed, check: Callback<()>) -> Callback<SaveConnection> {
    let shown = StoredValue::new(connection.clone());
    Callback::new(move |ask: SaveConnection| {
        save.run(ask, move |saved| {
            shown.try_with_value(|shown| shown.put(saved));
            check.try_run(());
        });
    })
}

fn pausing(connection: &Load<ConnectionView>) -> Callback<(ConnectionId, bool)> {
    let (pause, refresh) = (deed(), connection.refresher());
    Callback::new(move |(id, paused)| pause.do_then(PauseConnection { id, paused }, refresh))
}

/// What needs nothing of the page.
fn rest() -> Deeds {
    let (read, standing, filters) = (deed(), deed(), deed());
    Deeds {
        save: Callback::new(|_| ()),
        pause: Callback::new(|_| ()),
        check: Callback::new(|()| ()),
        read: Callback::new(move |id| read.say(ReadConnection { id }, |started| started.sentence.clone())),
        stand: Callback::new(move |(sync, standing_by)| {
            standing.say(SetStandingApproval { sync, standing: standing_by }, |done| done.sentence.clone());
        }),
        filter: Callback::new(move |(sync, all)| {
            filters.say(SetFilters { sync, filters: all }, |done| done.sentence.clone());
        }),
    }
}
