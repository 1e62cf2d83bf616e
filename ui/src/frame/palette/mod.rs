//! The palette behind Ctrl K: pages, the actions of the page that is open, connections and syncs by name, and records of
//! the roster by a part of theirs.

mod entries;
mod here;

use crate::state::{Face, Load, copying, deed, go, link, load, on_key};
use crate::texts;
use crate::widgets::{Dialog, icon, tag};
use crosswalk_contract::{Hit, ListConnections, ListSyncs, Search, StartRun};
use crosswalk_model::RunKind;
use entries::{Does, Entry, Found, entries};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

/// Fewer letters find half of the school.
const SHORTEST: usize = 2;

/// The palette.
pub fn palette(open: RwSignal<bool>, keys: RwSignal<bool>) -> AnyView {
    on_key("Ctrl+k", texts::palette_title(), move || open.set(true));
    let body = ViewFn::from(move || inside(open, keys));
    view! { <Dialog open=open title=texts::palette_title() body=body class="wide palette"/> }.into_any()
}

fn inside(open: RwSignal<bool>, keys: RwSignal<bool>) -> AnyView {
    let (typed, at) = (RwSignal::new(String::new()), RwSignal::new(0_usize));
    let search = move || {
        Some(Search { text: typed.get().trim().to_owned() })
            .filter(|ask| ask.text.chars().count() >= SHORTEST)
    };
    let hits = load(search, &[]);
    let entries = found_entries(typed, hits.clone());
    Effect::new(move || {
        typed.track();
        at.set(0);
    });
    let act = acting(open, keys);
    view! {
        {search_box(typed, at, entries, act)}
        <ul class="entries" role="listbox" id="palette-entries" aria-label=texts::palette_title()>
            {move || entries.get().into_iter().enumerate().map(|(index, entry)| option(index, entry, at, act)).collect_view()}
        </ul>
        {move || (entries.with(Vec::is_empty)).then(|| view! { <p class="quiet">{nothing(&hits)}</p> })}
    }
    .into_any()
}

/// What is found, of everything that can be.
fn found_entries(typed: RwSignal<String>, hits: Load<Vec<Hit>>) -> Memo<Vec<Entry>> {
    // What can be pressed is read while the page is as it was when the palette opened.
    let pressable = StoredValue::new(here::pressable());
    let connections = load(|| Some(ListConnections {}), &[]);
    let syncs = load(|| Some(ListSyncs {}), &[]);
    Memo::new(move |_| {
        let found = Found {
            hits: hits.value().unwrap_or_default(),
            connections: connections.value().unwrap_or_default(),
            syncs: syncs.value().unwrap_or_default(),
            pressable: pressable.get_value(),
        };
        entries(&typed.get(), &found)
    })
}

/// What choosing an entry does. The palette is gone before, so that what is pressed finds its page.
fn acting(open: RwSignal<bool>, keys: RwSignal<bool>) -> Callback<Entry> {
    let (copy, run) = (copying(), deed());
    Callback::new(move |entry: Entry| {
        open.set(false);
        match entry.does {
            Does::Go(path) => go(&path),
            Does::ShowKeys => keys.set(true),
            Does::CopyLink => copy.run(link()),
            Does::Press(number) => here::press(number),
            Does::Run(sync) => run.run(StartRun { sync, kind: RunKind::Full }, |started| {
                go(&format!("/runs/{}", started.run));
            }),
        }
    })
}

fn nothing(hits: &Load<Vec<Hit>>) -> String {
    match hits.face.get() {
        Face::Failed(problem) => problem.title,
        Face::Loading => texts::loading().to_owned(),
        Face::Full(_) => texts::palette_nothing().to_owned(),
    }
}

/// What a key does in the box.
#[derive(Debug, PartialEq)]
enum Step {
    To(usize),
    Act,
    None,
}

fn step(key: &str, at: usize, count: usize) -> Step {
    match key {
        "ArrowDown" => Step::To((at + 1).min(count.saturating_sub(1))),
        "ArrowUp" => Step::To(at.saturating_sub(1)),
        "PageDown" => Step::To((at + 8).min(count.saturating_sub(1))),
        "PageUp" => Step::To(at.saturating_sub(8)),
        "Enter" => Step::Act,
        _ => Step::None,
    }
}

fn search_box(
    typed: RwSignal<String>,
    at: RwSignal<usize>,
    entries: Memo<Vec<Entry>>,
    act: Callback<Entry>,
) -> AnyView {
    let press = move |event: KeyboardEvent| {
        let count = entries.with(Vec::len);
        match step(&event.key(), at.get_untracked(), count) {
            Step::To(index) => here::show(at, index),
            Step::Act => entries
                .with(|entries| entries.get(at.get()).cloned())
                .iter()
                .for_each(|entry| act.run(entry.clone())),
            Step::None => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    view! {
        <input type="text" role="combobox" aria-expanded="true" aria-controls="palette-entries"
            autocomplete="off"
            aria-label=texts::palette_box() placeholder=texts::palette_box() aria-activedescendant=move || format!("entry-{}", at.get())
            on:keydown=press on:input:target=move |event| typed.set(event.target().value())/>
    }
    .into_any()
}

fn option(index: usize, entry: Entry, at: RwSignal<usize>, act: Callback<Entry>) -> AnyView {
    let does = entry.clone();
    view! {
        <li id=format!("entry-{index}") role="option" class="entry" class:here=move || at.get() == index
            class:faded=entry.faded
            aria-selected=move || (at.get() == index).to_string()
            on:mousemove=move |_| if at.get_untracked() != index { at.set(index) }
            on:click=move |_| act.run(does.clone())>
            {icon(entry.icon)} <span class="clip grow" lang=texts::tongue(&entry.label)>{entry.label.clone()}</span> <small class="clip">{entry.detail}</small>
            {entry.faded.then(|| tag(texts::record_gone()))}
        </li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arrows_stay_within_the_list() {
        let cases = [
            ("ArrowDown", 0, 3, Step::To(1)),
            ("ArrowDown", 2, 3, Step::To(2)),
            ("ArrowDown", 0, 0, Step::To(0)),
            ("ArrowUp", 0, 3, Step::To(0)),
            ("PageDown", 1, 30, Step::To(9)),
            ("PageDown", 1, 3, Step::To(2)),
            ("PageUp", 3, 30, Step::To(0)),
            ("Enter", 1, 3, Step::Act),
            ("a", 1, 3, Step::None),
        ];
        for (key, at, count, expect) in cases {
            assert_eq!(step(key, at, count), expect, "{key} at {at} of {count}");
        }
    }
}
