//! Asks what can be connected, and saves a new connection.

use super::view::view;
use crate::state::{Load, crumbs, deed, go, load};
use crate::texts;
use crate::widgets::{empty_face, faces};
use crosswalk_contract::{ConnectionView, ConnectorCard, ListConnectors, SaveConnection};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

fn connectors() -> Load<Vec<ConnectorCard>> {
    load(|| Some(ListConnectors {}), &[])
}

/// The catalogue.
pub fn catalogue() -> AnyView {
    crumbs(&[(texts::nav_connections(), "/connections")], texts::connections_add());
    faces(&connectors(), super::catalogue::catalogue)
}

/// The form of the connector that the address names.
pub fn form() -> AnyView {
    let key = use_params_map().read_untracked().get("connector").unwrap_or_default();
    let way = [(texts::nav_connections(), "/connections"), (texts::connections_add(), "/connections/new")];
    let save = deed();
    let act = Callback::new(move |ask: SaveConnection| save.run(ask, |saved| go(&next(&saved))));
    faces(&connectors(), move |connectors| {
        let found = connectors.with_untracked(|all| all.iter().find(|card| card.key == key).cloned());
        let Some(card) = found else { return unknown() };
        crumbs(&way, &card.title);
        view(card, act, save.busy.into(), save.problem.into())
    })
}

fn unknown() -> AnyView {
    let next = Some((texts::connect_back(), "/connections/new"));
    empty_face(texts::connect_unknown_title(), texts::connect_unknown_detail(), next)
}

/// A pushed source is told next what to type into its own form; anything else is checked.
fn next(saved: &ConnectionView) -> String {
    let page = if saved.connector.pushed { "/listener" } else { "?check" };
    format!("/connections/{}{page}", saved.card.id)
}
