//! Finding the one person whose data is wanted.

use crate::state::{Face, Load};
use crate::texts;
use crate::widgets::{Text, problem_note, section, tag};
use crosswalk_contract::Hit;
use crosswalk_model::Entity;
use leptos::prelude::*;

/// Asks for people by a part of their name.
pub type Find = Callback<RwSignal<String>, Load<Vec<Hit>>>;

/// A box for a name, and the people who bear it.
pub fn find(find: Find) -> AnyView {
    let typed = RwSignal::new(String::new());
    let hits = find.run(typed);
    let drawn = move || match &*hits.face.read() {
        Face::Loading => None,
        Face::Failed(problem) => Some(problem_note(problem)),
        Face::Full(hits) => Some(people(&hits.read())),
    };
    let body = view! {
        <div class="stack find-person">
            <Text label=texts::person_find() value=typed help=texts::person_find_help() kind="search"/>
            <div role="status">{drawn}</div>
        </div>
    };
    section(texts::person_title(), body)
}

fn people(hits: &[Hit]) -> AnyView {
    let people: Vec<&Hit> = hits.iter().filter(|hit| hit.entity == Entity::User).collect();
    if people.is_empty() {
        return view! { <p class="quiet">{texts::person_none()}</p> }.into_any();
    }
    let lines = people.into_iter().map(|hit| {
        let href = format!("/privacy/person/{}", hit.id);
        let gone = (!hit.active).then(|| tag(texts::record_gone()));
        view! { <li><a class="quiet-link" href=href><b>{hit.label.clone()}</b></a> " " <small>{hit.detail.clone()}</small> " " {gone}</li> }
    });
    view! { <ul class="plain-list">{lines.collect_view()}</ul> }.into_any()
}
