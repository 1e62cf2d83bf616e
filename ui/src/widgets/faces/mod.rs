//! The faces of a page: it loads, there is nothing yet, it failed, or it is there.

use super::{Button, Look};
use crate::state::{Face, Load};
use crate::texts;
use crosswalk_contract::Problem;
use leptos::prelude::*;

/// Shows what was fetched by `full`, which is drawn once and follows the signal; and the other faces until then.
pub fn faces<T: Clone + Send + Sync + 'static>(
    load: &Load<T>,
    full: impl Fn(Signal<T>) -> AnyView + Send + 'static,
) -> AnyView {
    let (face, stale) = (load.face.clone(), load.stale.clone());
    let retry = StoredValue::new(load.clone());
    let again = Callback::new(move |()| retry.with_value(Load::retry));
    view! {
        {move || stale.get().map(|problem| stale_note(&problem, again))}
        {move || match face.get() {
            Face::Loading => loading_face(),
            Face::Failed(problem) => failed_face(&problem, again),
            Face::Full(value) => full(value.into()),
        }}
    }
    .into_any()
}

/// What is shown while something is fetched. After a while it says that it takes long; the styles do the waiting.
pub fn loading_face() -> AnyView {
    let lines = (0..7).map(|_| view! { <span class="bone"></span> }).collect_view();
    view! {
        <div class="face loading" role="status" aria-busy="true">
            <span class="unseen" lang=texts::tongue(texts::loading())>{texts::loading()}</span>
            {lines}
            <p class="long quiet">{texts::loading_long()}</p>
        </div>
    }
    .into_any()
}

/// What is shown where there is nothing yet, with the one thing to do next.
pub fn empty_face(title: &str, detail: &str, next: Option<(&str, &str)>) -> AnyView {
    let next = next.map(|(label, href)| {
        view! { <a class="button main" href=href.to_owned() lang=texts::tongue(label)>{label.to_owned()}</a> }
    });
    view! {
        <div class="face nothing card">
            <svg class="face-stripes" viewBox="0 0 72 26" aria-hidden="true">
                <path d="M8 2h8l-6 22H2zM26 2h8l-6 22h-8zM44 2h8l-6 22h-8zM62 2h8l-6 22h-8z"/>
            </svg>
            <h2>{title.to_owned()}</h2>
            <p class="quiet">{detail.to_owned()}</p>
            {next}
        </div>
    }
    .into_any()
}

/// What is shown where the address names nothing that can be.
pub fn missing_face() -> AnyView {
    let next = Some((texts::nav_overview(), "/overview"));
    empty_face(texts::no_page_title(), texts::no_page_detail(), next)
}

/// What is shown when it failed: what happened, what to do, and asking again.
pub fn failed_face(problem: &Problem, again: Callback<()>) -> AnyView {
    let retry = view! { <Button label=texts::retry() press=again look=Look::Main chord="r"/> };
    view! { <div class="face failed card" role="alert">{words(problem)} {retry}</div> }.into_any()
}

/// A sentence on a wash, with its sign: something waits, or is worth knowing before going on.
pub fn note(sign: &'static str, sentence: impl Into<String>) -> AnyView {
    view! {
        <p class="note waiting"><b aria-hidden="true">{sign}</b> <span class="grow">{sentence.into()}</span></p>
    }
    .into_any()
}

/// A problem inside a page, such as a form that was not saved.
pub fn problem_note(problem: &Problem) -> AnyView {
    view! { <div class="note bad" role="alert">{words(problem)}</div> }.into_any()
}

fn words(problem: &Problem) -> AnyView {
    view! {
        <h2><span aria-hidden="true">"✕ "</span>{problem.title.clone()}</h2>
        <p>{problem.happened.clone()}</p>
        <p>{problem.remedy.clone()}</p>
        <p class="mono quiet">{problem.code.clone()}</p>
    }
    .into_any()
}

fn stale_note(problem: &Problem, again: Callback<()>) -> AnyView {
    let said = view! { <span class="grow"><b>{problem.title.clone()}</b> " " {texts::stale()}</span> };
    let retry = view! { <Button label=texts::retry() press=again/> };
    view! { <div class="note waiting" role="status">{said} {retry}</div> }.into_any()
}
