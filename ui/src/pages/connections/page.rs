//! Asks for the connections, and lets them rest.

use super::view::view;
use crate::state::{Topic, crumbs, deed, load};
use crate::texts;
use crate::widgets::faces;
use crosswalk_contract::{ListConnections, PauseConnection};
use leptos::prelude::*;

/// The connections.
pub fn page() -> AnyView {
    crumbs(&[], texts::nav_connections());
    let connections =
        load(|| Some(ListConnections {}), &[Topic::Connections, Topic::Runs, Topic::Deliveries]);
    let (pause, refresh) = (deed(), connections.refresher());
    let pause = Callback::new(move |(id, paused)| pause.do_then(PauseConnection { id, paused }, refresh));
    faces(&connections, move |connections| view(connections, pause))
}
