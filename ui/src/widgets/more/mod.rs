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
    view! { {move || has_more().then(|| view! { <div class="row"><Button label=texts::older() press=press busy=busy/></div> })} }
        .into_any()
}
