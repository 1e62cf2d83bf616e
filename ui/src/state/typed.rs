//! What is typed into a form survives an accidental reload: for as long as this tab shows this page, and until it was
//! saved or the page was left. Secrets are never kept.

use leptos::ev::{keydown, pointerdown};
use leptos::prelude::*;
use std::cell::Cell;

const KEPT: &str = "crosswalk.typed";

thread_local! {
    /// Whether nobody has done anything since the page was loaded. What is drawn later begins empty: a dialog that
    /// asks for a number to be typed must not have it typed already.
    static FRESH: Cell<bool> = const { Cell::new(true) };
}

/// Notices when somebody begins to do something.
pub fn watch() {
    let begun = || FRESH.with(|fresh| fresh.set(false));
    // Both listeners stay as long as the page does.
    let _ = window_event_listener(keydown, move |_| begun());
    let _ = window_event_listener(pointerdown, move |_| begun());
}

/// Puts back what was typed under this name before the page was loaded anew, and keeps what is typed from now on.
pub fn keep(name: &str, value: RwSignal<String>) -> impl Fn(&str) + use<> {
    let place = place(&path(), name);
    if let Some(typed) = found(&place).filter(|_| FRESH.with(Cell::get)) {
        value.set(typed);
    }
    move |text| {
        if let Some(storage) = storage() {
            // Where nothing can be kept a reload costs what was typed.
            let _ = storage.set_item(&place, text);
        }
    }
}

/// Forgets everything that was typed: it was saved, or its page was left.
pub fn forget() {
    let Some(storage) = storage() else { return };
    let count = storage.length().unwrap_or_default();
    let names = (0..count).filter_map(|place| storage.key(place).ok().flatten());
    for name in names.filter(|name| name.starts_with(KEPT)).collect::<Vec<_>>() {
        let _ = storage.remove_item(&name);
    }
}

fn found(place: &str) -> Option<String> {
    storage()?.get_item(place).ok().flatten()
}

fn storage() -> Option<web_sys::Storage> {
    window().session_storage().ok().flatten()
}

fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

/// A name of its own for each field of each page.
fn place(path: &str, name: &str) -> String {
    format!("{KEPT}:{path}:{name}")
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn each_field_of_each_page_has_its_place() {
        let places = [place("/a", "b"), place("/a", "c"), place("/a/b", "c")];
        assert!(places[0] != places[1] && places[1] != places[2]);
        assert!(places.iter().all(|place| place.starts_with("crosswalk.typed:")));
    }
}
