//! Keys: every page says which keys it answers to and what they do; the sheet behind `?` lists them.

use super::theme::storage;
use leptos::ev::{KeyboardEvent, keydown};
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;

const KEPT: &str = "crosswalk.single-keys";

/// How deep a part of the screen lies: a dialog is above its page, and while it is open the page's keys rest.
#[derive(Clone, Copy)]
pub struct Layer(u32);

/// Buttons that choose and leave Enter to the page, which keeps what was chosen.
const LEAVES_ENTER: &str = "[data-leaves-enter]";

/// What a field does by itself while somebody types into it.
const FIELDS_OWN: [&str; 2] = ["Ctrl+z", "Ctrl+y"];

struct Bound {
    id: u64,
    layer: u32,
    chord: &'static str,
    says: String,
    act: Rc<dyn Fn()>,
}

thread_local! {
    static KEYS: RefCell<Vec<Bound>> = const { RefCell::new(Vec::new()) };
    static LAYERS: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
    static LAST: Cell<u64> = const { Cell::new(0) };
    static SINGLE: Cell<bool> = const { Cell::new(true) };
}

/// Answers to a chord such as `j`, `Shift+1` or `Ctrl+Enter` as long as the calling part is on the screen.
pub fn on_key(chord: &'static str, says: impl Into<String>, act: impl Fn() + 'static) {
    let id = LAST.with(|last| last.replace(last.get() + 1));
    let layer = use_context::<Layer>().map_or(0, |layer| layer.0);
    let bound = Bound { id, layer, chord, says: says.into(), act: Rc::new(act) };
    KEYS.with_borrow_mut(|keys| keys.push(bound));
    on_cleanup(move || KEYS.with_borrow_mut(|keys| keys.retain(|key| key.id != id)));
}

/// Puts the calling part above everything else until it leaves the screen.
pub fn layer() {
    let layer = Layer(top() + 1);
    LAYERS.with_borrow_mut(|layers| layers.push(layer.0));
    on_cleanup(move || LAYERS.with_borrow_mut(|layers| layers.retain(|other| *other != layer.0)));
    provide_context(layer);
}

fn top() -> u32 {
    LAYERS.with_borrow(|layers| layers.iter().copied().max().unwrap_or(0))
}

/// The chords that are answered now, with what they do; the newest first.
pub fn bound() -> Vec<(&'static str, String)> {
    KEYS.with_borrow(|keys| keys.iter().rev().map(|key| (key.chord, key.says.clone())).collect())
}

/// Whether single letters are answered; some people press them by accident or by voice.
pub fn single() -> bool {
    SINGLE.with(Cell::get)
}

/// Switches single letters on or off, and keeps that.
pub fn set_single(on: bool) {
    SINGLE.with(|single| single.set(on));
    if let Some(storage) = storage() {
        let _ = storage.set_item(KEPT, if on { "on" } else { "off" });
    }
}

/// Starts listening on the whole page.
pub fn listen() {
    let kept = storage().and_then(|kept| kept.get_item(KEPT).ok().flatten());
    SINGLE.with(|single| single.set(kept.as_deref() != Some("off")));
    // The listener stays as long as the page does.
    let _ = window_event_listener(keydown, |event| {
        let pressed =
            chord(&event.key(), &event.code(), event.ctrl_key() || event.meta_key(), event.shift_key());
        if let Some(act) = answer(&pressed, is_typing(&event)) {
            event.prevent_default();
            act();
        }
    });
}

fn answer(pressed: &str, is_typing: bool) -> Option<Rc<dyn Fn()>> {
    let is_chord = pressed.starts_with("Ctrl+") && !(is_typing && FIELDS_OWN.contains(&pressed));
    let is_free = is_chord || (!is_typing && (single() || pressed.chars().count() > 1));
    let top = top();
    KEYS.with_borrow(|keys| {
        let found = keys.iter().rev().find(|key| is_free && key.layer == top && key.chord == pressed);
        found.map(|key| key.act.clone())
    })
}

/// The name of what is pressed. Shift is named only where the key itself does not show it.
fn chord(key: &str, code: &str, has_ctrl: bool, has_shift: bool) -> String {
    let digit = code.strip_prefix("Digit").filter(|_| has_shift);
    let name = digit.map_or_else(|| key.to_lowercase(), str::to_owned);
    let is_long = key.chars().count() > 1;
    let name = if is_long { key.to_owned() } else { name };
    let shift = if has_shift && (digit.is_some() || is_long) { "Shift+" } else { "" };
    format!("{}{shift}{name}", if has_ctrl { "Ctrl+" } else { "" })
}

/// Whether the key goes into a field, or is one that the focused control answers itself.
fn is_typing(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let Some(target) = target else { return false };
    let is_within = |selector: &str| target.closest(selector).is_ok_and(|found| found.is_some());
    let is_pressed = event.key() == " " || (event.key() == "Enter" && !is_within(LEAVES_ENTER));
    let is_own = is_pressed && is_within("a,button,summary");
    is_own || is_within("input:not([type=checkbox]):not([type=radio]),textarea,select")
}

#[cfg(test)]
mod tests {
    use super::chord;

    #[test]
    fn chords_are_named_as_people_write_them() {
        let cases = [
            (("j", "KeyJ", false, false), "j"),
            (("J", "KeyJ", false, true), "j"),
            (("!", "Digit1", false, true), "Shift+1"),
            (("1", "Digit1", false, false), "1"),
            (("?", "Slash", false, true), "?"),
            (("Enter", "Enter", true, false), "Ctrl+Enter"),
            (("K", "KeyK", true, false), "Ctrl+k"),
            (("ArrowDown", "ArrowDown", false, true), "Shift+ArrowDown"),
        ];
        for ((key, code, ctrl, shift), expect) in cases {
            assert_eq!(chord(key, code, ctrl, shift), expect);
        }
    }
}
