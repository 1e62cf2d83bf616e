//! Asks for the sums of the days; which days and whose runs stands in the address.

use super::view::view;
use crate::state::{Query, Topic, crumbs, load, query, sifted};
use crate::texts;
use crate::widgets::{Sieve, Sifted, faces};
use crosswalk_contract::{GetTrends, ListSyncs, SyncCard};
use leptos::prelude::*;

/// As many days as are shown until somebody chooses others.
const USUAL: u16 = 30;

/// The health of the house.
pub fn page() -> AnyView {
    crumbs(&[], texts::nav_health());
    let query = query();
    let ask = move || GetTrends { days: days(query), sync: query.parsed("sync") };
    let trends = sifted(move || Some(ask()), &[Topic::Runs]);
    let syncs = load(|| Some(ListSyncs {}), &[Topic::Connections]);
    let choices = Signal::derive(move || choices(&syncs.value().unwrap_or_default()));
    faces(&trends, move |trends| view(trends, Sieve { query, choices }))
}

fn days(query: Query) -> u16 {
    query.parsed("days").unwrap_or(USUAL)
}

fn choices(syncs: &[SyncCard]) -> Vec<Sifted> {
    let each = syncs.iter().map(|sync| (sync.id.to_string(), sync.title.clone()));
    let far = vec![("90".to_owned(), texts::health_far().to_owned())];
    vec![
        Sifted { name: "days", label: texts::health_back(), all: texts::health_near(), values: far },
        Sifted { name: "sync", label: texts::column_sync(), all: texts::sieve_all(), values: each.collect() },
    ]
}
