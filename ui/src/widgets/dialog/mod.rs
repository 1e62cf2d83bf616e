//! A dialog above the page: the browser keeps the focus inside and closes it at Escape.

use super::{Icon, icon};
use crate::state::layer;
use crate::texts;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// A dialog that is there while `open` is set.
#[component]
pub fn Dialog(
    /// Whether it is there.
    open: RwSignal<bool>,
    /// What it is about.
    #[prop(into)]
    title: Signal<String>,
    /// What stands in it; drawn anew each time it opens.
    body: ViewFn,
    /// A class for its size and place.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    view! { <Show when=move || open.get()>{opened(open, title, body.clone(), class)}</Show> }.into_any()
}

/// Whoever opens a form wants to type; elsewhere the browser's own choice stands.
fn focus_first(dialog: &web_sys::Element) {
    let field = dialog.query_selector(".dialog-body :is(input, textarea, select)").ok().flatten();
    if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
        // Where the focus is refused the person clicks into the field.
        let _ = field.focus();
    }
}

fn opened(open: RwSignal<bool>, title: Signal<String>, body: ViewFn, class: &'static str) -> AnyView {
    layer();
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        if let Some(dialog) = dialog.get()
            && !dialog.open()
        {
            // A dialog that is not shown as modal is still readable, so a refusal costs little.
            let _ = dialog.show_modal();
            focus_first(&dialog);
        }
    });
    view! {
        <dialog class=format!("dialog {class}") node_ref=dialog aria-label=title
            on:close=move |_| { open.try_set(false); }>
            <div class="dialog-head">
                <h2>{title}</h2>
                <button type="button" class="bare" aria-label=texts::close()
                    on:click=move |_| open.set(false)>
                    {icon(Icon::Close)}
                </button>
            </div>
            <div class="dialog-body">{body.run()}</div>
        </dialog>
    }
    .into_any()
}
