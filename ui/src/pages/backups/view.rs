//! Draws the backups.

use super::bundle::bundle;
use super::make::actions;
use super::nightly::nightly;
use super::restore::{key, restore};
use super::standing::{sentence, standing};
use crate::texts;
use crate::widgets::{head, note, problem_note, section};
use crosswalk_contract::{BackupsView, BundleMade, MakeBackup, Problem, SetBackups};
use leptos::prelude::*;

/// What can be done here.
#[derive(Clone, Copy)]
pub struct Deeds {
    /// Makes a backup, then calls back.
    pub make: Callback<(MakeBackup, Callback<()>)>,
    /// Whether one is being made.
    pub making: Signal<bool>,
    /// Why it was not made.
    pub not_made: Signal<Option<Problem>>,
    /// Saves what is made each night.
    pub save: Callback<SetBackups>,
    /// Whether that is being saved.
    pub saving: Signal<bool>,
    /// Why it was not.
    pub not_saved: Signal<Option<Problem>>,
    /// Makes the support bundle in this file.
    pub bundle: Callback<String>,
    /// Whether it is being made.
    pub bundling: Signal<bool>,
    /// Why it was not.
    pub not_bundled: Signal<Option<Problem>>,
    /// The one that was made.
    pub bundled: Signal<Option<BundleMade>>,
    /// Puts a text on the clipboard.
    pub copy: Callback<String>,
}

/// The backups: `settings` is what the form begins with, `now` how they stand.
pub fn view(settings: Signal<BackupsView>, now: Signal<BackupsView>, deeds: Deeds) -> AnyView {
    let possible = Memo::new(move |_| now.with(|view| view.possible));
    let left = move || possible.get().then(|| nights(settings, now, deeds));
    let right = move || possible.get().then(|| way_back(now, deeds));
    view! {
        {head(move || now.with(sentence).to_owned(), detail(now), actions(now, deeds))}
        {move || deeds.making.get().then(|| note("●", texts::backups_making()))}
        {move || deeds.not_made.get().map(|problem| problem_note(&problem))}
        <div class="halves">
            <div class="stack wide">{left} {section(texts::bundle_title(), bundle(deeds))}</div>
            <div class="stack wide">{right}</div>
        </div>
    }
    .into_any()
}

fn detail(now: Signal<BackupsView>) -> AnyView {
    view! { {move || now.with(|view| view.sentence.clone())} }.into_any()
}

fn nights(settings: Signal<BackupsView>, now: Signal<BackupsView>, deeds: Deeds) -> AnyView {
    view! {
        {section(texts::backups_standing(), move || now.with(standing))}
        {section(texts::backups_nightly(), move || nightly(&settings.get(), deeds))}
    }
    .into_any()
}

fn way_back(now: Signal<BackupsView>, deeds: Deeds) -> AnyView {
    let file = Memo::new(move |_| now.with(|view| view.last.as_ref().map(|row| row.file.clone())));
    view! {
        {section(texts::restore_title(), move || restore(file.get(), deeds.copy))}
        {section(texts::recovery_title(), key(deeds.copy))}
    }
    .into_any()
}
