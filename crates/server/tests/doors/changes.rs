//! A connection that is changed while it is pushed to: what counts is what was saved last.

use std::collections::BTreeMap;

use crosswalk_contract::{ConnectionCard, ListConnections, PauseConnection, SaveConnection};
use crosswalk_model::{ConnectionId, DeliveryState, Secret};
use crosswalk_sandbox::http::Request;

use crate::house::{House, PASSWORD, message, push, push_with, send};

const STORED: u16 = 200;
const REFUSED: u16 = 403;
const NOBODY: u16 = 404;

async fn kamar(house: &House) -> ConnectionId {
    let cards: Vec<ConnectionCard> = house.ask(ListConnections {}).await;
    cards[0].id
}

/// Saves the connection, or another one.
async fn save(house: &House, id: Option<ConnectionId>, path: &str, password: &str) {
    let settings = [("username", "kamar"), ("path", path)];
    let settings = settings.into_iter().map(|(key, text)| (key.to_owned(), text.to_owned())).collect();
    let secrets = BTreeMap::from([("password".to_owned(), Secret::new(password))]);
    let (connector, title) = ("kamar".to_owned(), format!("KAMAR at {path}"));
    house.ask(SaveConnection { id, connector, title, settings, secrets }).await;
}

async fn status(house: &House, request: Request) -> u16 {
    send(&house.listener, &request).await.status
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_counts_at_once_and_the_old_one_no_longer() {
    let house = House::open().await;
    let id = kamar(&house).await;
    assert_eq!(status(&house, push(message(1))).await, STORED);
    let mut old = PASSWORD.to_owned();
    for turn in 0..5 {
        let new = format!("another invented sentence, number {turn}");
        save(&house, Some(id), "/kamar", &new).await;
        assert_eq!(status(&house, push_with(&old, message(1))).await, REFUSED, "{turn}");
        assert_eq!(status(&house, push_with(&new, message(1))).await, STORED, "{turn}");
        old = new;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pushes_that_come_during_a_change_do_not_keep_the_old_password_alive() {
    let house = std::sync::Arc::new(House::open().await);
    let id = kamar(&house).await;
    let mut pushing = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let house = house.clone();
        pushing.spawn(async move {
            loop {
                status(&house, push(message(1))).await;
            }
        });
    }
    for turn in 0..20 {
        let new = format!("another invented sentence, number {turn}");
        save(&house, Some(id), "/kamar", &new).await;
        assert_eq!(status(&house, push(message(1))).await, REFUSED, "{turn}");
        save(&house, Some(id), "/kamar", PASSWORD).await;
        assert_eq!(status(&house, push_with(&new, message(1))).await, REFUSED, "{turn}");
    }
    pushing.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_path_and_a_new_connection_listen_at_once() {
    let house = House::open().await;
    let at = |path: &str| Request { path: path.to_owned(), ..push(message(1)) };
    assert_eq!(status(&house, at("/kamar")).await, STORED);
    assert_eq!(status(&house, at("/moved")).await, NOBODY);
    save(&house, Some(kamar(&house).await), "/moved", PASSWORD).await;
    assert_eq!((status(&house, at("/kamar")).await, status(&house, at("/moved")).await), (NOBODY, STORED));
    save(&house, None, "/second", PASSWORD).await;
    assert_eq!(status(&house, at("/second")).await, STORED);
    let kept = house.deliveries().await;
    assert_eq!(kept.len(), 3);
    assert_ne!(kept[1].connection, kept[2].connection);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_rests_goes_on_answering() {
    let house = House::open().await;
    let id = kamar(&house).await;
    for paused in [true, false] {
        house.ask(PauseConnection { id, paused }).await;
        assert_eq!(status(&house, push(message(1))).await, STORED);
    }
    assert_eq!(status(&house, push_with("wrong", message(1))).await, REFUSED);
    let states: Vec<DeliveryState> = house.deliveries().await.iter().map(|kept| kept.state).collect();
    assert_eq!(states.len(), 3);
    assert!(!states[..2].contains(&DeliveryState::Answered), "{states:?}");
}
