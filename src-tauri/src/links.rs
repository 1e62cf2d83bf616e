//! Links from outside of the window, such as `crosswalk://runs`. Anybody can write one: each is compared with our own
//! pages, and whatever is none of them opens nothing but the window.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crosswalk_contract::{SCHEME, page_of};
use tauri::{AppHandle, Emitter, Manager, State};
use tauri_plugin_deep_link::DeepLinkExt;

use crate::desktop::{self, WINDOW};

/// The screens hear on it where to go.
const CHANNEL: &str = "crosswalk-link";

/// Where a link waits until the screens hear it.
#[derive(Default)]
pub struct Doorstep(Mutex<Waiting>);

impl Doorstep {
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Default)]
struct Waiting {
    /// Whether the screens hear links by now.
    hears: bool,
    /// The last page that was wanted before.
    page: Option<String>,
}

impl Waiting {
    /// The screens are loaded anew and hear nothing yet.
    fn begin(&mut self) {
        self.hears = false;
    }

    /// Whether a page can be told at once; otherwise it is kept in the place of an earlier one.
    fn tell(&mut self, page: &str) -> bool {
        if !self.hears {
            self.page = Some(page.to_owned());
        }
        self.hears
    }

    /// The screens hear links from now on; gives the page that was wanted before.
    fn hear(&mut self) -> Option<String> {
        self.hears = true;
        self.page.take()
    }
}

/// The screens say that they hear links from now on, and get the page that was wanted while they were loading.
#[tauri::command]
pub fn hearing(doorstep: State<'_, Doorstep>) -> Option<String> {
    doorstep.waiting().hear()
}

/// The screens are loaded anew: until they say that they hear links, the last one is kept for them.
pub fn loading(app: &AppHandle) {
    app.state::<Doorstep>().waiting().begin();
}

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
    let can_tell = is_open && app.state::<Doorstep>().waiting().tell(page);
    let told = if can_tell { app.emit(CHANNEL, page) } else { Ok(()) };
    if let Err(error) = shown.and(told) {
        tracing::warn!(error = %error, "The window could not be shown");
    }
}

/// On a Mac the system hands links over by itself; elsewhere they stand on the command line of a second start.
pub fn hear(app: &AppHandle) {
    make_known(app);
    let heard = app.clone();
    app.deep_link().on_open_url(move |event| {
        let links: Vec<String> = event.urls().iter().map(ToString::to_string).collect();
        match page_in(links.iter().map(String::as_str)) {
            Some(page) => show(&heard, &page),
            None => desktop::called_again(&heard, &[]),
        }
    });
}

/// Nobody installs an AppImage: it makes its links known by itself. Every other form is made known by its installer.
#[cfg(target_os = "linux")]
fn make_known(app: &AppHandle) {
    if app.env().appimage.is_none() {
        return;
    }
    if let Err(error) = app.deep_link().register_all() {
        tracing::warn!(error = %error, "Links to Crosswalk cannot be opened from outside of it");
    }
}

#[cfg(not(target_os = "linux"))]
fn make_known(_: &AppHandle) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_link_waits_until_it_is_heard() {
        let mut waiting = Waiting::default();
        assert!(!waiting.tell("/runs") && !waiting.tell("/holds"), "nobody hears yet");
        assert_eq!(waiting.hear().as_deref(), Some("/holds"));
        assert!(waiting.tell("/audit"), "told at once");
        assert_eq!(waiting.hear(), None, "and not told twice");
        waiting.begin();
        assert!(!waiting.tell("/plan"));
        assert_eq!(waiting.hear().as_deref(), Some("/plan"));
    }

    #[test]
    fn only_a_link_to_a_page_of_ours_leads_anywhere() {
        let table = [
            (vec!["crosswalk", "crosswalk://holds"], Some("/holds")),
            (vec!["crosswalk", "crosswalk://gallery"], None),
            (vec!["crosswalk", "--hidden"], None),
            (vec!["crosswalk", "https://name.example/holds"], None),
        ];
        for (arguments, page) in table {
            assert_eq!(page_in(arguments.clone()).as_deref(), page, "{arguments:?}");
        }
    }
}
