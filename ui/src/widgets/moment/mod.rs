//! A moment: relative to now, with the full date behind it.

use crate::format::{ago, full};
use crate::state::now;
use crate::texts;
use crosswalk_model::Timestamp;
use leptos::prelude::*;

/// A moment in words that stay true while the page is open.
pub fn moment(at: Timestamp) -> AnyView {
    let clock = now().0;
    view! {
        <time datetime=at.to_string() lang=texts::tongue(texts::when_months()) title=move || full(at, clock.get())>{move || ago(at, clock.get())}</time>
    }
    .into_any()
}
