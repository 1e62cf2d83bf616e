//! The support bundle: what is in it, what is not, and making it.

use super::view::Deeds;
use crate::format::size;
use crate::texts;
use crate::widgets::{Button, Text, problem_note};
use crosswalk_contract::BundleMade;
use leptos::prelude::*;

/// The bundle for whoever helps.
pub fn bundle(deeds: Deeds) -> AnyView {
    let (file, tried) = (RwSignal::new(String::new()), RwSignal::new(false));
    let is_empty = move || file.with(|file| file.trim().is_empty());
    let error = Signal::derive(move || {
        let told = deeds.not_bundled.get().filter(|told| told.field.is_some()).map(|told| told.happened);
        told.or_else(|| (tried.get() && is_empty()).then(|| texts::form_missing().to_owned()))
    });
    let press = Callback::new(move |()| {
        tried.set(true);
        if !untrack(is_empty) {
            deeds.bundle.run(file.get_untracked().trim().to_owned());
        }
    });
    view! {
        <p>{texts::bundle_in()}</p>
        <p>{texts::bundle_not_in()}</p>
        <form class="stack wide" on:submit=move |event| { event.prevent_default(); press.run(()); }>
            <Text label=texts::bundle_file() value=file error=error help=texts::backups_file_help() hint=texts::bundle_hint()/>
            <div class="row"><Button label=texts::bundle_make() press=press busy=deeds.bundling/></div>
        </form>
        {move || deeds.not_bundled.get().filter(|told| told.field.is_none()).map(|told| problem_note(&told))}
        <div role="status">{move || deeds.bundled.get().map(|made| bundled(&made))}</div>
    }
    .into_any()
}

fn bundled(made: &BundleMade) -> AnyView {
    view! {
        <div class="note good bundled">
            <p><b aria-hidden="true">"✓ "</b>{made.sentence.clone()}</p>
            <p class="mono">{made.file.clone()} " · " {size(made.bytes)}</p>
            <p class="quiet">{texts::bundle_holds(made.holds.join(", "))}</p>
        </div>
    }
    .into_any()
}
