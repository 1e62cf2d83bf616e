//! The inbox.

use std::io::{Read, Write};

use crosswalk_model::{Delivery, DeliveryState, Timestamp};
use futures::future::join_all;

use super::samples::{at, connection_id, delivery, run_id};
use super::suite;
use super::world::World;
use crate::{DeliveryFilter, NewDelivery, StoreError, Tenant};

suite!(
    accepted_deliveries_come_back,
    large_bodies_go_to_blobs,
    many_at_once_are_all_kept,
    senders_that_come_together_share_commits,
    a_taken_id_turns_no_neighbour_away,
    the_lane_is_in_the_order_of_the_messages,
    lists_are_filtered_newest_first,
    purged_bodies_are_gone,
    of_what_was_refused_the_newest_notes_are_kept,
    blobs_that_nobody_needs_grow_old,
    without_a_writer_nothing_is_accepted,
);

async fn of_what_was_refused_the_newest_notes_are_kept(world: World) {
    let refused = |number: u128, kind: &str| NewDelivery {
        kind: kind.into(),
        state: DeliveryState::Answered,
        ..delivery(number, 0)
    };
    for number in 0..30 {
        accept(&world.tenant, refused(number, "wrong_password"), b"").await;
    }
    accept(&world.tenant, refused(100, "empty_body"), b"").await;
    accept(&world.tenant, refused(101, "wrong_password"), b"a body that was kept").await;
    world.tenant.forget_refused(connection_id(), "wrong_password", 8).await.unwrap();
    let left = world.tenant.deliveries(&DeliveryFilter::default(), None, 100).await.unwrap();
    let left: Vec<_> = left.iter().map(|one| one.id).collect();
    let expected: Vec<_> = [101, 100].into_iter().chain((22..30).rev()).map(|n| delivery(n, 0).id).collect();
    assert_eq!(left, expected);
    world.tenant.forget_refused(connection_id(), "wrong_password", 8).await.unwrap();
    assert_eq!(world.tenant.deliveries(&DeliveryFilter::default(), None, 100).await.unwrap().len(), 10);
}

async fn accept(tenant: &Tenant, new: NewDelivery, body: &[u8]) -> Delivery {
    let body = tenant.blobs().spooled(body).unwrap();
    tenant.accept(new, body).await.unwrap()
}

async fn body(tenant: &Tenant, delivery: &Delivery) -> Vec<u8> {
    let mut bytes = Vec::new();
    tenant.body(delivery).await.unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

fn blob_files(world: &World) -> usize {
    let count = |folder: std::fs::ReadDir| folder.flatten().map(|entry| entry.path()).collect::<Vec<_>>();
    let mut folders = vec![world.folder().join("blobs")];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).map(count).unwrap_or_default() {
            if path.is_dir() { folders.push(path) } else { files += 1 }
        }
    }
    files
}

async fn accepted_deliveries_come_back(world: World) {
    let accepted = accept(&world.tenant, delivery(1, 10), b"{\"SMSDirectoryData\":{}}").await;
    assert_eq!(world.tenant.delivery(accepted.id).await.unwrap().as_ref(), Some(&accepted));
    assert_eq!(body(&world.tenant, &accepted).await, b"{\"SMSDirectoryData\":{}}");
    assert_eq!((accepted.size, blob_files(&world)), (23, 0));
    world.tenant.set_delivery(accepted.id, DeliveryState::Taken, Some(run_id(1)), "Taken in.").await.unwrap();
    let taken = world.tenant.delivery(accepted.id).await.unwrap().unwrap();
    assert_eq!(
        (taken.state, taken.run, taken.verdict.as_str()),
        (DeliveryState::Taken, Some(run_id(1)), "Taken in.")
    );
    let missing = world.tenant.set_delivery(delivery(2, 0).id, DeliveryState::Taken, None, "").await;
    assert!(matches!(missing, Err(StoreError::NotFound { .. })));
}

