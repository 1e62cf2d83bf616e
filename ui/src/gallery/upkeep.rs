//! Rooms of the gallery: backups, the guard's limits, versions.

use super::rooms::{fixed, no, nothing, unsifted};
use super::samples;
use crate::pages;
use crosswalk_contract::{BackupsView, PlanView, TrendsView};
use leptos::prelude::*;

/// The backups, with a bundle that was made.
pub fn backups(view: BackupsView) -> AnyView {
    let deeds = pages::backups::Deeds {
        make: nothing(),
        making: no(),
        not_made: fixed(None),
        save: nothing(),
        saving: no(),
        not_saved: fixed(None),
        bundle: nothing(),
        bundling: no(),
        not_bundled: fixed(None),
        bundled: fixed(Some(samples::bundle())),
        copy: nothing(),
    };
    pages::backups::view(fixed(view.clone()), fixed(view), deeds)
}

/// The guard's limits.
pub fn guard(held: Option<PlanView>) -> AnyView {
    let deeds = pages::guard::Deeds {
        set: nothing(),
        year: nothing(),
        busy: no(),
        not_set: fixed(None),
        not_dated: fixed(None),
    };
    pages::guard::view(fixed(samples::guard()), fixed(held), deeds)
}

/// The versions of a sync.
pub fn versions() -> AnyView {
    let deeds = pages::versions::Deeds { restore: nothing(), busy: no() };
    let title = (fixed("Roster → Moodle".to_owned()), fixed(true));
    pages::versions::view(fixed(samples::versions()), title, deeds)
}

/// The health of the house.
pub fn health(view: TrendsView) -> AnyView {
    pages::health::view(fixed(view), unsifted())
}
