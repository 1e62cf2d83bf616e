//! Asks for the runs, as the address sifts them.

use super::view::view;
use crate::state::{Topic, crumbs, load, paged, query};
use crate::texts;
use crate::widgets::{Sieve, Sifted, faces, run_word, since_choice};
use crosswalk_contract::{ListRuns, ListSyncs};
use crosswalk_model::RunState;
use leptos::prelude::*;

const SYNC: &str = "sync";
const STATE: &str = "state";

/// The runs.
pub fn page() -> AnyView {
    crumbs(&[], texts::nav_runs());
    let query = query();
    let ask = move |cursor| ListRuns {
        sync: query.parsed(SYNC),
        state: query.tagged(STATE),
        since: query.since(),
        cursor,
    };
    let runs = paged(ask, &[Topic::Runs]);
    let syncs = load(|| Some(ListSyncs {}), &[Topic::Connections]);
    let choices = Signal::derive(move || {
        let syncs = syncs.value().unwrap_or_default().into_iter();
        let syncs = syncs.map(|sync| (sync.id.to_string(), sync.title)).collect();
        vec![
            Sifted { name: SYNC, label: texts::column_sync(), all: texts::sieve_all(), values: syncs },
            Sifted { name: STATE, label: texts::column_state(), all: texts::sieve_any(), values: states() },
            since_choice(),
        ]
    });
    let first = runs.first.clone();
    faces(&first, move |first| view(first, runs.clone(), Sieve { query, choices }))
}

fn states() -> Vec<(String, String)> {
    let all = [
        ("running", RunState::Running),
        ("waiting", RunState::Waiting),
        ("done", RunState::Done),
        ("done_with_refusals", RunState::DoneWithRefusals),
        ("failed", RunState::Failed),
        ("cancelled", RunState::Cancelled),
    ];
    all.map(|(word, state)| (word.to_owned(), run_word(state).1.to_owned())).to_vec()
}
