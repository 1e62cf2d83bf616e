//! Making a backup now: by one press where the nightly ones have a folder, else to a file that is named.

use super::view::Deeds;
use crate::texts;
use crate::widgets::{Button, Dialog, Look, Text, problem_note};
use crosswalk_contract::{BackupsView, MakeBackup};
use crosswalk_model::Secret;
use leptos::prelude::*;

/// The buttons at the head of the page.
pub fn actions(now: Signal<BackupsView>, deeds: Deeds) -> AnyView {
    let open = RwSignal::new(false);
    let has_folder = Memo::new(move |_| now.with(|view| view.nightly.is_some()));
    let possible = Memo::new(move |_| now.with(|view| view.possible));
    let press = move |()| match has_folder.get_untracked() {
        true => deeds.make.run((usual(), Callback::new(|()| ()))),
        false => open.set(true),
    };
    let other = move || has_folder.get().then(|| other_file(open, deeds));
    let buttons = move || {
        possible.get().then(|| view! { {other} <Button label=texts::backups_make() press=press look=Look::Main busy=deeds.making chord="b"/> })
    };
    view! {
        {buttons}
        <Dialog open=open title=texts::backups_make_title() body=ViewFn::from(move || form(open, deeds))/>
    }
    .into_any()
}

/// One like the nightly ones.
fn usual() -> MakeBackup {
    MakeBackup { file: None, passphrase: None }
}

fn other_file(open: RwSignal<bool>, deeds: Deeds) -> AnyView {
    let press = move |()| open.set(true);
    view! { <Button label=texts::backups_elsewhere_file() press=press busy=deeds.making/> }.into_any()
}

fn form(open: RwSignal<bool>, deeds: Deeds) -> AnyView {
    let (file, passphrase) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let tried = RwSignal::new(false);
    let is_empty = move || file.with(|file| file.trim().is_empty());
    let error = Signal::derive(move || (tried.get() && is_empty()).then(|| texts::form_missing().to_owned()));
    let close = Callback::new(move |()| _ = open.try_set(false));
    let press = Callback::new(move |()| {
        tried.set(true);
        if !untrack(is_empty) {
            deeds.make.run((asked(&file.get_untracked(), passphrase.get_untracked()), close));
        }
    });
    view! {
        <form class="stack wide" on:submit=move |event| { event.prevent_default(); press.run(()); }>
            <Text label=texts::backups_file() value=file error=error help=texts::backups_file_help()
                hint=texts::backups_file_hint()/>
            <Text label=texts::backups_passphrase() value=passphrase kind="password" optional=true
                help=texts::backups_passphrase_once()/>
            {move || deeds.making.get().then(|| view! { <p role="status">{texts::backups_making()}</p> })}
            {move || deeds.not_made.get().map(|problem| problem_note(&problem))}
            <div class="ends">
                <Button label=texts::cancel() press=move |()| open.set(false)/>
                <Button label=texts::backups_make() press=press look=Look::Main busy=deeds.making/>
            </div>
        </form>
    }
    .into_any()
}

fn asked(file: &str, passphrase: String) -> MakeBackup {
    let passphrase = (!passphrase.is_empty()).then(|| Secret::new(passphrase));
    MakeBackup { file: Some(file.trim().to_owned()), passphrase }
}
