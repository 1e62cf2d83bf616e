//! Asks for what is in quarantine, and releases it.

use super::view::view;
use crate::state::{Topic, crumbs, deed, load};
use crate::texts;
use crate::widgets::faces;
use crosswalk_contract::{ListQuarantine, ReleaseQuarantine};
use crosswalk_model::{RosterId, SyncId};
use leptos::prelude::*;

/// The quarantine.
pub fn page() -> AnyView {
    crumbs(&[], texts::nav_quarantine());
    let rows = load(|| Some(ListQuarantine {}), &[Topic::Runs, Topic::Plans]);
    let (deed, refresh) = (deed(), rows.refresher());
    let release = Callback::new(move |(sync, records): (SyncId, Vec<RosterId>)| {
        deed.do_then(ReleaseQuarantine { sync, records }, refresh);
    });
    faces(&rows, move |rows| view(rows, release, deed.busy.into()))
}
