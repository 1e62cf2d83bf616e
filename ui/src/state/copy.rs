//! Putting a text on the clipboard.

use super::{Toast, toasts};
use crate::texts;
use leptos::prelude::*;

/// Puts a text on the clipboard, and says so.
pub fn copying() -> Callback<String> {
    let toasts = toasts();
    Callback::new(move |text: String| {
        // The promise is not awaited: where copying is refused the text is on the screen to be marked by hand.
        let _ = window().navigator().clipboard().write_text(&text);
        toasts.show(Toast::done(texts::copied()));
    })
}
