//! Asks for a record, and for the story of a value.

use super::pins::Pinned;
use super::view::view;
use crate::state::{Topic, crumbs, deed, go, load, named};
use crate::texts;
use crate::widgets::{faces, missing_face};
use crosswalk_contract::{Explain, GetRecord, ListPins, PinsReleased, ReleasePins};
use crosswalk_model::{Entity, RosterId};
use leptos::prelude::*;

/// The record that the address names.
pub fn page() -> AnyView {
    crumbs(&[], texts::record_roster());
    let (entity, id) = (named::<Entity>("entity"), named::<RosterId>("id"));
    let named = move || Some((entity.get()?, id.get()?));
    if untrack(named).is_none() {
        return missing_face();
    }
    let record = load(move || named().map(|(entity, id)| GetRecord { entity, id }), &[Topic::Plans]);
    let field = RwSignal::new(None::<String>);
    let ask = move || {
        let ((entity, id), field) = (named()?, field.get()?);
        Some(Explain { entity, id, field, sync: None })
    };
    let story = load(ask, &[]);
    let pins = load(move || Some(ListPins { sync: None, record: Some(id.get()?) }), &[Topic::Plans]);
    let (release, refresh) = (deed(), pins.refresher());
    let releasing = Callback::new(move |(sync, record)| {
        release.run(ReleasePins { sync, records: vec![record] }, move |released: PinsReleased| {
            release.tell(&released.sentence);
            refresh.try_run(());
            // What is said by hand in the roster is taken back by a plan.
            if let Some(plan) = released.plans.first() {
                go(&format!("/plan/{plan}"));
            }
        });
    });
    faces(&record, move |record| {
        record.with_untracked(|record| crumbs(&[(texts::record_roster(), "/overview")], &record.hit.label));
        let own = pins.clone();
        let rows = Signal::derive(move || own.value().map(|list| list.rows).unwrap_or_default());
        view(record, field, story.clone(), Pinned { rows, release: releasing })
    })
}
