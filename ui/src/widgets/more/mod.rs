//! The foot of a list that goes on.

use super::Button;
use crate::texts;
use leptos::prelude::*;

/// A button that fetches older rows, as long as there are some.
pub fn more(
    has_more: impl Fn() -> bool + Send + 'static,
    press: Callback<()>,
    busy: Signal<bool>,
) -> AnyView {
    let button = move || view! { <Button label=texts::older() press=press busy=busy/> };
    view! { <div class="row">{move || has_more().then(button)}</div> }.into_any()
}
