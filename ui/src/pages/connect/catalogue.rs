//! Draws the catalogue of connectors.

use crate::texts;
use crate::widgets::{head, tag};
use crosswalk_contract::ConnectorCard;
use crosswalk_model::Direction;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The catalogue, by kind, with a search over names, vendors and sentences.
pub fn catalogue(connectors: Signal<Vec<ConnectorCard>>) -> AnyView {
    let typed = RwSignal::new(String::new());
    let found = Memo::new(move |_| connectors.with(|all| fitting(all, &typed.get())));
    let none =
        move || found.with(Vec::is_empty).then(|| view! { <p class="quiet">{texts::connect_none()}</p> });
    view! {
        {head(|| texts::connect_title().to_owned(), texts::connect_detail(), ())}
        <input type="search" class="catalogue-search" aria-label=texts::connect_search()
            placeholder=texts::connect_search()
            on:input:target=move |event| typed.set(event.target().value())/>
        {none}
        {move || kinds(&found.get()).into_iter().map(|kind| group(kind, &found.get())).collect_view()}
    }
    .into_any()
}

fn fitting(all: &[ConnectorCard], typed: &str) -> Vec<ConnectorCard> {
    let wanted = typed.trim().to_lowercase();
    let words = |card: &ConnectorCard| {
        format!("{} {} {} {}", card.title, card.vendor, card.kind, card.sentence).to_lowercase()
    };
    all.iter().filter(|card| words(card).contains(&wanted)).cloned().collect()
}

/// The kinds in the order in which they come.
fn kinds(cards: &[ConnectorCard]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    cards.iter().filter(|card| seen.insert(&card.kind)).map(|card| card.kind.clone()).collect()
}

fn group(kind: String, cards: &[ConnectorCard]) -> AnyView {
    let own = cards.iter().filter(|card| card.kind == kind).map(one).collect_view();
    view! { <section class="stack"><h3>{kind}</h3><div class="catalogue">{own}</div></section> }.into_any()
}

fn one(card: &ConnectorCard) -> AnyView {
    let ways = card.directions.iter().map(|direction| tag(way(*direction))).collect_view();
    view! {
        <a class="card connector" href=format!("/connections/new/{}", card.key)>
            <b>{card.title.clone()}</b>
            <span>{card.sentence.clone()}</span>
            <small>{card.vendor.clone()} " · " {card.maturity.clone()}</small>
            <span class="row">{ways}{card.pushed.then(|| tag(texts::connector_pushes()))}</span>
        </a>
    }
    .into_any()
}

fn way(direction: Direction) -> &'static str {
    match direction {
        Direction::Inbound => texts::direction_source(),
        Direction::Outbound => texts::direction_destination(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(title: &str, kind: &str) -> ConnectorCard {
        ConnectorCard {
            key: title.to_lowercase(),
            title: title.into(),
            vendor: "A vendor".into(),
            kind: kind.into(),
            sentence: "Reads rosters.".into(),
            maturity: String::new(),
            directions: vec![],
            pushed: false,
            fields: vec![],
        }
    }

    #[test]
    fn the_search_finds_by_any_word_and_keeps_the_order_of_kinds() {
        let all = [card("KAMAR", "System"), card("Files", "Files"), card("Sims", "System")];
        let titles =
            |typed: &str| fitting(&all, typed).into_iter().map(|card| card.title).collect::<Vec<_>>();
        assert_eq!(titles("kam"), ["KAMAR"]);
        assert_eq!(titles(" ROSTERS"), ["KAMAR", "Files", "Sims"]);
        assert!(titles("moodle").is_empty());
        assert_eq!(kinds(&all), ["System", "Files"]);
    }
}
