//! Newer versions: whether there is one, and where it is looked for.

use super::released::released;
use crate::texts;
use crate::widgets::{Button, Check, Look, Text, moment, note, problem_note};
use crosswalk_contract::{Problem, SetUpdates, UpdatesView};
use leptos::prelude::*;

/// What is known, and what can be done here.
#[derive(Clone, Copy)]
pub struct Updates {
    /// Once it is known.
    pub known: Signal<Option<UpdatesView>>,
    /// Says where and when to look.
    pub save: Callback<SetUpdates>,
    /// Looks now.
    pub look: Callback<()>,
    /// Whether that is being saved.
    pub saving: Signal<bool>,
    /// Whether it is being looked.
    pub looking: Signal<bool>,
    /// Why it was not saved.
    pub not_saved: Signal<Option<Problem>>,
    /// Puts a text on the clipboard.
    pub copy: Callback<String>,
    /// Whether the screens run in the window of the desktop, which opens no addresses.
    pub is_window: bool,
}

/// Draws the section.
pub fn updates(updates: Updates) -> AnyView {
    // The form is drawn anew only when what it begins with is another: a look leaves alone what is being typed.
    let set = Memo::new(move |_| updates.known.get().map(|view| begins_with(&view)));
    view! {
        {move || updates.known.with(|known| known.as_ref().map(|view| standing(view, updates)))}
        {move || set.get().map(|set| form(set, updates))}
    }
    .into_any()
}

fn begins_with(view: &UpdatesView) -> (String, String, bool) {
    (view.address.clone().unwrap_or_default(), view.own_servers.clone(), view.daily)
}

/// How it stands, in a sentence.
pub fn sentence(view: &UpdatesView) -> String {
    match &view.newer {
        Some(newer) if newer.security => texts::updates_newer_security(&newer.version),
        Some(newer) => texts::updates_newer(&newer.version),
        None if view.address.is_none() => texts::updates_nobody().to_owned(),
        None if view.looked_at.is_none() => texts::updates_never().to_owned(),
        None => texts::updates_newest().to_owned(),
    }
}

fn standing(view: &UpdatesView, updates: Updates) -> AnyView {
    let looked = view.looked_at.map(|at| view! { <dt>{texts::updates_looked()}</dt><dd>{moment(at)}</dd> });
    let failed = view.failed.as_ref().map(|failed| {
        view! { <p class="quiet">{texts::updates_failed(&failed.words)} " " {moment(failed.at)}</p> }
    });
    let said = if view.newer.is_some() {
        note("●", sentence(view))
    } else {
        view! { <p>{sentence(view)}</p> }.into_any()
    };
    view! {
        <div class="stack" role="status">
            {said}
            <dl class="facts">
                <dt>{texts::updates_this()}</dt><dd>{view.version.clone()} " · " <span class="mono">{view.system.clone()}</span></dd>
                {looked}
            </dl>
            {failed}
            {view.newer.as_ref().map(|newer| released(newer, &view.system, updates))}
        </div>
    }
    .into_any()
}

fn form((address, own, daily): (String, String, bool), updates: Updates) -> AnyView {
    let begun_empty = address.is_empty();
    let [address, own] = [address, own].map(RwSignal::new);
    let daily = RwSignal::new(daily);
    let press = Callback::new(move |()| {
        let (address, own_servers) = (address.get_untracked(), own.get_untracked());
        updates.save.run(SetUpdates { address, own_servers, daily: daily.get_untracked() });
    });
    let none = Memo::new(move |_| address.with(|address| address.trim().is_empty()));
    let error = |field: &'static str| {
        Signal::derive(move || {
            let told = updates.not_saved.get().filter(|told| told.field.as_deref() == Some(field));
            told.map(|told| told.happened)
        })
    };
    let other = move || updates.not_saved.get().filter(|problem| problem.field.is_none());
    view! {
        <form class="stack wide" on:submit=move |event| { event.prevent_default(); press.run(()); }>
            <Text label=texts::updates_address() value=address kind="url" kept=true optional=true
                help=texts::updates_address_help() error=error("address")/>
            <Text label=texts::updates_own_servers() value=own kept=true optional=true
                help=texts::updates_own_servers_help() error=error("own_servers")/>
            {switch(daily, none.into())}
            {move || other().map(|problem| problem_note(&problem))}
            <div class="row">
                <Button label=texts::updates_save() press=press busy=updates.saving/>
                <Button label=texts::updates_look() press=updates.look busy=updates.looking look=Look::Plain
                    disabled=Signal::stored(begun_empty)/>
            </div>
        </form>
    }
    .into_any()
}

fn switch(daily: RwSignal<bool>, none: Signal<bool>) -> AnyView {
    let on = Signal::derive(move || daily.get() && !none.get());
    let turn = move |is_on| daily.set(is_on);
    let drawn = move || {
        let help = if none.get() { texts::updates_daily_none() } else { texts::updates_daily_help() };
        view! { <Check label=texts::updates_daily() help=help on=on turn=turn disabled=none/> }
    };
    view! { {drawn} }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosswalk_contract::Release;

    fn view() -> UpdatesView {
        UpdatesView {
            version: "1.2.0".into(),
            system: "linux-x86_64".into(),
            address: Some("https://updates.example/latest.json".into()),
            own_servers: String::new(),
            daily: true,
            looked_at: Some("2026-03-02T00:00:00Z".parse().unwrap()),
            failed: None,
            newer: None,
        }
    }

    #[test]
    fn it_is_said_how_it_stands() {
        assert_eq!(sentence(&view()), texts::updates_newest());
        assert_eq!(sentence(&UpdatesView { looked_at: None, ..view() }), texts::updates_never());
        assert_eq!(sentence(&UpdatesView { address: None, ..view() }), texts::updates_nobody());
        let newer = |security| Release {
            version: "1.3.0".into(),
            published: None,
            notes: String::new(),
            security,
            link: None,
        };
        let with = |security| UpdatesView { newer: Some(newer(security)), ..view() };
        assert_eq!(sentence(&with(false)), texts::updates_newer("1.3.0"));
        assert_eq!(sentence(&with(true)), texts::updates_newer_security("1.3.0"));
    }
}
