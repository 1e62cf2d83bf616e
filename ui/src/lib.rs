//! The screens: what a school's administrator sees and presses, as a page that runs wholly in the window or browser.
//!
//! Start with `app.rs` (which address shows which page). A page is a folder of `pages/`: `page.rs` asks the engine
//! and `view.rs` draws what it got, so that the gallery at `/gallery` (debug builds) can draw the same with invented
//! data. What several pages need is a widget, a part of `state/`, or a word in `ui/texts`.
//!
//! What it is *not*: no rule of the business, no mapping, no difference is computed here; the engine answers and this
//! room shows it. Only `bridge/` knows how a call travels. One page never imports another.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod app;
mod bridge;
mod format;
mod frame;
#[cfg(debug_assertions)]
mod gallery;
mod pages;
mod state;
mod texts;
mod widgets;

/// Puts the screens on the page. Called once, by `main`.
pub fn start() {
    console_error_panic_hook::set_once();
    state::start_language();
    leptos::mount::mount_to_body(app::app);
}
