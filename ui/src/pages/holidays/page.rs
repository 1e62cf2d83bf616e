//! Asks for the holidays, and saves them.

use super::view::view;
use crate::state::{crumbs, deed, load};
use crate::texts;
use crate::widgets::faces;
use crosswalk_contract::{GetHolidays, SetHolidays};
use crosswalk_model::Holiday;
use leptos::prelude::*;

/// The holidays.
pub fn page() -> AnyView {
    crumbs(&[(texts::nav_schedules(), "/schedules")], texts::holidays_crumb());
    let holidays = load(|| Some(GetHolidays {}), &[]);
    let save = deed();
    let shown = StoredValue::new(holidays.clone());
    let press = Callback::new(move |holidays: Vec<Holiday>| {
        save.run(SetHolidays { holidays }, move |saved| {
            save.tell(texts::holidays_saved());
            shown.try_with_value(|shown| shown.put(saved));
        });
    });
    faces(&holidays, move |holidays| view(holidays, press, (save.busy.into(), save.problem.into())))
}
