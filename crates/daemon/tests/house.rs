//! Two processes and one data folder: the first owns it, the second attaches.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crosswalk_contract::{CreateSchool, Envelope, GetStatus, Status};
use crosswalk_daemon::host::{Guest, let_in};
use crosswalk_daemon::{Belongings, Encryption, HostError, House, HouseSettings, keys};
use crosswalk_server::WebhooksSettings;
use crosswalk_store::{Keys, Lock};

async fn open(folder: &Path) -> Result<House, HostError> {
    let webhooks = WebhooksSettings { address: ([127, 0, 0, 1], 0).into(), ..WebhooksSettings::default() };
    let settings = HouseSettings { folder: folder.to_owned(), webhooks, ..HouseSettings::default() };
    open_with(settings).await
}

async fn open_with(settings: HouseSettings) -> Result<House, HostError> {
    let keys = |lock: &Lock| -> Result<Keys, HostError> { keys::of_folder(lock, [9; 32]) };
    House::open(settings, Belongings { keys, vault: None, town: None, clock: None }).await
}

fn text<A: crosswalk_contract::Ask>(ask: A) -> String {
    serde_json::to_string(&Envelope { request: "test".into(), call: ask.into() }).unwrap()
}

async fn status(guest: &Guest) -> Status {
    serde_json::from_str(&guest.call(text(GetStatus {})).await.unwrap()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_attaches_and_finds_the_first_again() {
    let folder = tempfile::tempdir().unwrap();
    let house = open(folder.path()).await.unwrap();
    let Err(HostError::Owned { origin, .. }) = open(folder.path()).await else { panic!("opened twice") };
    let origin = origin.unwrap();
    assert!(let_in(folder.path(), Some(&origin)).await.unwrap().starts_with(&origin));
    let guest = Guest::of(folder.path().to_owned(), &origin).await.unwrap();
    guest.call(text(CreateSchool { name: "Kōwhai Bay College".into() })).await.unwrap();
    assert_eq!(status(&guest).await.school.as_deref(), Some("Kōwhai Bay College"));
    house.close().await;
    assert_eq!(guest.call(text(GetStatus {})).await.unwrap_err().code, "engine.unreachable");
    let again = open(folder.path()).await.unwrap();
    assert_ne!(again.door.origin(), origin);
    assert_eq!(status(&guest).await.school.as_deref(), Some("Kōwhai Bay College"));
    again.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_is_heard_by_the_guest() {
    let folder = tempfile::tempdir().unwrap();
    let house = open(folder.path()).await.unwrap();
    let guest = Arc::new(Guest::of(folder.path().to_owned(), house.door.origin()).await.unwrap());
    let heard = Arc::new(Mutex::new(0));
    let (ears, count) = (guest.clone(), heard.clone());
    house.engine.supervisor().start("guest", async move {
        ears.events(|_| *count.lock().unwrap() += 1).await;
    });
    for _ in 0..100 {
        house.engine.events().tell(crosswalk_contract::EventKind::Conflicts);
        tokio::time::sleep(Duration::from_millis(20)).await;
        if *heard.lock().unwrap() > 2 {
            return;
        }
    }
    panic!("nothing was heard");
}

#[tokio::test(flavor = "multi_thread")]
async fn closing_leaves_no_token_behind() {
    let folder = tempfile::tempdir().unwrap();
    let house = open(folder.path()).await.unwrap();
    let token = folder.path().join("attach");
    assert!(token.exists());
    house.close().await;
    assert!(!token.exists() && !folder.path().join("owner").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_generated_certificate_is_told_with_its_fingerprint() {
    let folder = tempfile::tempdir().unwrap();
    let webhooks = WebhooksSettings { address: ([0, 0, 0, 0], 0).into(), ..WebhooksSettings::default() };
    let settings = HouseSettings {
        folder: folder.path().to_owned(),
        webhooks,
        encryption: Encryption::Generated,
        ..HouseSettings::default()
    };
    let house = open_with(settings).await.unwrap();
    let listening = house.engine.listening().unwrap();
    assert!(listening.tls && listening.fingerprint.is_some_and(|print| print.len() == 95));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_taken_port_is_told_or_replaced() {
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let first = open(folders[0].path()).await.unwrap();
    let address = ([127, 0, 0, 1], first.listening.port).into();
    let mut settings = HouseSettings {
        folder: folders[1].path().to_owned(),
        webhooks: WebhooksSettings { address, ..WebhooksSettings::default() },
        ..HouseSettings::default()
    };
    let Err(taken) = open_with(settings.clone()).await else { panic!("opened on a taken port") };
    assert!(taken.to_string().contains("Choose another port"), "{taken}");
    settings.any_port = true;
    let second = open_with(settings).await.unwrap();
    assert_ne!(second.listening.port, first.listening.port);
    first.close().await;
    second.close().await;
}