async fn large_bodies_go_to_blobs(world: World) {
    let large: Vec<u8> = (0..300_000u32).map(|n| n as u8).collect();
    let spooled = world.tenant.blobs().spooled(&large).unwrap();
    assert!(spooled.bytes().is_none());
    let mut before = Vec::new();
    spooled.reader().unwrap().read_to_end(&mut before).unwrap();
    assert!(before == large, "a body can be read before it is accepted");
    let first = world.tenant.accept(delivery(1, 1), spooled).await.unwrap();
    let second = accept(&world.tenant, delivery(2, 2), &large).await;
    assert_eq!((first.body, first.size), (second.body, 300_000));
    assert_eq!(blob_files(&world), 1, "equal bodies are kept once, and no draft is left");
    assert!(body(&world.tenant, &second).await == large);
    drop(world.tenant.blobs().spooled(&vec![1; 100_000]).unwrap());
    assert_eq!(blob_files(&world), 1, "a body that nobody accepts leaves nothing behind");
}

async fn many_at_once_are_all_kept(world: World) {
    let all = (0..300).map(|n| accept(&world.tenant, delivery(n, 0), b"{}"));
    assert_eq!(join_all(all).await.len(), 300);
    let kept = world.tenant.waiting(connection_id()).await.unwrap();
    assert_eq!(kept.len(), 300);
}

async fn senders_that_come_together_share_commits(world: World) {
    let commits = || world.store.inbox().commits();
    for number in 0..5 {
        accept(&world.tenant, delivery(number, 0), b"{}").await;
        assert_eq!(commits(), u64::try_from(number).unwrap() + 1, "a lone sender has a commit of its own");
    }
    let sender = async |sender: u128| {
        for turn in 0..20 {
            accept(&world.tenant, delivery(1000 + 100 * sender + turn, 0), b"{}").await;
        }
    };
    join_all((0..16).map(sender)).await;
    assert_eq!(world.tenant.waiting(connection_id()).await.unwrap().len(), 325);
    let shared = commits() - 5;
    assert!(shared <= 320 / 4, "{shared} commits for 320 deliveries of sixteen senders");
}

async fn a_taken_id_turns_no_neighbour_away(world: World) {
    let all = [1, 2, 1, 3].map(|n| {
        let body = world.tenant.blobs().spooled(b"{}").unwrap();
        world.tenant.accept(delivery(n, 0), body)
    });
    let results = join_all(all).await;
    let kept: Vec<bool> = results.iter().map(Result::is_ok).collect();
    assert_eq!(kept, [true, true, false, true]);
    assert!(matches!(results[2], Err(StoreError::Taken { .. })));
}

async fn the_lane_is_in_the_order_of_the_messages(world: World) {
    for (number, stamp) in [(1, 30), (2, 10), (3, 20), (4, 10)] {
        accept(&world.tenant, delivery(number, stamp), b"{}").await;
    }
    let lane: Vec<_> =
        world.tenant.waiting(connection_id()).await.unwrap().into_iter().map(|d| d.id).collect();
    assert_eq!(lane, [2, 4, 3, 1].map(|n| delivery(n, 0).id));
    assert_eq!(world.tenant.taken_since(connection_id(), 0).await.unwrap(), []);
    for number in [3, 2] {
        world.tenant.set_delivery(delivery(number, 0).id, DeliveryState::Taken, None, "").await.unwrap();
    }
    let since = |stamp| world.tenant.taken_since(connection_id(), stamp);
    let ids = |taken: Vec<Delivery>| taken.into_iter().map(|d| d.id).collect::<Vec<_>>();
    assert_eq!(ids(since(5).await.unwrap()), [2, 3].map(|n| delivery(n, 0).id));
    assert_eq!(ids(since(10).await.unwrap()), [delivery(3, 0).id]);
    assert_eq!(ids(since(20).await.unwrap()), []);
    assert_eq!(world.tenant.waiting(connection_id()).await.unwrap().len(), 2);
}

