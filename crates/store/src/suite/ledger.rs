//! The ledger.

use std::collections::BTreeMap;

use crosswalk_model::{Date, RosterId};

use super::samples::{ledger_entry, put_configuration, roster_id, sync_id};
use super::suite;
use super::world::World;
use crate::{LedgerEntry, StoreError};

suite!(entries_come_back, only_touched_buckets_are_rewritten, a_ledger_needs_its_sync);

async fn put(world: &World, entries: &[LedgerEntry]) {
    let mut work = world.begin().await;
    put_configuration(&mut work).await;
    work.put_ledger(sync_id(), "people", entries).await.unwrap();
    work.commit().await.unwrap();
}

async fn entries_come_back(world: World) {
    let mut entries: Vec<LedgerEntry> = (0..500).map(ledger_entry).collect();
    entries[7].next_effective_on = Some(Date::constant(2026, 7, 20));
    entries[7].unsettled = true;
    put(&world, &entries).await;
    let back = world.tenant.ledger(sync_id(), "people").await.unwrap();
    let back: BTreeMap<RosterId, LedgerEntry> = back.into_iter().map(|e| (e.roster_id, e)).collect();
    assert!(back.into_values().eq(entries.iter().cloned()));
    let some =
        world.tenant.ledger_entries(sync_id(), "people", &[roster_id(7), roster_id(9999)]).await.unwrap();
    assert_eq!(some, [entries[7].clone()]);
    assert!(world.tenant.ledger(sync_id(), "classes").await.unwrap().is_empty());
    let mut work = world.begin().await;
    work.remove_ledger(sync_id(), "people", &[roster_id(7), roster_id(8), roster_id(9999)]).await.unwrap();
    work.commit().await.unwrap();
    assert_eq!(world.tenant.ledger(sync_id(), "people").await.unwrap().len(), 498);
}

async fn only_touched_buckets_are_rewritten(world: World) {
    put(&world, &(0..300).map(ledger_entry).collect::<Vec<_>>()).await;
    let bodies = "SELECT body FROM ledger ORDER BY bucket";
    let read = |rows: Vec<crate::db::Row>| -> Vec<Vec<u8>> {
        rows.iter().map(|row| row.bytes(0).unwrap().to_vec()).collect()
    };
    let before = read(world.peek(bodies).await);
    put(&world, &[ledger_entry(5)]).await;
    let after = read(world.peek(bodies).await);
    assert!(before.len() > 50);
    assert_eq!(before.iter().zip(&after).filter(|(before, after)| before != after).count(), 1);
}

async fn a_ledger_needs_its_sync(world: World) {
    let mut work = world.begin().await;
    let orphan = work.put_ledger(sync_id(), "people", &[ledger_entry(1)]).await;
    assert!(matches!(orphan, Err(StoreError::NotFound { .. })));
}
