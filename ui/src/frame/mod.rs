//! The frame around every page: the navigation, the header with the way back, the palette, the sheet of keys, the
//! toasts.

mod header;
mod navigation;
mod palette;
mod shortcuts;

use crate::state::{News, forget_typed, news, toasts};
use crate::texts;
use crate::widgets::toast_list;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast;

/// The id of the part that holds the page; the link that skips the navigation names it too.
const PAGE: &str = "page";

/// Puts the frame around the pages.
pub fn frame(pages: impl IntoView + 'static) -> AnyView {
    let place = crate::state::provide_place();
    let menu = RwSignal::new(false);
    let (palette, keys) = (RwSignal::new(false), RwSignal::new(false));
    follow_focus();
    view! {
        <div class="app" class:menu-open=menu>
            <a class="skip" href="#page">{texts::skip_to_page()}</a>
            {navigation::navigation(menu)}
            <div class="beside">
                {header::header(place, menu, palette)}
                {unreachable_note(news())}
                <main id=PAGE class="page" tabindex="-1">{pages.into_any()}</main>
                {toast_list()}
            </div>
            {palette::palette(palette, keys)}
            {shortcuts::shortcuts(keys)}
        </div>
    }
    .into_any()
}

/// On another page the focus begins anew: keys act on the page, and a screen reader reads from its start.
fn follow_focus() {
    let (path, toasts) = (use_location().pathname, toasts());
    Effect::new(move |before: Option<String>| {
        let path = path.get();
        if before.is_some_and(|before| before != path) {
            focus_page();
            forget_typed();
            toasts.leave();
        }
        path
    });
}

fn focus_page() {
    let page = document().get_element_by_id(PAGE);
    if let Some(page) = page.and_then(|page| page.dyn_into::<web_sys::HtmlElement>().ok()) {
        // Where the focus is refused it stays where it was.
        let _ = page.focus();
        page.set_scroll_top(0);
    }
}

/// A band that says that the engine cannot be heard; what is on the screen may be old.
fn unreachable_note(news: News) -> AnyView {
    let note = move || {
        (!news.reachable.get())
            .then(|| view! { <p class="note waiting band">{texts::unreachable_band()}</p> })
    };
    view! { <div role="status">{note}</div> }.into_any()
}