async fn lists_are_filtered_newest_first(world: World) {
    for number in 1..=5 {
        let kind = if number == 3 { "full" } else { "part" };
        accept(&world.tenant, NewDelivery { kind: kind.into(), ..delivery(number, 0) }, b"{}").await;
    }
    let list = async |filter: DeliveryFilter, before, limit| {
        let found = world.tenant.deliveries(&filter, before, limit).await.unwrap();
        found.into_iter().map(|d| d.id).collect::<Vec<_>>()
    };
    let id = |n| delivery(n, 0).id;
    assert_eq!(list(DeliveryFilter::default(), None, 2).await, [id(5), id(4)]);
    assert_eq!(list(DeliveryFilter::default(), Some(id(4)), 9).await, [id(3), id(2), id(1)]);
    let full = DeliveryFilter {
        kind: Some("full".into()),
        connection: Some(connection_id()),
        ..DeliveryFilter::default()
    };
    assert_eq!(list(full, None, 9).await, [id(3)]);
    let taken = DeliveryFilter { state: Some(DeliveryState::Taken), ..DeliveryFilter::default() };
    assert!(list(taken, None, 9).await.is_empty());
    let since = DeliveryFilter { since: Some(at(4)), ..DeliveryFilter::default() };
    assert_eq!(list(since, None, 9).await, [id(5), id(4)]);
}

async fn purged_bodies_are_gone(world: World) {
    let large = vec![1; 100_000];
    for (number, bytes) in [(1, b"small".as_slice()), (2, &large), (3, &large), (4, b"waits")] {
        accept(&world.tenant, delivery(number, 0), bytes).await;
    }
    for number in 1..=3 {
        world.tenant.set_delivery(delivery(number, 0).id, DeliveryState::Taken, None, "").await.unwrap();
    }
    assert_eq!(world.tenant.purge_bodies(at(3), at(200)).await.unwrap(), 2);
    assert_eq!(blob_files(&world), 1, "the third delivery still needs the bytes");
    let get = async |n| world.tenant.delivery(delivery(n, 0).id).await.unwrap().unwrap();
    let second = get(2).await;
    assert_eq!(second.body, None);
    assert!(matches!(world.tenant.body(&second).await, Err(StoreError::NotFound { .. })));
    assert!(body(&world.tenant, &get(3).await).await == large);
    world.tenant.forget_blob(get(3).await.body.unwrap()).await.unwrap();
    assert_eq!(blob_files(&world), 1, "a blob that a delivery needs is not forgotten");
    assert_eq!(world.tenant.purge_bodies(at(100), at(200)).await.unwrap(), 1);
    assert_eq!(blob_files(&world), 0);
    assert_eq!(body(&world.tenant, &get(4).await).await, b"waits", "what waits is not purged");
}

async fn blobs_that_nobody_needs_grow_old(world: World) {
    accept(&world.tenant, delivery(1, 0), &vec![1; 100_000]).await;
    let mut extract = world.tenant.blobs().writer().unwrap();
    extract.write_all(b"an extract").unwrap();
    let extract = extract.finish().unwrap();
    assert_eq!(world.tenant.purge_bodies(Timestamp::UNIX_EPOCH, at(200)).await.unwrap(), 0);
    assert_eq!(blob_files(&world), 2, "what is young stays");
    assert_eq!(world.tenant.purge_bodies(Timestamp::MAX, at(200)).await.unwrap(), 0);
    assert_eq!(blob_files(&world), 1, "what a waiting delivery needs stays, however old");
    assert!(matches!(world.tenant.blobs().open(extract.hash), Err(StoreError::NotFound { .. })));
}

async fn without_a_writer_nothing_is_accepted(world: World) {
    let folder = tempfile::tempdir().unwrap();
    let place = match &world.place {
        crate::Place::Folder(_) => crate::Place::Folder(folder.path().to_owned()),
        crate::Place::Postgres { url, .. } => {
            crate::Place::Postgres { url: url.clone(), folder: folder.path().to_owned() }
        }
    };
    let store = crate::Store::open(crate::Options { place, keys: super::world::keys() }).await.unwrap();
    drop(store.inbox().writer());
    let tenant = store.tenant(super::samples::tenant_id());
    let body = tenant.blobs().spooled(b"{}").unwrap();
    assert!(matches!(tenant.accept(delivery(1, 0), body).await, Err(StoreError::Unavailable { .. })));
    store.close().await;
}
