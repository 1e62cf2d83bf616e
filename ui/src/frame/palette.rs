//! The palette behind Ctrl K: pages and actions by name, and records of the roster by a part of theirs.

use super::navigation;
use crate::state::{Face, Load, go, load, on_key};
use crate::texts;
use crate::widgets::{Dialog, Icon, icon, tag};
use crosswalk_contract::{Hit, Search};
use crosswalk_model::Entity;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

/// Fewer letters find half of the school.
const SHORTEST: usize = 2;

/// Something that can be gone to or done.
#[derive(Clone, PartialEq)]
struct Entry {
    icon: Icon,
    label: String,
    detail: String,
    faded: bool,
    does: Does,
}

#[derive(Clone, PartialEq)]
enum Does {
    Go(String),
    ShowKeys,
}

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
    let entries = {
        let hits = hits.clone();
        Memo::new(move |_| entries(&typed.get(), &found(&hits)))
    };
    Effect::new(move || {
        typed.track();
        at.set(0);
    });
    let act = move |entry: Entry| {
        open.set(false);
        match entry.does {
            Does::Go(path) => go(&path),
            Does::ShowKeys => keys.set(true),
        }
    };
    let act = Callback::new(act);
    view! {
        {search_box(typed, at, entries, act)}
        <ul class="entries" role="listbox" id="palette-entries" aria-label=texts::palette_title()>
            {move || entries.get().into_iter().enumerate().map(|(index, entry)| option(index, entry, at, act)).collect_view()}
        </ul>
        {move || (entries.with(Vec::is_empty)).then(|| view! { <p class="quiet">{nothing(&hits)}</p> })}
    }
    .into_any()
}

fn nothing(hits: &Load<Vec<Hit>>) -> String {
    match hits.face.get() {
        Face::Failed(problem) => problem.title,
        Face::Loading => texts::loading().to_owned(),
        Face::Full(_) => texts::palette_nothing().to_owned(),
    }
}

fn found(hits: &Load<Vec<Hit>>) -> Vec<Hit> {
    hits.value().unwrap_or_default()
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
            Step::To(index) => at.set(index),
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

fn entries(typed: &str, hits: &[Hit]) -> Vec<Entry> {
    let wanted = typed.trim().to_lowercase();
    let fits = |entry: &Entry| entry.label.to_lowercase().contains(&wanted);
    hits.iter().map(record).chain(pages().into_iter().filter(fits)).collect()
}

fn pages() -> Vec<Entry> {
    let entry = |label: &str, detail: &str, icon, does| Entry {
        icon,
        label: label.into(),
        detail: detail.into(),
        faded: false,
        does,
    };
    let pages = navigation::pages().into_iter();
    let pages =
        pages.map(|(label, href, icon)| entry(label, texts::palette_page(), icon, Does::Go(href.into())));
    let actions = [
        entry(
            texts::connections_add(),
            texts::palette_action(),
            Icon::Spark,
            Does::Go("/connections/new".into()),
        ),
        entry(texts::audit_verify(), texts::palette_action(), Icon::Spark, Does::Go("/audit?verify".into())),
        entry(texts::keys_title(), texts::palette_action(), Icon::Spark, Does::ShowKeys),
    ];
    pages.chain(actions).collect()
}

fn record(hit: &Hit) -> Entry {
    let icon = if hit.entity == Entity::User { Icon::Person } else { Icon::Book };
    let does = Does::Go(format!("/record/{}/{}", hit.entity, hit.id));
    Entry { icon, label: hit.label.clone(), detail: hit.detail.clone(), faded: !hit.active, does }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosswalk_model::RosterId;

    fn hit(label: &str) -> Hit {
        let id: RosterId = "00000000-0000-8000-8000-000000000001".parse().unwrap();
        Hit { entity: Entity::User, id, label: label.into(), detail: String::new(), active: true }
    }

    #[test]
    fn records_come_first_and_pages_by_their_name() {
        let found = entries("conf", &[hit("Ana Confucius")]);
        let labels: Vec<_> = found.iter().map(|entry| entry.label.as_str()).collect();
        assert_eq!(labels, ["Ana Confucius", texts::nav_conflicts()]);
    }

    #[test]
    fn without_a_word_everything_that_can_be_done_is_there() {
        assert_eq!(entries("  ", &[]).len(), navigation::pages().len() + 3);
    }

    #[test]
    fn the_arrows_stay_within_the_list() {
        let cases = [
            ("ArrowDown", 0, 3, Step::To(1)),
            ("ArrowDown", 2, 3, Step::To(2)),
            ("ArrowDown", 0, 0, Step::To(0)),
            ("ArrowUp", 0, 3, Step::To(0)),
            ("Enter", 1, 3, Step::Act),
            ("a", 1, 3, Step::None),
        ];
        for (key, at, count, expect) in cases {
            assert_eq!(step(key, at, count), expect, "{key} at {at} of {count}");
        }
    }

    #[test]
    fn a_record_leads_to_its_page() {
        let entry = record(&hit("Ana"));
        assert!(entry.does == Does::Go("/record/user/00000000-0000-8000-8000-000000000001".into()));
    }
}
