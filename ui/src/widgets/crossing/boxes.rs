//! The boxes of the crossing: sources on the left, the roster in the middle, destinations on the right.

use crate::format::thousands;
use crate::texts;
use crate::widgets::{chip, mark, moving_chip};
use crosswalk_contract::{Node, Overview, RosterFigures};
use leptos::prelude::*;

/// The id of the roster's box.
pub const ROSTER: &str = "crossing-roster";

/// The id of a node's box.
pub fn id(node: &Node) -> String {
    format!("crossing-{}", node.connection)
}

/// All boxes.
pub fn boxes(overview: Signal<Overview>) -> AnyView {
    let sources = Memo::new(move |_| overview.with(|overview| overview.sources.clone()));
    let destinations = Memo::new(move |_| overview.with(|overview| overview.destinations.clone()));
    let figures = Memo::new(move |_| overview.with(|overview| overview.roster.clone()));
    view! {
        {column(texts::overview_sources(), sources, ("/connections/new", texts::overview_add_source()))}
        <div class="column middle">
            <h3>{texts::overview_roster()}</h3>
            {move || roster(&figures.get())}
        </div>
        {column(texts::overview_destinations(), destinations, ("/connections/new", texts::overview_add_destination()))}
    }
    .into_any()
}

fn column(title: &'static str, nodes: Memo<Vec<Node>>, add: (&'static str, &'static str)) -> AnyView {
    let none =
        move || nodes.with(Vec::is_empty).then(|| view! { <a class="node add" href=add.0>{add.1}</a> });
    view! {
        <div class="column">
            <h3 lang=texts::tongue(title)>{title}</h3>
            {move || nodes.get().iter().map(node).collect_view()}
            {none}
        </div>
    }
    .into_any()
}

fn node(node: &Node) -> AnyView {
    let word = node.word.clone();
    let state = if node.moving { moving_chip(word) } else { chip(node.mood, word) };
    view! {
        <a class="node card" id=id(node) href=format!("/connections/{}", node.connection)>
            <span class="node-title">{mark(&node.mark)} {node.title.clone()}</span>
            <small>{node.detail.clone()}</small>
            {state}
        </a>
    }
    .into_any()
}

fn roster(figures: &RosterFigures) -> AnyView {
    let lines = [
        (texts::figure_classes(), figures.classes),
        (texts::figure_enrolments(), figures.enrollments),
        (texts::figure_caregivers(), figures.caregivers),
        (texts::figure_lessons(), figures.lessons),
        (texts::figure_changes_today(), figures.changes_today),
    ];
    let lines = lines
        .map(|(word, number)| view! { <dt lang=texts::tongue(word)>{word}</dt><dd>{thousands(number)}</dd> });
    view! {
        <div class="card roster" id=ROSTER>
            <b class="big">{thousands(figures.people)}</b>
            <small>{texts::figure_people(thousands(figures.pupils), thousands(figures.staff))}</small>
            <dl>{lines.into_iter().collect_view()}</dl>
        </div>
    }
    .into_any()
}
