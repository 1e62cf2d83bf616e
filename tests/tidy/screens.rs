//! The screens: a page never imports another, and only the bridge knows how a call travels.

use crate::code::production;
use crate::paths::named;
use crate::tree::{File, Tree};

const BRIDGE: &str = "ui/src/bridge/";
/// What of the browser carries a call.
const CARRIERS: [&str; 8] = [
    "Request",
    "RequestInit",
    "Response",
    "Headers",
    "EventSource",
    "WebSocket",
    "XmlHttpRequest",
    "AbortController",
];

fn transport(tree: &Tree) -> Vec<String> {
    let screens = production(tree).into_iter().filter(|file| file.path.starts_with("ui/src/"));
    screens.filter(|file| !file.path.starts_with(BRIDGE)).flat_map(transport_of).collect()
}

fn transport_of(file: &File) -> Vec<String> {
    let carried = named(file).into_iter().filter(|named| is_carrier(&named.path));
    let mut breaches: Vec<String> = carried
        .map(|named| format!("{}:{}: {} belongs into {BRIDGE}", file.path, named.line, named.path))
        .collect();
    if file.text.contains("__TAURI") {
        breaches.push(format!("{}: only {BRIDGE} may know that there is a window", file.path));
    }
    breaches
}

fn is_carrier(path: &str) -> bool {
    let of_browser = path
        .strip_prefix("web_sys::")
        .is_some_and(|name| CARRIERS.iter().any(|carrier| name.starts_with(carrier)));
    of_browser || path.contains("fetch_with") || path.starts_with("gloo_net") || path.starts_with("reqwest")
}

#[test]
fn pages_do_not_know_each_other() {
    crate::obeyed(&crate::neighbours::breaches(Tree::here(), "ui/src/pages", &["pages"]));
}

#[test]
fn only_the_bridge_knows_the_transport() {
    crate::obeyed(&transport(Tree::here()));
}

#[test]
fn a_page_that_fetches_is_found() {
    let count = |path: &str, text: &str| transport(&Tree::of(&[(path, text)])).len();
    assert_eq!(count("ui/src/pages/a.rs", "use web_sys::{Request, Window};"), 1);
    assert_eq!(count("ui/src/state/a.rs", "fn a() { window().fetch_with_str(\"/\") }"), 1);
    assert_eq!(count("ui/src/app.rs", "const A: &str = \"__TAURI_INTERNALS__\";"), 1);
    assert_eq!(count("ui/src/bridge/http.rs", "use web_sys::Request;"), 0);
    assert_eq!(count("ui/src/app.rs", "use crate::contract::Request; use web_sys::KeyboardEvent;"), 0);
}
