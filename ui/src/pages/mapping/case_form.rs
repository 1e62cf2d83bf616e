//! Writes a test: a record on the left, what must become of it on the right.

use super::draft_case::{Draft, Typed};
use super::history::Edit;
use super::view::{Deeds, Hand};
use crate::texts;
use crate::widgets::{Button, Check, Dialog, Look, Text, problem_note};
use crosswalk_contract::{MappingView, Problem};
use crosswalk_model::{MappingCase, Name, RosterId};
use leptos::prelude::*;

/// A test that is being written, and what can be asked about it.
#[derive(Clone, Copy)]
pub struct Casing {
    /// The test in hand; none as long as nobody writes one.
    pub case: RwSignal<Option<MappingCase>>,
    /// Invents one for a stream, like a record or from nothing.
    pub invent: Callback<(usize, Option<RosterId>)>,
    /// Fills in what comes of it now.
    pub fill: Callback<MappingCase>,
    /// Whether an answer is awaited.
    pub busy: Signal<bool>,
    /// Why it could not be asked.
    pub problem: Signal<Option<Problem>>,
}

impl Casing {
    /// None.
    pub fn none() -> Self {
        Self {
            case: RwSignal::new(None),
            invent: Callback::new(|_| ()),
            fill: Callback::new(|_| ()),
            busy: Signal::stored(false),
            problem: Signal::stored(None),
        }
    }

    /// Takes a test up.
    pub fn open(self, case: &MappingCase) {
        self.case.set(Some(case.clone()));
    }
}

/// The dialog in which a test is written.
pub fn case_form(mapping: Signal<MappingView>, hand: Hand, deeds: Deeds) -> AnyView {
    let casing = deeds.casing;
    let open = RwSignal::new(false);
    Effect::new(move || open.set(casing.case.with(Option::is_some)));
    // A dialog that was closed leaves nothing in hand.
    Effect::new(move || {
        if !open.get() && casing.case.with_untracked(Option::is_some) {
            casing.case.set(None);
        }
    });
    let body = move || {
        let drawn = move || casing.case.get().map(|case| form(&case, mapping, hand, deeds));
        view! { {drawn} }.into_any()
    };
    view! { <Dialog open=open title=texts::case_dialog() body=ViewFn::from(body) class="wide"/> }.into_any()
}

fn form(case: &MappingCase, mapping: Signal<MappingView>, hand: Hand, deeds: Deeds) -> AnyView {
    let draft = StoredValue::new(Draft::of(case, &fields(mapping, case)));
    let name = draft.with_value(|draft| draft.name);
    let taken = taken(mapping, draft);
    let left_out = draft.with_value(|draft| draft.left_out);
    let (given, expect) = draft.with_value(|draft| (rows(&draft.given), rows(&draft.expect)));
    view! {
        <p class="quiet">{texts::case_help()}</p>
        <Text label=texts::case_name() value=name error=taken/>
        <div class="case-sides">
            <fieldset><legend>{texts::case_given()}</legend>{given}</fieldset>
            <fieldset>
                <legend>{texts::case_expect()}</legend>
                <Check label=texts::case_must_be_left_out() on=left_out turn=move |on| left_out.set(on)/>
                {expect}
            </fieldset>
        </div>
        {move || problem(deeds)}
        {ends(draft, name, taken, hand, deeds)}
    }
    .into_any()
}

fn problem(deeds: Deeds) -> Option<AnyView> {
    let problem = deeds.casing.problem.get().or_else(|| deeds.problem.get());
    problem.map(|problem| problem_note(&problem))
}

/// The fields that the case's map writes.
fn fields(mapping: Signal<MappingView>, case: &MappingCase) -> Vec<Name> {
    mapping.with_untracked(|mapping| {
        let own =
            mapping.streams.iter().filter(|map| case.from == map.from.as_str() && case.to == map.to.as_str());
        let mut names: Vec<Name> =
            own.flat_map(|map| &map.fields).map(|field| field.map.to.clone()).collect();
        names.dedup();
        names
    })
}

/// Another test has this name.
fn taken(mapping: Signal<MappingView>, draft: StoredValue<Draft>) -> Signal<Option<String>> {
    let (name, former) = draft.with_value(|draft| (draft.name, draft.former.clone()));
    Signal::derive(move || {
        let name = name.with(|name| name.trim().to_owned());
        let is_own = former.as_deref() == Some(name.as_str());
        let is_taken = mapping.with(|mapping| mapping.cases.iter().any(|view| view.case.name == name));
        (is_taken && !is_own).then(|| texts::case_name_taken().to_owned())
    })
}

fn rows(list: &[Typed]) -> AnyView {
    let each = list.iter().map(|typed| view! { <Text label=typed.name.to_string() value=typed.text/> });
    each.collect_view().into_any()
}

fn ends(
    draft: StoredValue<Draft>,
    name: RwSignal<String>,
    taken: Signal<Option<String>>,
    hand: Hand,
    deeds: Deeds,
) -> AnyView {
    let casing = deeds.casing;
    let close = move |()| casing.case.set(None);
    let fill = move |()| casing.fill.run(draft.with_value(Draft::case));
    // What was typed stays on the screen until it is kept.
    let save = move |()| deeds.edit.run(draft.with_value(|draft| edit(draft, hand.stream.get_untracked())));
    let unfit = Signal::derive(move || name.with(|name| name.trim().is_empty()) || taken.get().is_some());
    view! {
        <div class="ends">
            <Button label=texts::case_fill() press=fill busy=casing.busy look=Look::Plain/>
            <Button label=texts::cancel() press=close/>
            <Button label=texts::mapping_save() press=save look=Look::Main disabled=unfit busy=deeds.busy
                chord="Ctrl+Enter"/>
        </div>
    }
    .into_any()
}

/// The edit that keeps a test; one that got another name takes the place of the former one.
fn edit(draft: &Draft, stream: usize) -> Edit {
    let case = draft.case();
    let drop = draft.former.iter().filter(|former| **former != case.name).cloned().collect();
    Edit { stream, cases: vec![case], drop, ..Edit::default() }
}
