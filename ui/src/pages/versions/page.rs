//! Asks for the versions of what the address names, and goes back to one.

use super::view::{Deeds, view};
use crate::state::{Load, Topic, crumbs, deed, load, named};
use crate::texts;
use crate::widgets::{faces, missing_face};
use crosswalk_contract::{Configured, ListConnections, ListSyncs, ListVersions, RestoreVersion};
use leptos::prelude::*;

/// The versions of a connection.
pub fn of_connection() -> AnyView {
    let id = named("id");
    page(Memo::new(move |_| id.get().map(Configured::Connection)))
}

/// The versions of a sync.
pub fn of_sync() -> AnyView {
    let id = named("id");
    page(Memo::new(move |_| id.get().map(Configured::Sync)))
}

fn page(of: Memo<Option<Configured>>) -> AnyView {
    crumbs(&[(texts::nav_connections(), "/connections")], texts::versions_crumb());
    if of.with_untracked(Option::is_none) {
        return missing_face();
    }
    let versions = load(move || Some(ListVersions { of: of.get()? }), &[Topic::Connections]);
    let title = title(of);
    let (restore, refresh) = (deed(), versions.refresher());
    let deeds = Deeds {
        restore: Callback::new(move |version| {
            if let Some(of) = of.get_untracked() {
                restore.do_then(RestoreVersion { of, version }, refresh);
            }
        }),
        busy: restore.busy.into(),
    };
    let is_sync = Signal::derive(move || matches!(of.get(), Some(Configured::Sync(_))));
    faces(&versions, move |versions| view(versions, (title, is_sync), deeds))
}

/// What it is called; it may be called otherwise after going back.
fn title(of: Memo<Option<Configured>>) -> Signal<String> {
    let connections = load(|| Some(ListConnections {}), &[Topic::Connections]);
    let syncs = load(|| Some(ListSyncs {}), &[Topic::Connections]);
    let title = Signal::derive(move || match of.get()? {
        Configured::Connection(id) => found(&connections, |card| (card.id == id).then(|| card.title.clone())),
        Configured::Sync(id) => found(&syncs, |card| (card.id == id).then(|| card.title.clone())),
    });
    Effect::new(move || {
        let title = title.get().unwrap_or_default();
        crumbs(
            &[(texts::nav_connections(), "/connections"), (&title, "/connections")],
            texts::versions_crumb(),
        );
    });
    Signal::derive(move || title.get().unwrap_or_default())
}

fn found<T: Clone + Send + Sync + 'static>(
    all: &Load<Vec<T>>,
    title: impl Fn(&T) -> Option<String>,
) -> Option<String> {
    all.value()?.iter().find_map(title)
}
