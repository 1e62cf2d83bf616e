//! Where the person is: the way back at the top of each page, and going somewhere else.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use std::cell::RefCell;
use std::rc::Rc;
use std::str::FromStr;

/// One step of the way back.
#[derive(Clone, PartialEq)]
pub struct Crumb {
    /// What it says.
    pub label: String,
    /// Where it leads; the last one leads nowhere.
    pub href: Option<String>,
}

#[derive(Clone, Copy)]
struct Place(RwSignal<Vec<Crumb>>);

type Go = Rc<dyn Fn(&str)>;

thread_local! {
    static GO: RefCell<Option<Go>> = const { RefCell::new(None) };
}

/// Provides the way back; gives it for the header.
pub fn provide() -> RwSignal<Vec<Crumb>> {
    let place = RwSignal::new(Vec::new());
    provide_context(Place(place));
    place
}

/// Says where the page is: first where it belongs with its address, last what it shows.
pub fn crumbs(way: &[(&str, &str)], here: impl Into<String>) {
    let here = here.into();
    document().set_title(&crate::texts::window_title(&here));
    let steps = way.iter().map(|(label, href)| Crumb { label: (*label).into(), href: Some((*href).into()) });
    let last = Crumb { label: here, href: None };
    if let Some(Place(place)) = use_context() {
        place.set(steps.chain([last]).collect());
    }
}

/// What the address names in one of its places; nothing where it cannot be one.
pub fn named<T: FromStr + PartialEq + Send + Sync + 'static>(place: &'static str) -> Memo<Option<T>> {
    let params = use_params_map();
    Memo::new(move |_| params.read().get(place)?.parse().ok())
}

/// Remembers how the router goes somewhere, so that every part of the screen can.
pub fn remember_navigation(go: impl Fn(&str) + 'static) {
    GO.with_borrow_mut(|known| *known = Some(Rc::new(go)));
}

/// The address of what is shown: one that opens the window, or that of the browser.
pub fn link() -> String {
    let location = window().location();
    let part = |part: Result<String, _>| part.unwrap_or_default();
    let path = format!("{}{}", part(location.pathname()), part(location.search()));
    match crate::bridge::is_window() {
        true => format!("{}{}", crosswalk_contract::SCHEME, path.trim_start_matches('/')),
        false => format!("{}{path}", part(location.origin())),
    }
}

/// Goes to another page.
pub fn go(path: &str) {
    let known = GO.with_borrow(Clone::clone);
    if let Some(go) = known {
        go(path);
    }
}
