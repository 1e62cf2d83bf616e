//! How the screens ask the engine and hear from it. Nothing outside this folder knows the transport: in the window a
//! call is a Tauri command, in a browser it is an HTTP request; both carry the same envelope.

mod envelope;
mod http;
mod tauri;
mod trouble;

use crosswalk_contract::{Ask, Event, EventKind, Problem};
use envelope::Numbers;
use std::cell::RefCell;

/// Asks the engine and waits for its answer.
pub async fn ask<A: Ask>(ask: A) -> Result<A::Reply, Problem> {
    let envelope = envelope::wrap(ask).ok_or_else(trouble::not_understood)?;
    let reply = if tauri::is_here() { tauri::call(&envelope).await } else { http::call(&envelope).await };
    envelope::open(&reply?).ok_or_else(trouble::not_understood)
}

/// Whether the screens run in the window of the desktop.
pub fn is_window() -> bool {
    tauri::is_here()
}

/// Goes wherever the desktop says: a link was opened, or a notification pressed. In a browser nothing says so.
pub fn listen_to_links(go: impl Fn(String) + 'static) {
    if tauri::is_here() {
        tauri::listen_to_links(go);
    }
}

/// What comes from the engine of its own accord.
pub enum Heard {
    /// Something happened there.
    Event(EventKind),
    /// It can be heard again, or no longer.
    Reachable(bool),
}

/// Listens as long as the page is open. A gap in the numbers is told as a resync.
pub fn listen(hear: impl Fn(Heard) + 'static) {
    let numbers = RefCell::new(Numbers::default());
    let each = move |word: Word| match word {
        Word::Event(event) => {
            if numbers.borrow_mut().miss(event.number) {
                hear(Heard::Event(EventKind::Resync));
            }
            hear(Heard::Event(event.kind));
        }
        Word::Reachable(reachable) => hear(Heard::Reachable(reachable)),
    };
    if tauri::is_here() { tauri::listen(each) } else { http::listen(each) }
}

/// What a transport hands on.
enum Word {
    Event(Event),
    Reachable(bool),
}
