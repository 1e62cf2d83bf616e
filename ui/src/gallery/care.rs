//! Rooms of the gallery: what is watched over, and what is kept of people.

use super::rooms::{fixed, full, no, nothing};
use super::samples;
use crate::pages;
use crosswalk_contract::{AlertsView, QuarantineRow};
use crosswalk_model::{AlertChannel, Holiday};
use leptos::prelude::*;

/// The alerts, with a trial that went well.
pub fn alerts(view: AlertsView) -> AnyView {
    let tried = (AlertChannel::Mail, "It was sent. See whether it arrived.".to_owned());
    let deeds = pages::alerts::Deeds {
        save: nothing(),
        test: nothing(),
        busy: no(),
        problem: fixed(None),
        tried: fixed(Some(tried)),
    };
    let all = view.alerts.clone();
    pages::alerts::view(fixed(view), fixed(all), deeds)
}

/// The quarantine.
pub fn quarantine(rows: Vec<QuarantineRow>) -> AnyView {
    pages::quarantine::view(fixed(rows), nothing(), no())
}

/// The holidays.
pub fn holidays(holidays: Vec<Holiday>) -> AnyView {
    pages::holidays::view(fixed(holidays), nothing(), (no(), fixed(None)))
}

/// The timing of a sync.
pub fn timing() -> AnyView {
    let deeds = pages::timing::Deeds {
        set: nothing(),
        stand: nothing(),
        reconcile: nothing(),
        busy: no(),
        problem: fixed(None),
    };
    pages::timing::view(fixed(samples::timing()), fixed(Some(true)), deeds)
}

/// The register of personal data.
pub fn privacy() -> AnyView {
    let hits = samples::record().related;
    let deeds = pages::privacy::Deeds {
        retain: nothing(),
        find: Callback::new(move |_| full(hits.clone())),
        busy: no(),
        problem: fixed(None),
    };
    pages::privacy::view(fixed(samples::privacy()), deeds)
}

/// One person's data.
pub fn person() -> AnyView {
    let deeds = pages::person::Deeds {
        export: nothing(),
        exporting: no(),
        exported: fixed(Some(samples::export())),
        erase: nothing(),
        erasing: no(),
        problem: fixed(None),
    };
    pages::person::view(fixed(samples::record()), deeds)
}

/// Somebody who was erased.
pub fn person_gone() -> AnyView {
    pages::person::gone(&samples::erasure())
}
