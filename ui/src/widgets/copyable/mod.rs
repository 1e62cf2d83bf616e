//! Something that is to be typed elsewhere: shown exactly, marked by one click, copied by its button.

use super::{Icon, icon};
use crate::texts;
use leptos::prelude::*;

/// A text with the button that copies it; `name` is what is copied.
pub fn copyable(name: &str, text: String, copy: Callback<String>) -> AnyView {
    let copied = text.clone();
    view! {
        <div class="copyable">
            <code class="mono">{text}</code>
            <button type="button" class="bare" aria-label=texts::copy(name)
                on:click=move |_| copy.run(copied.clone())>{icon(Icon::Copy)}</button>
        </div>
    }
    .into_any()
}
