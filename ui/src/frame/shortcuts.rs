//! The sheet behind `?`: which keys the screen answers to.

use crate::state::{bound, on_key};
use crate::texts;
use crate::widgets::{Dialog, key_hint};
use leptos::prelude::*;

/// The sheet of keys.
pub fn shortcuts(open: RwSignal<bool>) -> AnyView {
    let keys = RwSignal::new(Vec::new());
    on_key("?", texts::keys_title(), move || {
        // What is answered is read before the sheet covers it.
        keys.set(bound());
        open.set(true);
    });
    let body = move || keys.get().into_iter().map(line).collect_view().into_any();
    view! {
        <Dialog open=open title=texts::keys_title()
            body=ViewFn::from(move || view! { <dl class="keys">{body()}</dl> <p class="quiet">{texts::keys_off()}</p> })/>
    }
    .into_any()
}

fn line((chord, says): (&'static str, String)) -> AnyView {
    view! { <dt>{key_hint(chord)}</dt><dd>{says}</dd> }.into_any()
}
