//! The toasts on the screen; what they say is read out.

use super::{Icon, chip, icon};
use crate::state::{Toast, toasts};
use crate::texts;
use leptos::prelude::*;

/// The corner in which the toasts stand.
pub fn toast_list() -> AnyView {
    let toasts = toasts();
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || toasts.shown.get() key=|(number, _)| *number let:each>{one(each)}</For>
        </div>
    }
    .into_any()
}

fn one((number, toast): (u64, Toast)) -> AnyView {
    let toasts = toasts();
    let has_detail = !toast.detail.is_empty();
    view! {
        <div class="toast card">
            {chip(toast.mood, "")}
            <div class="grow">
                <b>{toast.sentence}</b>
                {has_detail.then(|| view! { <p class="quiet">{toast.detail}</p> })}
            </div>
            <button type="button" class="bare" aria-label=texts::close()
                on:click=move |_| toasts.close(number)>
                {icon(Icon::Close)}
            </button>
        </div>
    }
    .into_any()
}
