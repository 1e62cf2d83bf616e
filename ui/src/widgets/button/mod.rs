//! A button: one word or two, what it does, and the key that does the same.

use super::key_hint;
use crate::state::on_key;
use crate::texts::{self, tongue};
use crosswalk_contract::TableFormat;
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

/// Two buttons that save what is shown, as text or as a workbook.
pub fn save_buttons(save: Callback<TableFormat>, busy: Signal<bool>) -> AnyView {
    let one = move |label: &'static str, format| {
        view! { <Button label=label press=move |()| save.run(format) look=Look::Plain busy=busy/> }
    };
    view! { {one(texts::save_csv(), TableFormat::Csv)} {one(texts::save_xlsx(), TableFormat::Xlsx)} }
        .into_any()
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
