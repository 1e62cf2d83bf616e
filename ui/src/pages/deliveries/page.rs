//! Asks for the deliveries, as the address sifts them, and has one interpreted anew.

use super::view::{state_word, view};
use crate::state::{Topic, crumbs, deed, load, paged, query};
use crate::texts;
use crate::widgets::{Sieve, Sifted, faces, since_choice};
use crosswalk_contract::{ListConnections, ListDeliveries, ReplayDelivery};
use crosswalk_model::{DeliveryState, Direction};
use leptos::prelude::*;

const CONNECTION: &str = "connection";
const STATE: &str = "state";

/// The deliveries.
pub fn page() -> AnyView {
    crumbs(&[], texts::nav_deliveries());
    let query = query();
    let ask = move |cursor| ListDeliveries {
        connection: query.parsed(CONNECTION),
        state: query.tagged(STATE),
        since: query.since(),
        cursor,
    };
    let deliveries = paged(ask, &[Topic::Deliveries]);
    let connections = load(|| Some(ListConnections {}), &[Topic::Connections]);
    let choices = Signal::derive(move || {
        let all = connections.value().unwrap_or_default().into_iter();
        let sources = all.filter(|one| one.direction == Direction::Inbound);
        let sources = sources.map(|one| (one.id.to_string(), one.title)).collect();
        vec![
            Sifted {
                name: CONNECTION,
                label: texts::column_from(),
                all: texts::sieve_all(),
                values: sources,
            },
            Sifted { name: STATE, label: texts::column_state(), all: texts::sieve_any(), values: states() },
            since_choice(),
        ]
    });
    let replay = deed();
    let replay = Callback::new(move |id| replay.say(ReplayDelivery { id }, |done| done.sentence.clone()));
    let first = deliveries.first.clone();
    faces(&first, move |first| view(first, deliveries.clone(), replay, Sieve { query, choices }))
}

fn states() -> Vec<(String, String)> {
    let all = [
        ("waiting", DeliveryState::Waiting),
        ("taken", DeliveryState::Taken),
        ("answered", DeliveryState::Answered),
        ("kept_raw", DeliveryState::KeptRaw),
        ("overtaken", DeliveryState::Overtaken),
        ("unreadable", DeliveryState::Unreadable),
    ];
    all.map(|(word, state)| (word.to_owned(), state_word(state).to_owned())).to_vec()
}
