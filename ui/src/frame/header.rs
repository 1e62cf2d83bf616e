//! The header: the way back, and the box that opens the palette.

use crate::state::{Crumb, status};
use crate::texts;
use crate::widgets::{Icon, icon, key_hint, tag};
use leptos::prelude::*;

/// The line above every page.
pub fn header(place: RwSignal<Vec<Crumb>>, menu: RwSignal<bool>, palette: RwSignal<bool>) -> AnyView {
    let status = status();
    let is_demo = move || status.value().is_some_and(|status| status.demo);
    view! {
        <header>
            <button type="button" class="bare menu" aria-label=texts::nav_open()
                aria-expanded=move || menu.get().to_string()
                on:click=move |_| menu.update(|open| *open = !*open)>
                {icon(Icon::Menu)}
            </button>
            <ol class="crumbs" aria-label=texts::crumbs_label()>
                {move || place.get().iter().map(crumb).collect_view()}</ol>
            {move || is_demo().then(|| tag(texts::demo_school()))}
            <button type="button" class="find" on:click=move |_| palette.set(true)>
                {icon(Icon::Find)} <span class="clip">{texts::palette_box()}</span> {key_hint("Ctrl+k")}
            </button>
        </header>
    }
    .into_any()
}

fn crumb(crumb: &Crumb) -> AnyView {
    let label = crumb.label.clone();
    match crumb.href.clone() {
        Some(href) => {
            view! { <li><a class="quiet-link" href=href lang=texts::tongue(&label)>{label.clone()}</a></li> }
                .into_any()
        }
        None => view! { <li aria-current="page"><b lang=texts::tongue(&label)>{label.clone()}</b></li> }
            .into_any(),
    }
}
