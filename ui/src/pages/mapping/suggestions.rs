//! What might be mapped to the free fields: each suggestion with what speaks for it, accepted one by one or all that
//! are sure at once.

use crate::texts;
use crate::widgets::{Button, Dialog, Look, chip, problem_note};
use crosswalk_contract::{Mood, Problem, StreamView};
use crosswalk_model::{Evidence, FieldMap, Shape, Suggestion};
use leptos::prelude::*;

/// What was suggested, and what can be done with it.
#[derive(Clone, Copy)]
pub struct Suggesting {
    /// What was found for the stream in hand; `None` until an answer is there.
    pub found: Signal<Option<Vec<Suggestion>>>,
    /// Looks anew, for this stream.
    pub look: Callback<usize>,
    /// Why it could not be asked.
    pub problem: Signal<Option<Problem>>,
}

impl Suggesting {
    /// Nothing yet.
    pub fn none() -> Self {
        Self { found: Signal::stored(None), look: Callback::new(|_| ()), problem: Signal::stored(None) }
    }

    /// What was found for fields that are free still; what was accepted a moment ago is asked no more.
    pub fn left(self, free: &[(String, String, bool)]) -> Option<Vec<Suggestion>> {
        if free.is_empty() {
            return Some(Vec::new());
        }
        let is_free = |one: &Suggestion| free.iter().any(|(name, ..)| one.map.to == name.as_str());
        Some(self.found.get()?.into_iter().filter(is_free).collect())
    }
}

/// What the studio offers of its own accord: of the stream that is shown.
#[derive(Clone, Copy)]
pub struct Offers {
    left: Memo<Option<Vec<Suggestion>>>,
    problem: Signal<Option<Problem>>,
    /// Maps several fields in one edit.
    take: Callback<Vec<FieldMap>>,
}

impl Offers {
    /// Looks for suggestions whenever another stream is shown or a rule has changed.
    pub fn of(of: Suggesting, (stream, shown): Shown, take: Callback<Vec<FieldMap>>) -> Self {
        Effect::new(move || {
            let has_free = shown.with(|shown| shown.as_ref().is_some_and(|one| !one.unmapped.is_empty()));
            if has_free {
                of.look.run(stream.get());
            }
        });
        let left =
            Memo::new(move |_| shown.with(|shown| shown.as_ref().and_then(|one| of.left(&one.unmapped))));
        Self { left, problem: of.problem, take }
    }

    /// The best suggestion for a field.
    pub fn best(self, field: &str) -> Option<Suggestion> {
        self.left.with(|left| left.as_ref()?.iter().find(|one| one.map.to == field).cloned())
    }
}

/// The place of the stream that is shown, and the stream.
pub type Shown = (RwSignal<usize>, Memo<Option<StreamView>>);

/// The button that shows what was found, and its dialog; beside it, one that maps at once whatever is sure.
pub fn suggestions(offers: Offers) -> AnyView {
    let open = RwSignal::new(false);
    view! {
        {move || all_sure(offers, Look::Usual)}
        <Button label=texts::suggest() press=move |()| open.set(true) look=Look::Plain chord="s"/>
        <Dialog open=open title=texts::suggest_title() body=ViewFn::from(move || body(offers)) class="wide"/>
    }
    .into_any()
}

fn body(offers: Offers) -> AnyView {
    let drawn = move || match (offers.problem.get(), offers.left.get()) {
        (Some(problem), _) => problem_note(&problem),
        (None, None) => view! { <p class="quiet" role="status">{texts::suggest_looking()}</p> }.into_any(),
        (None, Some(found)) => list(&found, offers),
    };
    view! { <p class="quiet">{texts::suggest_help()}</p> {drawn} }.into_any()
}

fn list(found: &[Suggestion], offers: Offers) -> AnyView {
    if found.is_empty() {
        return view! { <p role="status">{texts::suggest_none()}</p> }.into_any();
    }
    let each = found.iter().map(|one| row(one, offers.take)).collect_view();
    view! {
        <div class="row">{all_sure(offers, Look::Main)}</div>
        <ul class="suggestions">{each}</ul>
    }
    .into_any()
}

/// Maps every field whose suggestion is sure, in one edit.
fn all_sure(offers: Offers, look: Look) -> Option<AnyView> {
    let sure: Vec<FieldMap> = offers.left.with(|left| {
        let sure = left.iter().flatten().filter(|one| one.confident);
        sure.map(|one| one.map.clone()).collect()
    });
    let label = texts::suggest_take_all(sure.len() as u64);
    let is_some = !sure.is_empty();
    let press = move |()| offers.take.run(sure.clone());
    is_some.then(|| view! { <Button label=label press=press look=look/> }.into_any())
}

/// What is suggested for the field in hand, where it has no rule yet; one key takes it.
pub fn offer(field: String, offers: Offers) -> AnyView {
    let drawn = move || {
        let one = offers.best(&field)?;
        let map = one.map.clone();
        let said = one.evidence.iter().map(|evidence| view! { <li>{words(evidence)}</li> }).collect_view();
        Some(view! {
            <div class="offer">
                <p>{texts::suggest_offer()} " " <b class="mono">{one.from.clone()}</b> " " {sureness(&one)}</p>
                <ul class="quiet">{said}</ul>
                <Button label=texts::suggest_take() press=move |()| offers.take.run(vec![map.clone()])
                    chord="a"/>
            </div>
        })
    };
    view! { <div aria-live="polite">{drawn}</div> }.into_any()
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
        let free = |name: &str| (name.to_owned(), "text".to_owned(), false);
        let of = Suggesting { found: Signal::stored(Some(vec![one("x"), one("y")])), ..Suggesting::none() };
        let left = of.left(&[free("y"), free("z")]).unwrap();
        assert_eq!(left.iter().map(|one| one.map.to.to_string()).collect::<Vec<_>>(), ["y"]);
        assert_eq!(Suggesting::none().left(&[free("y")]), None);
        // Where every field has a rule nobody is asked, and nothing is awaited.
        assert_eq!(Suggesting::none().left(&[]), Some(Vec::new()));
    }

    #[test]
    fn evidence_is_told_in_words() {
        let shape = Evidence::Shape { shape: Shape::Date, fit: 9, of: 10 };
        for (evidence, part) in [(Evidence::Agreement { same: 48, of: 50 }, "48 of 50"), (shape, "9 of 10")] {
            assert!(words(&evidence).contains(part), "{}", words(&evidence));
        }
    }
}
