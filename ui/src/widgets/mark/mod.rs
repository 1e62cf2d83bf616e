//! Marks: the brand's crossing, and two letters for a connection.

use leptos::prelude::*;

/// The brand mark.
pub fn brand() -> AnyView {
    view! {
        <svg class="brand-mark" viewBox="0 0 26 26" aria-hidden="true">
            <rect width="26" height="26" rx="7"/>
            <path d="M7.2 5h3.6l-4 16H3.2zM13.2 5h3.6l-4 16H9.2zM19.2 5h3.6l-4 16h-3.6z"/>
        </svg>
    }
    .into_any()
}

/// The mark of a connection: its letters.
pub fn mark(letters: &str) -> AnyView {
    view! { <span class="mark" aria-hidden="true">{letters.to_owned()}</span> }.into_any()
}
