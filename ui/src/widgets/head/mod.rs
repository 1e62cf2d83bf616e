//! The head of a page: one plain sentence that answers the question with which a person came.

use crate::texts::tongue;
use leptos::prelude::*;

/// A sentence, what stands behind it, and what can be done.
pub fn head(
    sentence: impl Fn() -> String + Send + 'static,
    detail: impl IntoView + 'static,
    actions: impl IntoView + 'static,
) -> AnyView {
    view! {
        <div class="head">
            <div class="head-words"><h1>{sentence}</h1><p class="quiet">{detail.into_any()}</p></div>
            <div class="head-actions">{actions.into_any()}</div>
        </div>
    }
    .into_any()
}

/// A titled part of a page.
pub fn section(title: &str, body: impl IntoView + 'static) -> AnyView {
    view! { <section class="card section"><h2 lang=tongue(title)>{title.to_owned()}</h2>{body.into_any()}</section> }.into_any()
}
