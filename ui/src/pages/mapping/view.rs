//! Draws a mapping: its streams, the rules of one, the rule in hand, and twenty real records.

use super::board::board;
use super::broken::{Doubted, doubted};
use super::case_form::{Casing, case_form};
use super::cases::cases;
use super::history::Edit;
use super::inspector::inspector;
use super::rules::rules;
use super::samples::samples;
use super::suggestions::{Offers, Suggesting, suggestions};
use super::text::{TextOf, as_text};
use crate::format::thousands;
use crate::texts;
use crate::widgets::{Button, Look, head, segments};
use crosswalk_contract::{MappingView, Problem, StreamView};
use crosswalk_model::{Direction, FieldMap};
use leptos::prelude::*;

/// What can be done here.
#[derive(Clone, Copy)]
pub struct Deeds {
    /// Changes fields of a stream.
    pub edit: Callback<Edit>,
    /// Takes the last edit back, and whether there is one.
    pub undo: (Callback<()>, Signal<bool>),
    /// Makes again what was taken back, and whether there is something.
    pub redo: (Callback<()>, Signal<bool>),
    /// Makes a plan without applying it.
    pub preview: Callback<()>,
    /// Whether an answer is awaited.
    pub busy: Signal<bool>,
    /// Why it could not be done.
    pub problem: Signal<Option<Problem>>,
    /// The mapping as text.
    pub text: TextOf,
    /// What might be mapped.
    pub suggesting: Suggesting,
    /// The test in hand.
    pub casing: Casing,
    /// The edit that would break tests.
    pub doubted: Doubted,
}

impl Deeds {
    /// Sets the maps of some fields of the stream in hand.
    pub fn set(self, hand: Hand, set: Vec<FieldMap>) {
        self.edit.run(Edit { stream: hand.stream.get_untracked(), set, ..Edit::default() });
    }

    /// Takes a field out of the stream in hand.
    pub fn remove(self, hand: Hand, to: String) {
        self.edit.run(Edit { stream: hand.stream.get_untracked(), remove: vec![to], ..Edit::default() });
    }
}

/// What is in hand.
#[derive(Clone, Copy)]
pub struct Hand {
    /// The stream that is shown.
    pub stream: RwSignal<usize>,
    /// The field whose rule is open.
    pub field: RwSignal<Option<String>>,
    /// The source field that is on its way to a target.
    pub source: RwSignal<Option<String>>,
}

/// A mapping.
pub fn view(mapping: Signal<MappingView>, deeds: Deeds) -> AnyView {
    let hand = Hand { stream: RwSignal::new(0), field: RwSignal::new(None), source: RwSignal::new(None) };
    let shape = RwSignal::new(LINES.to_owned());
    let shown = Memo::new(move |_| mapping.with(|mapping| mapping.streams.get(hand.stream.get()).cloned()));
    let direction = mapping.with_untracked(|mapping| mapping.sync.direction);
    let lead = Callback::new(move |field| deeds.set(hand, vec![field]));
    let table = move || {
        let stream = shown.get()?;
        let as_lines = shape.with(|shape| shape == LINES);
        Some(if as_lines { board(&stream, direction, hand, lead) } else { rules(&stream, direction, hand) })
    };
    let accept = Callback::new(move |maps| deeds.set(hand, maps));
    let offers = Offers::of(deeds.suggesting, (hand.stream, shown), accept);
    let sampled = move || shown.get().map(|stream| samples(&stream, direction, hand, deeds.casing));
    view! {
        {head(move || heading(mapping, shown), move || detail(shown), actions(direction, offers, deeds))}
        <div class="studio" class:inspecting=move || hand.field.with(Option::is_some)>
            <div class="streams-bar">{streams(mapping, hand)} {shapes(shape)}</div>
            {table}
            {move || opened(shown, direction, (hand, offers), deeds)}
        </div>
        {sampled}
        {cases(mapping, hand, deeds)}
        {case_form(mapping, hand, deeds)}
        {doubted(deeds.doubted)}
    }
    .into_any()
}

/// How the rules are drawn: by lines, or as a table.
const LINES: &str = "lines";

