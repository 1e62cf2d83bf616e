//! What the settings show is mostly fetched for every page already.

use super::updates::Updates;
use super::view::{Own, view};
use crate::bridge;
use crate::state::{copying, crumbs, deed, load, status};
use crate::texts;
use crate::widgets::faces;
use crosswalk_contract::{GetComputer, GetUpdates, LookForUpdates, SetAutostart, SetUpdates};
use leptos::prelude::*;

/// The settings.
pub fn page() -> AnyView {
    crumbs(&[], texts::nav_settings());
    let computer = load(|| Some(GetComputer {}), &[]);
    let (setting, kept) = (deed(), StoredValue::new(computer.clone()));
    let set = Callback::new(move |on: bool| {
        setting.run(SetAutostart { on }, move |now| {
            kept.try_with_value(|kept| kept.put(now));
        });
    });
    let own =
        Own { computer: Signal::derive(move || computer.value()), set, problem: setting.problem.into() };
    let updates = updates();
    faces(&status(), move |status| view(status, own, updates))
}

fn updates() -> Updates {
    let known = load(|| Some(GetUpdates {}), &[]);
    let (save, look, kept) = (deed(), deed(), StoredValue::new(known.clone()));
    let put = move |view| {
        kept.try_with_value(|kept| kept.put(view));
    };
    Updates {
        known: Signal::derive(move || known.value()),
        save: Callback::new(move |ask: SetUpdates| {
            save.run(ask, move |view| {
                save.tell(texts::updates_saved());
                put(view);
            });
        }),
        look: Callback::new(move |()| look.run(LookForUpdates {}, put)),
        saving: save.busy.into(),
        looking: look.busy.into(),
        not_saved: save.problem.into(),
        copy: copying(),
        is_window: bridge::is_window(),
    }
}
