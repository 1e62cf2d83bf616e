//! The frame around every page: the navigation, the header with the way back, the palette, the sheet of keys, the toasts.

mod header;
mod navigation;
mod palette;
mod shortcuts;

use crate::state::{News, news};
use crate::texts;
use crate::widgets::toast_list;
use leptos::prelude::*;

/// Puts the frame around the pages.
pub fn frame(pages: impl IntoView + 'static) -> AnyView {
    let place = crate::state::provide_place();
    let menu = RwSignal::new(false);
    let (palette, keys) = (RwSignal::new(false), RwSignal::new(false));
    view! {
        <div class="app" class:menu-open=menu>
            <a class="skip" href="#page">{texts::skip_to_page()}</a>
            {navigation::navigation(menu)}
            <div class="beside">
                {header::header(place, menu, palette)}
                {unreachable_note(news())}
                <main id="page" class="page" tabindex="-1">{pages.into_any()}</main>
            </div>
            {palette::palette(palette, keys)}
            {shortcuts::shortcuts(keys)}
            {toast_list()}
        </div>
    }
    .into_any()
}

/// A band that says that the engine cannot be heard; what is on the screen may be old.
fn unreachable_note(news: News) -> AnyView {
    let note = move || (!news.reachable.get()).then(|| view! { <p class="note waiting band">{texts::unreachable_band()}</p> });
    view! { <div role="status">{note}</div> }.into_any()
}
