//! Asks for the listener of a connection, again whenever a delivery came.

use super::view::view;
use crate::state::{Topic, copying, crumbs, load, named};
use crate::texts;
use crate::widgets::{faces, missing_face};
use crosswalk_contract::{GetConnection, GetListener};
use crosswalk_model::ConnectionId;
use leptos::prelude::*;

/// The listener of the connection that the address names.
pub fn page() -> AnyView {
    crumbs(&[], texts::nav_connections());
    let id = named::<ConnectionId>("id");
    if id.with_untracked(Option::is_none) {
        return missing_face();
    }
    let listener =
        load(move || Some(GetListener { connection: id.get()? }), &[Topic::Deliveries, Topic::Connections]);
    let connection = load(move || Some(GetConnection { id: id.get()? }), &[]);
    let service =
        Signal::derive(move || connection.value().map(|view| view.connector.title).unwrap_or_default());
    let title = {
        let id = id.get_untracked();
        id.map(|id| format!("/connections/{id}")).unwrap_or_default()
    };
    Effect::new(move || {
        let name = service.get();
        crumbs(&[(texts::nav_connections(), "/connections"), (&name, &title)], texts::listener_crumb());
    });
    let copy = copying();
    faces(&listener, move |listener| view(listener, service, copy))
}
