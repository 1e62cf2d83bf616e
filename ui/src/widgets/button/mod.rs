//! A button: one word or two, what it does, and the key that does the same.

use super::key_hint;
use crate::state::on_key;
use crate::texts::tongue;
use leptos::prelude::*;

/// How much a button asks to be pressed.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Look {
    /// One of several.
    #[default]
    Usual,
    /// What most people came for; one to a page.
    Main,
    /// Without a border.
    Plain,
    /// Takes something away.
    Grave,
}

impl Look {
    fn class(self) -> &'static str {
        match self {
            Self::Usual => "button",
            Self::Main => "button main",
            Self::Plain => "button plain",
            Self::Grave => "button grave",
        }
    }
}

/// A button. With a chord it also answers to that key, as long as it is on the screen and not disabled.
#[component]
pub fn Button(
    /// What it says.
    #[prop(into)]
    label: Signal<String>,
    /// What it does.
    #[prop(into)]
    press: Callback<()>,
    /// How it looks.
    #[prop(optional)]
    look: Look,
    /// The key that does the same.
    #[prop(optional)]
    chord: Option<&'static str>,
    /// Whether it waits for an answer.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Whether there is nothing to do.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let can_press = move || !busy.get_untracked() && !disabled.get_untracked();
    let act = move || {
        if can_press() {
            press.run(());
        }
    };
    if let Some(chord) = chord {
        on_key(chord, label.get_untracked(), act);
    }
    view! {
        <button type="button" class=look.class() class:busy=busy lang=move || label.with(|label| tongue(label))
            aria-busy=move || busy.get().to_string() disabled=disabled on:click=move |_| act()>
            {label} {chord.map(key_hint)}
        </button>
    }
    .into_any()
}
