//! The form of what is made each night.

use super::typed::{Typed, Wrong};
use super::view::Deeds;
use crate::texts;
use crate::widgets::{Button, Check, Look, Text, problem_note};
use crosswalk_contract::BackupsView;
use leptos::prelude::*;

/// What is typed, field by field.
#[derive(Clone, Copy)]
struct Form {
    is_on: RwSignal<bool>,
    folder: RwSignal<String>,
    at: RwSignal<String>,
    keep: RwSignal<String>,
    by_passphrase: RwSignal<bool>,
    passphrase: RwSignal<String>,
    has_passphrase: bool,
    wrong: RwSignal<Option<Wrong>>,
    deeds: Deeds,
}

/// What an empty form offers: after midnight, a week of them.
const USUAL: (&str, &str) = ("02:30", "7");

impl Form {
    fn of(view: &BackupsView, deeds: Deeds) -> Self {
        let kept = view.nightly.as_ref();
        let at = kept.map_or(USUAL.0.to_owned(), |kept| kept.at.to_string().chars().take(5).collect());
        let keep = kept.map_or(USUAL.1.to_owned(), |kept| kept.keep.to_string());
        Self {
            is_on: RwSignal::new(kept.is_some()),
            folder: RwSignal::new(kept.map(|kept| kept.folder.clone()).unwrap_or_default()),
            at: RwSignal::new(at),
            keep: RwSignal::new(keep),
            by_passphrase: RwSignal::new(view.has_passphrase),
            passphrase: RwSignal::new(String::new()),
            has_passphrase: view.has_passphrase,
            wrong: RwSignal::new(None),
            deeds,
        }
    }

    fn typed(self) -> Typed {
        let text = |signal: RwSignal<String>| signal.get_untracked();
        Typed {
            is_on: self.is_on.get_untracked(),
            folder: text(self.folder),
            at: text(self.at),
            keep: text(self.keep),
            by_passphrase: self.by_passphrase.get_untracked(),
            passphrase: text(self.passphrase),
        }
    }

    fn save(self) {
        let asked = self.typed().asked(self.has_passphrase);
        self.wrong.set(asked.as_ref().err().copied());
        if let Ok(ask) = asked {
            self.deeds.save.run(ask);
        }
    }

    /// What is wrong with a field: by the form's word, or by the engine's.
    fn error(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            let own = self.wrong.get().filter(|(wrong, _)| *wrong == field);
            let told = self.deeds.not_saved.get().filter(|told| told.field.as_deref() == Some(field));
            own.map(|(_, words)| words.to_owned()).or(told.map(|told| told.happened))
        })
    }
}

/// Draws the form.
pub fn nightly(view: &BackupsView, deeds: Deeds) -> AnyView {
    let form = Form::of(view, deeds);
    let press = Callback::new(move |()| form.save());
    let problem = move || deeds.not_saved.get().filter(|problem| problem.field.is_none());
    let turn = move |is_on| form.is_on.set(is_on);
    view! {
        <form class="stack wide" on:submit=move |event| { event.prevent_default(); press.run(()); }>
            <Check label=texts::backups_on() help=texts::backups_on_help() on=form.is_on turn=turn/>
            {move || form.is_on.get().then(|| times(form))}
            {passphrase(form)}
            {move || problem().map(|problem| problem_note(&problem))}
            <div class="row"><Button label=texts::backups_save() press=press look=Look::Main busy=deeds.saving chord="Ctrl+Enter"/></div>
        </form>
    }
    .into_any()
}

fn times(form: Form) -> AnyView {
    view! {
        <Text label=texts::backups_folder() value=form.folder error=form.error("folder")
            help=texts::backups_folder_help() hint=texts::form_folder_hint()/>
        <div class="pair">
            <Text label=texts::backups_at() value=form.at kind="time" error=form.error("at") help=texts::backups_at_help()/>
            <Text label=texts::backups_keep() value=form.keep error=form.error("keep") help=texts::backups_keep_help()/>
        </div>
    }
    .into_any()
}

fn passphrase(form: Form) -> AnyView {
    let kept = if form.has_passphrase { texts::form_secret_kept() } else { "" };
    let turn = move |is_on| form.by_passphrase.set(is_on);
    let typed = move || {
        form.by_passphrase.get().then(|| {
            view! { <Text label=texts::backups_passphrase() value=form.passphrase kind="password" hint=kept
            error=form.error("passphrase") help=texts::backups_passphrase_help()/> }
        })
    };
    view! {
        <Check label=texts::backups_by_passphrase() help=texts::backups_by_passphrase_help() on=form.by_passphrase turn=turn/>
        {typed}
    }
    .into_any()
}
