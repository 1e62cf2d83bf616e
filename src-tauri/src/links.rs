//! Links from outside of the window, such as `crosswalk://runs`. Anybody can write one: each is compared with our own
//! pages, and whatever is none of them opens nothing but the window.

use crosswalk_contract::{SCHEME, page_of};
use tauri::{AppHandle, Emitter, Manager};
use tauri_plugin_deep_link::DeepLinkExt;

use crate::desktop::{self, WINDOW};

/// The screens hear on it where to go.
const CHANNEL: &str = "crosswalk-link";

/// The page that a command line names, if it names one.
pub fn page_in<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let link = arguments.into_iter().find(|argument| argument.starts_with(SCHEME))?;
    let page = page_of(link);
    if page.is_none() {
        tracing::warn!("A link leads to none of the pages and is left alone");
    }
    page
}

/// Shows a page: in the window that is open, or in a new one.
pub fn show(app: &AppHandle, page: &str) {
    let is_open = app.get_webview_window(WINDOW).is_some();
    let shown = desktop::open_at(app, page);
    let told = if is_open { app.emit(CHANNEL, page) } else { Ok(()) };
    if let Err(error) = shown.and(told) {
        tracing::warn!(error = %error, "The window could not be shown");
    }
}

/// On a Mac the system hands links over by itself; elsewhere they stand on the command line of a second start.
pub fn hear(app: &AppHandle) {
    let heard = app.clone();
    app.deep_link().on_open_url(move |event| {
        let links: Vec<String> = event.urls().iter().map(ToString::to_string).collect();
        match page_in(links.iter().map(String::as_str)) {
            Some(page) => show(&heard, &page),
            None => desktop::called_again(&heard, &[]),
        }
    });
}
