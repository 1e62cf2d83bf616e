//! What might be mapped to the free fields: each suggestion with what speaks for it, accepted one by one or all that
//! are sure at once.

use crate::texts;
use crate::widgets::{Button, Dialog, Look, chip, problem_note};
use crosswalk_contract::{Mood, Problem};
use crosswalk_model::{Evidence, FieldMap, Shape, Suggestion};
use leptos::prelude::*;

/// What was suggested, and what can be done with it.
#[derive(Clone, Copy)]
pub struct Suggesting {
    /// What was found for the stream in hand; `None` until an answer is there.
    pub found: RwSignal<Option<Vec<Suggestion>>>,
    /// Asks for a stream.
    pub fetch: Callback<usize>,
    /// Why it could not be asked.
    pub problem: Signal<Option<Problem>>,
}

impl Suggesting {
    /// Nothing yet.
    pub fn none() -> Self {
        Self { found: RwSignal::new(None), fetch: Callback::new(|_| ()), problem: Signal::stored(None) }
    }

    /// Takes those out that were accepted.
    fn accepted(self, maps: &[FieldMap]) {
        self.found.update(|found| {
            if let Some(found) = found {
                found.retain(|one| !maps.iter().any(|map| map.to == one.map.to));
            }
        });
    }
}

/// The button that asks, and its dialog; `accept` maps several fields in one edit.
pub fn suggestions(of: Suggesting, stream: RwSignal<usize>, accept: Callback<Vec<FieldMap>>) -> AnyView {
    let open = RwSignal::new(false);
    let press = move |()| {
        of.found.set(None);
        of.fetch.run(stream.get_untracked());
        open.set(true);
    };
    let take = Callback::new(move |maps: Vec<FieldMap>| {
        of.accepted(&maps);
        accept.run(maps);
    });
    view! {
        <Button label=texts::suggest() press=press look=Look::Plain chord="s"/>
        <Dialog open=open title=texts::suggest_title() body=ViewFn::from(move || body(of, take)) class="wide"/>
    }
    .into_any()
}

fn body(of: Suggesting, take: Callback<Vec<FieldMap>>) -> AnyView {
    let drawn = move || match (of.problem.get(), of.found.get()) {
        (Some(problem), _) => problem_note(&problem),
        (None, None) => view! { <p class="quiet" role="status">{texts::suggest_looking()}</p> }.into_any(),
        (None, Some(found)) => list(&found, take),
    };
    view! { <p class="quiet">{texts::suggest_help()}</p> {drawn} }.into_any()
}

fn list(found: &[Suggestion], take: Callback<Vec<FieldMap>>) -> AnyView {
    if found.is_empty() {
        return view! { <p role="status">{texts::suggest_none()}</p> }.into_any();
    }
    let each = found.iter().map(|one| row(one, take)).collect_view();
    view! {
        {all(found, take)}
        <ul class="suggestions">{each}</ul>
    }
    .into_any()
}

fn all(found: &[Suggestion], take: Callback<Vec<FieldMap>>) -> Option<AnyView> {
    let sure: Vec<FieldMap> = found.iter().filter(|one| one.confident).map(|one| one.map.clone()).collect();
    let label = texts::suggest_take_all(sure.len() as u64);
    let press = move |()| take.run(sure.clone());
    (found.iter().filter(|one| one.confident).count() > 1).then(|| {
        view! { <div class="row"><Button label=label press=press look=Look::Main/></div> }.into_any()
    })
}

fn row(one: &Suggestion, take: Callback<Vec<FieldMap>>) -> AnyView {
    let map = one.map.clone();
    let said = one.evidence.iter().map(|evidence| view! { <li>{words(evidence)}</li> }).collect_view();
    view! {
        <li>
            <p><b class="mono">{one.from.clone()}</b> " → " <b class="mono">{one.map.to.to_string()}</b> " "
                {sureness(one)}</p>
            <ul class="quiet">{said}</ul>
            <Button label=texts::suggest_take() press=move |()| take.run(vec![map.clone()])/>
        </li>
    }
    .into_any()
}

fn sureness(one: &Suggestion) -> AnyView {
    if one.confident {
        chip(Mood::Good, texts::suggest_sure())
    } else {
        chip(Mood::Waiting, texts::suggest_unsure())
    }
}

/// What speaks for it, in a sentence.
fn words(evidence: &Evidence) -> String {
    match evidence {
        Evidence::Agreement { same, of } => texts::evidence_agreement(same, of),
        Evidence::SameName => texts::evidence_same_name().to_owned(),
        Evidence::SameMeaning => texts::evidence_same_meaning().to_owned(),
        Evidence::SimilarName { percent } => texts::evidence_similar_name(percent),
        Evidence::Shape { shape, fit, of } => texts::evidence_shape(fit, of, shape_word(*shape)),
    }
}

fn shape_word(shape: Shape) -> &'static str {
    match shape {
        Shape::Text => texts::shape_text(),
        Shape::Number => texts::shape_number(),
        Shape::Flag => texts::shape_flag(),
        Shape::Date => texts::shape_date(),
        Shape::Email => texts::shape_email(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosswalk_model::Rule;

    #[test]
    fn what_was_accepted_is_asked_no_more() {
        let one = |to: &str| Suggestion {
            from: "a".into(),
            map: Rule::copy("a").into_field(to.to_owned()),
            score: 80,
            confident: true,
            evidence: Vec::new(),
        };
        let of = Suggesting { found: RwSignal::new(Some(vec![one("x"), one("y")])), ..Suggesting::none() };
        of.accepted(&[one("x").map]);
        let left: Vec<String> =
            of.found.get_untracked().unwrap().iter().map(|one| one.map.to.to_string()).collect();
        assert_eq!(left, ["y"]);
    }

    #[test]
    fn evidence_is_told_in_words() {
        let shape = Evidence::Shape { shape: Shape::Date, fit: 9, of: 10 };
        for (evidence, part) in [(Evidence::Agreement { same: 48, of: 50 }, "48 of 50"), (shape, "9 of 10")] {
            assert!(words(&evidence).contains(part), "{}", words(&evidence));
        }
    }
}
