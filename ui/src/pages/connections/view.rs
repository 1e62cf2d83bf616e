//! Draws the connections.

use crate::format::thousands;
use crate::texts;
use crate::widgets::{Button, Look, chip, empty_face, head, mark};
use crosswalk_contract::{ConnectionCard, Mood};
use crosswalk_model::{ConnectionId, Direction};
use leptos::prelude::*;

/// The connections; `pause` lets one rest or go on.
pub fn view(connections: Signal<Vec<ConnectionCard>>, pause: Callback<(ConnectionId, bool)>) -> AnyView {
    let add = view! { <a class="button main" href="/connections/new">{texts::connections_add()}</a> };
    view! {
        {head(move || connections.with(|all| sentence(all)), texts::connections_detail(), add)}
        {move || connections.with(|all| groups(all, pause))}
    }
    .into_any()
}

/// "2 sources and 3 destinations; 1 needs a look."
fn sentence(connections: &[ConnectionCard]) -> String {
    let count = |direction| connections.iter().filter(|card| card.direction == direction).count() as u64;
    let bad = connections.iter().filter(|card| card.mood == Mood::Bad).count() as u64;
    if bad > 0 {
        return texts::connections_look(bad, thousands(connections.len() as u64));
    }
    texts::connections_fine(
        texts::count_sources(count(Direction::Inbound)),
        texts::count_destinations(count(Direction::Outbound)),
    )
}

fn groups(connections: &[ConnectionCard], pause: Callback<(ConnectionId, bool)>) -> AnyView {
    if connections.is_empty() {
        let next = Some((texts::connections_add(), "/connections/new"));
        return empty_face(texts::connections_empty_title(), texts::connections_empty_detail(), next);
    }
    let group = |title: &'static str, direction: Direction| {
        let own: Vec<_> = connections.iter().filter(|card| card.direction == direction).collect();
        (!own.is_empty()).then(|| {
            let count = thousands(own.len() as u64);
            let cards = own.into_iter().map(|one| card(one, pause)).collect_view();
            view! {
                <section class="stack">
                    <h3><span lang=texts::tongue(title)>{title}</span> " · " {count}</h3>
                    <ul class="card connections">{cards}</ul>
                </section>
            }
        })
    };
    view! {
        {group(texts::overview_sources(), Direction::Inbound)}
        {group(texts::overview_destinations(), Direction::Outbound)}
    }
    .into_any()
}

fn card(card: &ConnectionCard, pause: Callback<(ConnectionId, bool)>) -> AnyView {
    let (id, paused) = (card.id, card.paused);
    let label = if paused { texts::connection_resume() } else { texts::connection_pause() };
    view! {
        <li>
            {mark(&card.mark)}
            <div class="grow">
                <a class="quiet-link" href=format!("/connections/{id}")><b>{card.title.clone()}</b></a>
                <small class="quiet">{card.service.clone()}</small>
            </div>
            {chip(card.mood, card.word.clone())}
            <Button label=label press=move |()| pause.run((id, !paused)) look=Look::Plain/>
        </li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(direction: Direction, mood: Mood) -> ConnectionCard {
        ConnectionCard {
            id: "00000000-0000-8000-8000-000000000001".parse().unwrap(),
            connector: "kamar".into(),
            title: "KAMAR".into(),
            service: "KAMAR".into(),
            mark: "KA".into(),
            direction,
            mood,
            word: String::new(),
            paused: false,
            sync: None,
        }
    }

    #[test]
    fn the_sentence_counts_and_names_what_needs_a_look() {
        let (source, cloud) = (card(Direction::Inbound, Mood::Good), card(Direction::Outbound, Mood::Good));
        let bad = card(Direction::Outbound, Mood::Bad);
        assert_eq!(sentence(&[source.clone(), cloud.clone()]), "1 source and 1 destination are connected.");
        assert_eq!(sentence(&[source, cloud, bad]), "1 of 3 connections needs a look.");
    }
}
