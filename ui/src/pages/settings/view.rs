//! Draws the settings.

use super::updates::{Updates, updates};
use crate::state::{
    Choice, SYSTEM_LANGUAGE, choose_language, is_roomy, kept_language, set_roomy, set_single, single, theme,
};
use crate::texts;
use crate::widgets::{Check, Pick, head, problem_note, section, segments};
use crosswalk_contract::{ComputerView, Problem, Status};
use leptos::prelude::*;

const DENSE: &str = "dense";
const ROOMY: &str = "roomy";

/// The computer on which Crosswalk runs, and what may be changed of it.
#[derive(Clone, Copy)]
pub struct Own {
    /// Once it is known.
    pub computer: Signal<Option<ComputerView>>,
    /// Says whether Crosswalk starts with it.
    pub set: Callback<bool>,
    /// Why that could not be changed.
    pub problem: Signal<Option<Problem>>,
}

/// The settings.
pub fn view(status: Signal<Status>, own: Own, newer: Updates) -> AnyView {
    view! {
        {head(|| texts::settings_sentence().to_owned(), texts::settings_detail(), ())}
        <div class="halves">
            <div class="stack wide">
                {section(texts::settings_look(), look())}
                {section(texts::settings_language(), language())}
                {section(texts::settings_keys(), keys())}
                {section(texts::updates_title(), updates(newer))}
            </div>
            <div class="stack wide">
                {section(texts::settings_school_wide(), elsewhere())}
                {section(texts::settings_listener(), listener(status))}
                {section(texts::settings_computer(), computer(own))}
                {section(texts::settings_about(), about(status))}
            </div>
        </div>
    }
    .into_any()
}

fn look() -> AnyView {
    let theme = theme();
    let word = |choice| match choice {
        Choice::System => texts::theme_system(),
        Choice::Light => texts::theme_light(),
        Choice::Dark => texts::theme_dark(),
    };
    let choices = Choice::ALL.map(|choice| (choice.word().to_owned(), word(choice).to_owned())).to_vec();
    let chosen = Signal::derive(move || theme.0.get().word().to_owned());
    let choose = Callback::new(move |word: String| theme.choose(Choice::from_word(&word)));
    view! {
        <h3>{texts::settings_theme()}</h3>
        <div>{segments(texts::settings_theme(), choices, chosen, choose)}</div>
        <p class="quiet">{texts::settings_theme_help()}</p>
        <h3>{texts::settings_density()}</h3>
        <div>{density()}</div>
    }
    .into_any()
}

fn density() -> AnyView {
    let roomy = RwSignal::new(is_roomy());
    let choices = [(DENSE, texts::density_dense()), (ROOMY, texts::density_roomy())];
    let choices = choices.map(|(word, label)| (word.to_owned(), label.to_owned())).to_vec();
    let chosen = Signal::derive(move || if roomy.get() { ROOMY } else { DENSE }.to_owned());
    let choose = Callback::new(move |word: String| {
        roomy.set(word == ROOMY);
        set_roomy(word == ROOMY);
    });
    segments(texts::settings_density(), choices, chosen, choose)
}

fn language() -> AnyView {
    let choices = [
        (SYSTEM_LANGUAGE, texts::language_system()),
        ("en-NZ", texts::language_en_nz()),
        ("en-GB", texts::language_en_gb()),
        ("en-US", texts::language_en_us()),
        ("mi", texts::language_mi()),
    ];
    let choices = choices.map(|(tag, label)| (tag.to_owned(), label.to_owned())).to_vec();
    let chosen = Signal::stored(kept_language());
    let choose = |tag: String| choose_language(&tag);
    view! {
        <Pick label=texts::settings_language() choices=choices value=chosen choose=choose
            help=texts::settings_language_help()/>
        <p class="quiet"><span lang="mi">"Te reo Māori"</span> " " {texts::language_mi_note()}</p>
    }
    .into_any()
}

/// What is set for the whole school stands on the page that it is about.
fn elsewhere() -> AnyView {
    let each = [
        ("/settings/backups", texts::backups_crumb(), texts::settings_to_backups()),
        ("/alerts", texts::nav_alerts(), texts::settings_to_alerts()),
        ("/schedules", texts::nav_schedules(), texts::settings_to_schedules()),
        ("/schedules/holidays", texts::holidays_crumb(), texts::settings_to_holidays()),
        ("/privacy", texts::nav_privacy(), texts::settings_to_privacy()),
        ("/connections", texts::nav_connections(), texts::settings_to_connections()),
        ("/audit", texts::nav_audit(), texts::settings_to_audit()),
    ];
    let each = each.map(|(href, label, detail)| {
        view! { <li><a class="quiet-link" href=href><b lang=texts::tongue(label)>{label}</b></a> " " <small>{detail}</small></li> }
    });
    view! { <ul class="plain-list">{each.into_iter().collect_view()}</ul> }.into_any()
}

fn keys() -> AnyView {
    let on = RwSignal::new(single());
    let turn = move |is_on: bool| {
        set_single(is_on);
        on.set(is_on);
    };
    view! { <Check label=texts::settings_single_keys() on=on turn=turn help=texts::settings_single_keys_help()/> }.into_any()
}

fn listener(status: Signal<Status>) -> AnyView {
    let line = move || status.with(listening);
    view! { <p>{line}</p> <p class="quiet">{texts::settings_listener_help()}</p> }.into_any()
}

fn listening(status: &Status) -> String {
    status.listening.as_ref().map_or_else(|| texts::foot_silent().to_owned(), texts::foot_listening)
}

fn computer(own: Own) -> AnyView {
    let folder = move || own.computer.with(|computer| computer.as_ref().and_then(|one| one.folder.clone()));
    let folder = move || folder().map(|folder| view! { <dd><code>{folder}</code></dd> });
    let starts =
        Memo::new(move |_| own.computer.with(|computer| computer.as_ref().and_then(|one| one.autostart)));
    view! {
        <dl class="facts"><dt>{texts::settings_data()}</dt>{folder}</dl>
        <p class="quiet">{texts::foot_data()}</p>
        {move || starts.get().map(|starts| autostart(starts, own))}
    }
    .into_any()
}

fn autostart(starts: bool, own: Own) -> AnyView {
    let on = RwSignal::new(starts);
    let turn = move |is_on: bool| own.set.run(is_on);
    view! {
        <Check label=texts::settings_autostart() on=on turn=turn help=texts::settings_autostart_help()/>
        {move || own.problem.get().map(|problem| problem_note(&problem))}
    }
    .into_any()
}

fn about(status: Signal<Status>) -> AnyView {
    let school = move || status.with(|status| status.school.clone().unwrap_or_default());
    view! {
        <dl class="facts">
            <dt>{texts::settings_version()}</dt><dd>{move || status.with(|status| status.version.clone())}</dd>
            <dt lang=texts::tongue(texts::settings_school())>{texts::settings_school()}</dt><dd>{school}</dd>
            <dt>{texts::settings_licence()}</dt><dd>"Apache-2.0"</dd>
        </dl>
    }
    .into_any()
}
