//! Asks for a record, and for the story of a value.

use super::view::view;
use crate::state::{Topic, crumbs, load, named};
use crate::texts;
use crate::widgets::{faces, missing_face};
use crosswalk_contract::{Explain, GetRecord};
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
    faces(&record, move |record| {
        record.with_untracked(|record| crumbs(&[(texts::record_roster(), "/overview")], &record.hit.label));
        view(record, field, story.clone())
    })
}
