//! Who and where we are, and the figures in the navigation: fetched once for all pages.

use super::{Load, Topic, load};
use crosswalk_contract::{GetStatus, Status};
use leptos::prelude::*;

const TOPICS: &[Topic] = &[Topic::Plans, Topic::Conflicts, Topic::Connections];

/// Fetches the status for all parts of the screen.
pub fn provide() {
    provide_context(load(|| Some(GetStatus {}), TOPICS));
}

/// The status of the page.
pub fn status() -> Load<Status> {
    expect_context()
}

/// The school's name, or nothing as long as there is none.
pub fn school(status: &Load<Status>) -> Option<String> {
    status.value()?.school
}
