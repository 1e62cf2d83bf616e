//! Asks for the runs.

use super::view::view;
use crate::state::{Topic, crumbs, paged};
use crate::texts;
use crate::widgets::faces;
use crosswalk_contract::ListRuns;
use leptos::prelude::*;

/// The runs.
pub fn page() -> AnyView {
    crumbs(&[], texts::nav_runs());
    let runs = paged(|cursor| ListRuns { sync: None, cursor }, &[Topic::Runs]);
    let first = runs.first.clone();
    faces(&first, move |first| view(first, runs.clone()))
}