fn shapes(shape: RwSignal<String>) -> AnyView {
    let choices = [(LINES, texts::shape_lines()), ("table", texts::shape_table())];
    let choices = choices.map(|(value, label)| (value.to_owned(), label.to_owned())).to_vec();
    segments(texts::shape_legend(), choices, shape.into(), Callback::new(move |chosen| shape.set(chosen)))
}

/// The rule in hand; drawn anew only when another field is taken up or the mapping was saved.
fn opened(
    shown: Memo<Option<StreamView>>,
    direction: Direction,
    (hand, offers): (Hand, Offers),
    deeds: Deeds,
) -> Option<AnyView> {
    let name = hand.field.get()?;
    let stream = shown.get()?;
    Some(inspector(&stream, &name, direction, (hand, offers), deeds))
}

fn heading(mapping: Signal<MappingView>, shown: Memo<Option<StreamView>>) -> String {
    let title = mapping.with(|mapping| mapping.sync.title.clone());
    shown.with(|stream| match stream {
        Some(stream) => texts::mapping_heading(title, &stream.from, &stream.to),
        None => title,
    })
}

fn detail(shown: Memo<Option<StreamView>>) -> String {
    shown.with(|stream| {
        let Some(stream) = stream else { return texts::mapping_no_streams().to_owned() };
        let mapped = stream.fields.len();
        let odd = stream.samples.iter().filter(|sample| !sample.findings.is_empty()).count() as u64;
        let when = stream.when.as_ref().map(texts::mapping_when).unwrap_or_default();
        let off = if stream.enabled { "" } else { texts::mapping_off() };
        let counts = texts::mapping_counts(
            mapped,
            mapped + stream.unmapped.len(),
            thousands(odd),
            thousands(stream.samples.len() as u64),
        );
        [counts, texts::mapping_key(&stream.key), when, off.to_owned()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · ")
    })
}

fn actions(direction: Direction, offers: Offers, deeds: Deeds) -> AnyView {
    let preview = (direction == Direction::Outbound).then(|| preview(deeds));
    view! {
        {turn((texts::mapping_undo(), "Ctrl+z"), deeds.undo, deeds.busy)}
        {turn((texts::mapping_redo(), "Ctrl+y"), deeds.redo, deeds.busy)}
        {suggestions(offers)}
        {as_text(deeds.text)}
        {preview}
    }
    .into_any()
}

/// Undo and redo stand there only once there is something to take back.
fn turn(
    (label, chord): (&'static str, &'static str),
    (press, can): (Callback<()>, Signal<bool>),
    busy: Signal<bool>,
) -> AnyView {
    let button = move || view! { <Button label=label press=press busy=busy look=Look::Plain chord=chord/> };
    view! { {move || can.get().then(button)} }.into_any()
}

fn preview(deeds: Deeds) -> AnyView {
    view! { <Button label=texts::mapping_preview() press=deeds.preview look=Look::Main chord="p"/> }
        .into_any()
}

fn streams(mapping: Signal<MappingView>, hand: Hand) -> AnyView {
    let all = Memo::new(move |_| {
        mapping.with(|mapping| {
            mapping
                .streams
                .iter()
                .map(|stream| {
                    (format!("{} → {}", stream.from, stream.to), stream.fields.len(), stream.enabled)
                })
                .collect::<Vec<_>>()
        })
    });
    let choose = move |index| {
        hand.field.set(None);
        hand.stream.set(index);
    };
    let each = move || {
        all.get()
            .into_iter()
            .enumerate()
            .map(|(index, (title, count, enabled))| {
                let full = title.clone();
                let is_here = move || hand.stream.get() == index;
                view! {
                    <li class:here=is_here class:off=!enabled>
                        <button type="button" aria-pressed=move || is_here().to_string()
                            on:click=move |_| choose(index)>
                            <span class="clip" title=full>{title}</span> <b>{count}</b>
                        </button>
                    </li>
                }
            })
            .collect_view()
    };
    view! { <ul class="streams" aria-label=texts::mapping_streams()>{each}</ul> }.into_any()
}
