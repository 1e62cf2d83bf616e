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
    let connections = load(|| Some(ListConnections {}), &[Topic::Connections, Topic::Runs, Topic::Deliveries]);
    let (pause, again) = (deed(), StoredValue::new(connections.clone()));
    let pause = Callback::new(move |(id, paused)| {
        pause.say(PauseConnection { id, paused }, move |done| {
            again.try_with_value(|again| again.retry());
            done.sentence.clone()
        });
    });
    faces(&connections, move |connections| view(connections, pause))
}
