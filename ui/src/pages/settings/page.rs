//! What the settings show is mostly fetched for every page already.

use super::view::{Own, view};
use crate::state::{crumbs, deed, load, status};
use crate::texts;
use crate::widgets::faces;
use crosswalk_contract::{GetComputer, SetAutostart};
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
    faces(&status(), move |status| view(status, own))
}
