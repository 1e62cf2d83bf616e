//! The mapping as text: TOML, for those who would rather type.

use super::broken::breaks;
use crate::texts;
use crate::widgets::{Button, Dialog, Look, problem_note};
use crosswalk_contract::Problem;
use leptos::prelude::*;

/// The mapping as text.
#[derive(Clone, Copy)]
pub struct TextOf {
    /// What is in the box.
    pub text: RwSignal<String>,
    /// Fetches what is saved.
    pub fetch: Callback<()>,
    /// Saves what is in the box: what is called when that is done, and whether it is meant although tests would fail.
    pub save: Callback<(Callback<()>, bool)>,
    /// Whether an answer is awaited.
    pub busy: Signal<bool>,
    /// Why it could not be done.
    pub problem: Signal<Option<Problem>>,
}

impl TextOf {
    /// None.
    pub fn none() -> Self {
        Self {
            text: RwSignal::new(String::new()),
            fetch: Callback::new(|()| ()),
            save: Callback::new(|_| ()),
            busy: Signal::stored(false),
            problem: Signal::stored(None),
        }
    }
}

/// The button that shows the text, and its dialog.
pub fn as_text(of: TextOf) -> AnyView {
    let open = RwSignal::new(false);
    let press = move |()| {
        of.fetch.run(());
        open.set(true);
    };
    view! {
        <Button label=texts::mapping_text() press=press look=Look::Plain chord="t"/>
        <Dialog open=open title=texts::mapping_text_title() body=ViewFn::from(move || editor(of, open))
            class="wide"/>
    }
    .into_any()
}

fn editor(of: TextOf, open: RwSignal<bool>) -> AnyView {
    let close = Callback::new(move |()| open.set(false));
    let despite = move || {
        let press = move |()| of.save.run((close, true));
        view! { <Button label=texts::cases_save_despite() press=press busy=of.busy/> }
    };
    view! {
        <p class="quiet">{texts::mapping_text_help()}</p>
        <textarea class="mono" rows="22" spellcheck="false" aria-label=texts::mapping_text_title()
            prop:value=of.text
            on:input:target=move |event| of.text.set(event.target().value())></textarea>
        {move || of.problem.get().map(|problem| problem_note(&problem))}
        <div class="ends">
            <Button label=texts::cancel() press=close/>
            {move || of.problem.get().is_some_and(|problem| breaks(&problem)).then(despite)}
            <Button label=texts::mapping_save() press=move |()| of.save.run((close, false)) look=Look::Main
                busy=of.busy chord="Ctrl+Enter"/>
        </div>
    }
    .into_any()
}
