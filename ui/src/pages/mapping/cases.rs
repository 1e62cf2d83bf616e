//! The tests of a mapping: examples that it must keep, each with what differs from it now.

use super::history::Edit;
use super::view::{Deeds, Hand};
use crate::texts;
use crate::widgets::{Button, Look, chip};
use crosswalk_contract::{CaseView, MappingView, Mood};
use crosswalk_model::{CaseDifference, MappingCase, Value};
use leptos::prelude::*;

/// The tests of the stream in hand, and those that are for no stream any more.
pub fn cases(mapping: Signal<MappingView>, hand: Hand, deeds: Deeds) -> AnyView {
    let shown = Memo::new(move |_| mapping.with(|mapping| of_stream(mapping, hand.stream.get())));
    let new = move |()| deeds.casing.invent.run((hand.stream.get_untracked(), None));
    let list = move || {
        let each: Vec<AnyView> = shown.get().iter().map(|view| row(view, hand, deeds)).collect();
        if each.is_empty() {
            return view! { <p class="quiet">{texts::cases_none()}</p> }.into_any();
        }
        view! { <ul class="cases">{each}</ul> }.into_any()
    };
    view! {
        <section class="card samples" aria-label=texts::cases_title()>
            <div class="row">
                <h2 class="grow">{texts::cases_title()} " " {move || state(&shown.get())}</h2>
                <Button label=texts::case_new() press=new busy=deeds.casing.busy/>
            </div>
            <p class="quiet">{texts::cases_detail()}</p>
            {list}
        </section>
    }
    .into_any()
}

fn of_stream(mapping: &MappingView, place: usize) -> Vec<CaseView> {
    let Some(stream) = mapping.streams.get(place) else { return Vec::new() };
    let is_here = |case: &MappingCase| case.from == stream.from.as_str() && case.to == stream.to.as_str();
    let has_home = |case: &MappingCase| {
        mapping.streams.iter().any(|own| case.from == own.from.as_str() && case.to == own.to.as_str())
    };
    let own = mapping.cases.iter().filter(|view| is_here(&view.case) || !has_home(&view.case));
    own.cloned().collect()
}

/// How many hold.
fn state(cases: &[CaseView]) -> Option<AnyView> {
    let failing = cases.iter().filter(|view| !view.differences.is_empty()).count() as u64;
    let all = cases.len() as u64;
    match (all, failing) {
        (0, _) => None,
        (_, 0) => Some(chip(Mood::Good, texts::cases_all_hold(all))),
        _ => Some(chip(Mood::Bad, texts::cases_some_fail(failing, all))),
    }
}

fn row(view: &CaseView, hand: Hand, deeds: Deeds) -> AnyView {
    let (case, name) = (view.case.clone(), view.case.name.clone());
    let held = view.differences.is_empty();
    let verdict =
        if held { chip(Mood::Good, texts::case_holds()) } else { chip(Mood::Bad, texts::case_fails()) };
    let differences = view.differences.iter().map(|one| view! { <li>{words(one)}</li> }).collect_view();
    let open = move |()| deeds.casing.open(&case);
    let drop = move |()| {
        let stream = hand.stream.get_untracked();
        deeds.edit.run(Edit { stream, drop: vec![name.clone()], ..Edit::default() });
    };
    view! {
        <li>
            <div class="row">
                {verdict} <b class="grow clip">{view.case.name.clone()}</b>
                <Button label=texts::case_open() press=open look=Look::Plain/>
                <Button label=texts::case_drop() press=drop look=Look::Plain busy=deeds.busy/>
            </div>
            {(!held).then(|| view! { <ul class="quiet">{differences}</ul> })}
        </li>
    }
    .into_any()
}

/// A difference as a sentence.
pub fn words(difference: &CaseDifference) -> String {
    let said = |value: &Option<Value>| match value {
        Some(value) => format!("“{}”", value.display()),
        None => texts::case_nothing().to_owned(),
    };
    match difference {
        CaseDifference::Field { field, expected, came } => {
            texts::case_differs(field.to_string(), said(came), said(expected))
        }
        CaseDifference::NotTold { code } => texts::case_not_told(code.to_string()),
        CaseDifference::LeftOut => texts::case_left_out().to_owned(),
        CaseDifference::TakenIn => texts::case_taken_in().to_owned(),
        CaseDifference::NoMap => texts::case_no_map().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_told_in_a_sentence() {
        let differs =
            CaseDifference::Field { field: "given_name".into(), expected: Some("Hēmi".into()), came: None };
        let said = words(&differs);
        assert!(said.contains("given_name") && said.contains("“Hēmi”"), "{said}");
        assert!(words(&CaseDifference::NotTold { code: "bad_date".into() }).contains("bad_date"));
    }
}
