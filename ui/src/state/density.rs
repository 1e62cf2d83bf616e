//! How densely rows stand: as they come, or with more room. `boot.js` sets it before the first paint.

use super::theme::storage;
use leptos::prelude::*;

const KEPT: &str = "crosswalk.density";
const ROOMY: &str = "roomy";

/// Whether rows have more room.
pub fn is_roomy() -> bool {
    let kept = storage().and_then(|kept| kept.get_item(KEPT).ok().flatten());
    kept.as_deref() == Some(ROOMY)
}

/// Chooses, shows it, and keeps it.
pub fn set_roomy(roomy: bool) {
    let word = if roomy { ROOMY } else { "dense" };
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("data-density", word);
    }
    if let Some(storage) = storage() {
        // Where nothing can be kept the choice holds until the page is closed.
        let _ = storage.set_item(KEPT, word);
    }
}
