//! Asks who the person is, exports what is kept of them, and erases them.

use super::view::{Deeds, Erased, gone, view};
use crate::state::{Topic, crumbs, deed, load, named, save_file};
use crate::texts;
use crate::widgets::{faces, missing_face};
use crosswalk_contract::{ErasePerson, ExportPerson, GetRecord};
use crosswalk_model::{Entity, RosterId};
use leptos::prelude::*;

/// The person whom the address names.
pub fn page() -> AnyView {
    crumbs(&[(texts::nav_privacy(), "/privacy")], texts::person_crumb());
    let id = named::<RosterId>("id");
    let Some(own) = id.get_untracked() else { return missing_face() };
    let record = load(move || Some(GetRecord { entity: Entity::User, id: id.get()? }), &[Topic::Plans]);
    let (export, erase) = (deed(), deed());
    let (exported, erased) = (RwSignal::new(None), RwSignal::new(None::<Erased>));
    let deeds = Deeds {
        export: Callback::new(move |()| {
            export.run(ExportPerson { id: own }, move |found| {
                let text = serde_json::to_string_pretty(&found).unwrap_or_default();
                save_file(&format!("person-{own}.json"), "application/json", &text);
                exported.try_set(Some(found));
            });
        }),
        exporting: export.busy.into(),
        exported: exported.into(),
        erase: Callback::new(move |name| {
            erase.run(ErasePerson { id: own, name }, move |done| {
                erased.try_set(Some(done));
            });
        }),
        erasing: erase.busy.into(),
        problem: Signal::derive(move || erase.problem.get().or_else(|| export.problem.get())),
    };
    // Once the person is erased there is no record to show; what became of them is.
    let drawn = move || match erased.get() {
        Some(done) => gone(&done),
        None => faces(&record, move |record| {
            record.with_untracked(|record| crumbs(&[(texts::nav_privacy(), "/privacy")], &record.hit.label));
            view(record, deeds)
        }),
    };
    view! { {drawn} }.into_any()
}
