//! The theme: as the system has it, or as the person chose. `boot.js` sets it once before the first paint.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;

const KEPT: &str = "crosswalk.theme";
const IS_DARK: &str = "(prefers-color-scheme: dark)";

/// What a person may choose.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Choice {
    /// As the system has it.
    System,
    /// Ink on paper.
    Light,
    /// Ink inverted.
    Dark,
}

impl Choice {
    /// All of them, in the order of the switch.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// As it is kept.
    pub fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// From what was kept; anything else follows the system.
    pub fn from_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|choice| choice.word() == word).unwrap_or(Self::System)
    }

    fn is_dark(self, system_is_dark: bool) -> bool {
        self == Self::Dark || (self == Self::System && system_is_dark)
    }
}

/// The theme of the page.
#[derive(Clone, Copy)]
pub struct Theme(pub RwSignal<Choice>);

impl Theme {
    /// Reads what was kept, and follows the person and the system from then on.
    pub fn start() -> Self {
        let kept = storage().and_then(|kept| kept.get_item(KEPT).ok().flatten()).unwrap_or_default();
        let choice = RwSignal::new(Choice::from_word(&kept));
        let system = RwSignal::new(false);
        system.set(follow_system(move |is_dark| system.set(is_dark)));
        Effect::new(move || show(choice.get().is_dark(system.get())));
        Self(choice)
    }

    /// Chooses, and keeps it.
    pub fn choose(self, choice: Choice) {
        self.0.set(choice);
        if let Some(storage) = storage() {
            // Where nothing can be kept the choice holds until the page is closed.
            let _ = storage.set_item(KEPT, choice.word());
        }
    }
}

/// The page's theme.
pub fn theme() -> Theme {
    expect_context()
}

pub(super) fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

fn show(is_dark: bool) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("data-theme", if is_dark { "dark" } else { "light" });
    }
}

/// Whether the system is dark now; tells when that changes.
fn follow_system(tell: impl Fn(bool) + 'static) -> bool {
    let Some(query) = window().match_media(IS_DARK).ok().flatten() else { return false };
    let changed = query.clone();
    let heard = Closure::<dyn Fn()>::new(move || tell(changed.matches()));
    let _ = query.add_event_listener_with_callback("change", heard.as_ref().unchecked_ref());
    heard.forget();
    query.matches()
}

#[cfg(test)]
mod tests {
    use super::Choice::{Dark, Light, System};
    use super::*;

    #[test]
    fn a_choice_is_kept_and_read() {
        for choice in Choice::ALL {
            assert_eq!(Choice::from_word(choice.word()), choice);
        }
        assert_eq!(Choice::from_word("sepia"), System);
    }

    #[test]
    fn the_system_decides_only_when_asked() {
        let cases = [(System, true, true), (System, false, false), (Light, true, false), (Dark, false, true)];
        for (choice, system, expect) in cases {
            assert_eq!(choice.is_dark(system), expect);
        }
    }
}
