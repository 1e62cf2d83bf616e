//! Asks for a record, and for the story of a value.

use super::view::view;
use crate::state::{Topic, crumbs, load};
use crate::texts;
use crate::widgets::faces;
use crosswalk_contract::{Explain, GetRecord};
use crosswalk_model::{Entity, RosterId};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The record that the address names.
pub fn page() -> AnyView {
    let params = use_params_map();
    let named = Memo::new(move |_| {
        let params = params.read();
        Some((params.get("entity")?.parse::<Entity>().ok()?, params.get("id")?.parse::<RosterId>().ok()?))
    });
    let record = load(move || named.get().map(|(entity, id)| GetRecord { entity, id }), &[Topic::Plans]);
    let field = RwSignal::new(None::<String>);
    let ask = move || {
        let ((entity, id), field) = (named.get()?, field.get()?);
        Some(Explain { entity, id, field, sync: None })
    };
    let story = load(ask, &[]);
    faces(&record, move |record| {
        record.with_untracked(|record| crumbs(&[(texts::record_roster(), "/overview")], &record.hit.label));
        view(record, field, story.clone())
    })
}
