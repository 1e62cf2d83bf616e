//! What can be pressed on the page that is open: its buttons, by what they say and whose they are. So every action of
//! every page is found, also of pages that nobody thought of here.

use leptos::prelude::*;
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Everything that acts, and links that look like it.
const ACTS: &str = "#page :is(button, a.button, summary):not([disabled])";
/// In what a button stands, if it is one of many alike.
const ROW: &str = "tr, li, [role=row], fieldset, article";
/// What names such a row.
const NAME: &str = "b, a, legend, h3, h4, td, th";
/// A page has fewer; a list of thousands is not a list of actions.
const MOST: u32 = 300;

thread_local! {
    static FOUND: RefCell<Vec<HtmlElement>> = const { RefCell::new(Vec::new()) };
}

/// Something that can be pressed.
#[derive(Clone, Debug, PartialEq)]
pub struct Pressable {
    /// By which it is pressed.
    pub number: usize,
    /// What it says.
    pub label: String,
    /// The name of the row in which it stands, if it stands in one.
    pub of: String,
}

/// What can be pressed now.
pub fn pressable() -> Vec<Pressable> {
    let Ok(all) = document().query_selector_all(ACTS) else { return Vec::new() };
    let elements = (0..all.length().min(MOST)).filter_map(|index| all.item(index)?.dyn_into().ok());
    let shown: Vec<HtmlElement> =
        elements.filter(|one: &HtmlElement| one.get_client_rects().length() > 0).collect();
    let named = shown.into_iter().map(|one| (label(&one), row(&one), one));
    let named: Vec<_> = named.filter(|(label, ..)| !label.is_empty()).collect();
    let told = named.iter().enumerate();
    let told = told
        .map(|(number, (label, of, _))| Pressable { number, label: label.clone(), of: of.clone() })
        .collect();
    FOUND.with_borrow_mut(|found| *found = named.into_iter().map(|(.., one)| one).collect());
    told
}

/// Presses it, if it is still there.
pub fn press(number: usize) {
    let found = FOUND.with_borrow(|found| found.get(number).cloned());
    if let Some(one) = found.filter(|one| one.is_connected()) {
        one.click();
    }
}

/// Moves to an entry of the palette and brings it into sight.
pub fn show(at: RwSignal<usize>, index: usize) {
    at.set(index);
    if let Some(entry) = document().get_element_by_id(&format!("entry-{index}")) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        entry.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// What it says, without the key that does the same.
fn label(one: &Element) -> String {
    if let Some(label) = one.get_attribute("aria-label") {
        return label;
    }
    let text = words(one);
    let key = one.query_selector("kbd, .key").ok().flatten().map(|key| words(&key));
    let said = key.and_then(|key| text.strip_suffix(&key).map(|said| said.trim().to_owned()));
    said.unwrap_or(text)
}

/// The first thing in the row that says something: in a table it may begin with a box to be ticked.
fn row(one: &Element) -> String {
    let row = one.closest(ROW).ok().flatten();
    let Some(names) = row.and_then(|row| row.query_selector_all(NAME).ok()) else { return String::new() };
    let each = (0..names.length()).filter_map(|index| names.item(index)?.dyn_into::<Element>().ok());
    let said = each.map(|name| words(&name)).find(|name| !name.is_empty());
    said.filter(|name| name.chars().count() <= 80).unwrap_or_default()
}

fn words(one: &Element) -> String {
    one.text_content().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}
