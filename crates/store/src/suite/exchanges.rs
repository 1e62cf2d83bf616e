//! What a run asked of a service.

use crosswalk_model::{Exchange, Side};

use super::samples::{at, run, run_id};
use super::suite;
use super::world::World;
use crate::{KEPT_FAILED, KEPT_GOOD, StoreError};

suite!(
    exchanges_come_back_in_their_order,
    the_last_are_kept_and_more_of_those_that_failed,
    old_exchanges_go,
    an_exchange_needs_its_run
);

fn exchange(status: u16, address: usize) -> Exchange {
    Exchange {
        method: "GET".into(),
        address: format!("https://name.example/{address}"),
        attempt: 1,
        status: Some(status),
        problem: None,
        took_ms: 12,
        request_id: None,
        sent: Side::default(),
        came: Side { bytes: 2, body: Some("{}".into()), ..Side::default() },
    }
}

async fn put(world: &World, some: &[(crosswalk_model::Timestamp, Exchange)]) {
    let mut work = world.begin().await;
    work.put_run(&run(1)).await.unwrap();
    work.put_exchanges(run_id(1), some).await.unwrap();
    work.commit().await.unwrap();
}

async fn exchanges_come_back_in_their_order(world: World) {
    put(&world, &[(at(1), exchange(200, 1)), (at(2), exchange(409, 2))]).await;
    put(&world, &[]).await;
    put(&world, &[(at(3), exchange(204, 3))]).await;
    let kept = world.tenant.exchanges(run_id(1)).await.unwrap();
    let seen: Vec<_> = kept.iter().map(|one| (one.number, one.at, one.exchange.status)).collect();
    assert_eq!(seen, [(1, at(1), Some(200)), (2, at(2), Some(409)), (3, at(3), Some(204))]);
    assert_eq!(world.tenant.exchange(run_id(1), 2).await.unwrap().as_ref(), kept.get(1));
    assert_eq!(world.tenant.exchange(run_id(1), 9).await.unwrap(), None);
    assert!(world.tenant.exchanges(run_id(2)).await.unwrap().is_empty());
}

async fn the_last_are_kept_and_more_of_those_that_failed(world: World) {
    let mut some = vec![(at(1), exchange(500, 0)); KEPT_FAILED + 7];
    some.extend((0..KEPT_GOOD + 5).map(|n| (at(2), exchange(200, n))));
    for part in some.chunks(90) {
        put(&world, part).await;
    }
    let kept = world.tenant.exchanges(run_id(1)).await.unwrap();
    let (failed, good): (Vec<_>, Vec<_>) = kept.iter().partition(|one| one.exchange.is_failed());
    assert_eq!((failed.len(), good.len()), (KEPT_FAILED, KEPT_GOOD));
    assert_eq!(failed[0].number, 8);
    assert_eq!(good[0].exchange.address, "https://name.example/5");
}

async fn old_exchanges_go(world: World) {
    put(&world, &[(at(1), exchange(200, 1)), (at(9), exchange(500, 2))]).await;
    let mut work = world.begin().await;
    assert_eq!(work.purge_exchanges(at(9)).await.unwrap(), 1);
    work.commit().await.unwrap();
    assert_eq!(world.tenant.exchanges(run_id(1)).await.unwrap()[0].number, 2);
}

async fn an_exchange_needs_its_run(world: World) {
    let mut work = world.begin().await;
    let orphan = work.put_exchanges(run_id(1), &[(at(1), exchange(200, 1))]).await;
    assert!(matches!(orphan, Err(StoreError::NotFound { .. })));
}
