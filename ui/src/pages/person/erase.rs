//! Erasing somebody: what happens stands there in full, and the name is typed before the button answers.

use super::view::Deeds;
use crate::texts;
use crate::widgets::{Button, Look, Text, note};
use crosswalk_contract::RecordView;
use leptos::prelude::*;

/// The form.
pub fn erase(record: Signal<RecordView>, deeds: Deeds) -> AnyView {
    let typed = RwSignal::new(String::new());
    let name = move || record.with(|record| record.hit.label.clone());
    let is_it = Signal::derive(move || typed.with(|typed| is_same(typed, &name())));
    let is_not = Signal::derive(move || !is_it.get());
    let press = Callback::new(move |()| {
        if is_it.get_untracked() {
            deeds.erase.run(typed.get_untracked().trim().to_owned());
        }
    });
    let here = move || record.with(|record| record.hit.active.then(|| note("!", texts::person_still_here())));
    let label = move || texts::person_type(name());
    let lines = [
        texts::erase_what(),
        texts::erase_messages(),
        texts::erase_audit(),
        texts::erase_elsewhere(),
        texts::erase_for_good(),
    ];
    let lines = lines.map(|line| view! { <li>{line}</li> }).into_iter().collect_view();
    view! {
        {here}
        <ul class="happens">{lines}</ul>
        <form class="stack" on:submit=move |event| { event.prevent_default(); press.run(()); }>
            {move || view! { <Text label=label() value=typed help=texts::person_type_help()/> }}
            <div class="row">
                <Button label=texts::person_erase_do() press=press look=Look::Grave busy=deeds.erasing disabled=is_not/>
            </div>
        </form>
    }
    .into_any()
}

/// Whether the typed name is the one that is shown; spaces around it do not count.
fn is_same(typed: &str, name: &str) -> bool {
    !name.is_empty() && typed.trim() == name
}

#[cfg(test)]
mod tests {
    use super::is_same;

    #[test]
    fn only_the_very_name_opens_the_button() {
        assert!(is_same(" Hēmi Parata ", "Hēmi Parata"));
        for typed in ["", "hēmi parata", "Hemi Parata", "Hēmi"] {
            assert!(!is_same(typed, "Hēmi Parata"), "{typed}");
        }
        assert!(!is_same("", ""), "somebody without a name is not erased by an empty box");
    }
}
