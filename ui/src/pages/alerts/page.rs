//! Asks for the alerts, saves who is told of what, and sends a message to try a channel.

use super::view::{Deeds, Tried, view};
use crate::state::{Deed, Load, Topic, crumbs, deed, load};
use crate::texts;
use crate::widgets::faces;
use crosswalk_contract::{AlertsView, GetAlerts, SetAlerts, TestAlert};
use crosswalk_model::AlertChannel;
use leptos::prelude::*;

/// The alerts.
pub fn page() -> AnyView {
    crumbs(&[], texts::nav_alerts());
    // The form is not drawn anew while somebody types: only what this page itself saved changes it.
    let settings = load(|| Some(GetAlerts {}), &[]);
    let fresh = load(|| Some(GetAlerts {}), &[Topic::Runs, Topic::Plans, Topic::Connections]);
    let (save, test) = (deed(), deed());
    let tried = RwSignal::new(None::<Tried>);
    let deeds = Deeds {
        save: saving(&settings, save),
        test: testing(&settings, (save, test), tried),
        busy: Signal::derive(move || save.busy.get() || test.busy.get()),
        problem: save.problem.into(),
        tried: tried.into(),
    };
    faces(&settings, move |settings| {
        let fresh = fresh.clone();
        let alerts = Signal::derive(move || {
            let newest = fresh.value().map(|view| view.alerts);
            newest.unwrap_or_else(|| settings.with(|view| view.alerts.clone()))
        });
        view(settings, alerts, deeds)
    })
}

fn saving(settings: &Load<AlertsView>, save: Deed) -> Callback<SetAlerts> {
    let shown = StoredValue::new(settings.clone());
    Callback::new(move |ask: SetAlerts| {
        save.run(ask, move |saved| show(saved, shown, save));
    })
}

fn show(saved: AlertsView, shown: StoredValue<Load<AlertsView>>, save: Deed) {
    save.tell(texts::alerts_saved());
    shown.try_with_value(|shown| shown.put(saved));
}

/// What is tried is what was saved, so that a message that arrives proves the settings that count.
fn testing(
    settings: &Load<AlertsView>,
    (save, test): (Deed, Deed),
    tried: RwSignal<Option<Tried>>,
) -> Callback<(SetAlerts, AlertChannel)> {
    let shown = StoredValue::new(settings.clone());
    Callback::new(move |(ask, channel): (SetAlerts, AlertChannel)| {
        tried.set(None);
        save.run(ask, move |saved| {
            shown.try_with_value(|shown| shown.put(saved));
            test.run(TestAlert { channel }, move |done| {
                tried.try_set(Some((channel, done.sentence)));
            });
        });
    })
}
