//! Asks for the register, sets how long things stay, and finds the person whose data is wanted.

use super::view::{Deeds, view};
use crate::state::{Topic, crumbs, deed, load};
use crate::texts;
use crate::widgets::faces;
use crosswalk_contract::{GetPrivacy, Retention, Search, SetRetention};
use leptos::prelude::*;

/// Fewer letters find half of the school.
const SHORTEST: usize = 2;

/// The register of personal data.
pub fn page() -> AnyView {
    crumbs(&[], texts::nav_privacy());
    let privacy = load(|| Some(GetPrivacy {}), &[Topic::Connections]);
    let (set, refresh) = (deed(), privacy.refresher());
    let deeds = Deeds {
        retain: Callback::new(move |(retention, done): (Retention, Callback<()>)| {
            set.run(SetRetention { retention }, move |said| {
                set.tell(&said.sentence);
                refresh.try_run(());
                done.try_run(());
            });
        }),
        find: Callback::new(|typed: RwSignal<String>| {
            let ask = move || {
                Some(Search { text: typed.get().trim().to_owned() })
                    .filter(|ask| ask.text.chars().count() >= SHORTEST)
            };
            load(ask, &[])
        }),
        busy: set.busy.into(),
        problem: set.problem.into(),
    };
    faces(&privacy, move |privacy| view(privacy, deeds))
}
