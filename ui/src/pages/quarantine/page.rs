//! Asks for what is in quarantine, and releases it.

use super::view::view;
use crate::state::{Deed, Topic, crumbs, deed, load};
use crate::texts;
use crate::widgets::faces;
use crosswalk_contract::{ListQuarantine, ReleaseQuarantine};
use crosswalk_model::{RosterId, SyncId};
use leptos::prelude::*;

/// The quarantine.
pub fn page() -> AnyView {
    crumbs(&[], texts::nav_quarantine());
    let rows = load(|| Some(ListQuarantine {}), &[Topic::Runs, Topic::Plans]);
    let deed = deed();
    let release = releasing(deed, rows.refresher());
    faces(&rows, move |rows| view(rows, release, deed.busy.into()))
}

fn releasing(deed: Deed, refresh: Callback<()>) -> Callback<(SyncId, Vec<RosterId>)> {
    Callback::new(move |(sync, records): (SyncId, Vec<RosterId>)| {
        deed.do_then(ReleaseQuarantine { sync, records }, refresh);
    })
}
