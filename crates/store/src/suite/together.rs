//! Several at once, and what happens when the disk is full.

use std::pin::Pin;

use futures::future::join_all;

use super::samples::{administrator, at, pupil, put_configuration};
use super::suite;
use super::world::{World, on_sqlite};
use crate::db::Args;
use crate::{AuditEntry, RosterRow, StoreError};

suite!(works_go_one_after_the_other, readers_do_not_wait_for_a_writer);

async fn one(world: &World, number: u128) -> i64 {
    let mut work = world.begin().await;
    let numbers = work.put_roster(&[pupil(number, "Rata")]).await.unwrap();
    let (actor, action) = (administrator(), "roster.changed".to_owned());
    let details = serde_json::Value::Null;
    work.append(&AuditEntry { at: at(1), actor, action, subject: None, details }).await.unwrap();
    work.commit().await.unwrap();
    *numbers.start()
}

async fn works_go_one_after_the_other(world: World) {
    let mut numbers = join_all((0..20).map(|number| one(&world, number))).await;
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=20).collect::<Vec<_>>(), "every change has a number of its own");
    let verified = crate::AuditCheck::Verified { entries: 20, erased: 0 };
    assert_eq!(world.tenant.verify_audit().await.unwrap(), verified);
}

async fn readers_do_not_wait_for_a_writer(world: World) {
    let mut work = world.begin().await;
    put_configuration(&mut work).await;
    assert!(world.tenant.connections().await.unwrap().is_empty(), "what is not committed is not seen");
    work.commit().await.unwrap();
    assert_eq!(world.tenant.connections().await.unwrap().len(), 1);
}

/// The engine runs these futures as tasks.
#[tokio::test]
async fn futures_can_be_sent() {
    on_sqlite(async |world: World| {
        let mut work = world.begin().await;
        let rows: Vec<RosterRow> = vec![pupil(1, "Rata")];
        let sent: Pin<Box<dyn Future<Output = _> + Send>> = Box::pin(work.put_roster(&rows));
        assert_eq!(sent.await.unwrap(), 1..=1);
        let sent: Pin<Box<dyn Future<Output = _> + Send>> = Box::pin(world.tenant.roster_since(0, 1));
        sent.await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_full_disk_leaves_everything_as_it_was() {
    on_sqlite(async |world: World| {
        one(&world, 1).await;
        let pages = world.peek("PRAGMA page_count").await[0].int(0).unwrap();
        let limit = format!("PRAGMA max_page_count = {}", pages + 20);
        world.store.0.db.run(limit, Args::new()).await.unwrap();
        let many: Vec<RosterRow> = (2..3000).map(|number| pupil(number, "Rata")).collect();
        let mut work = world.begin().await;
        assert!(matches!(work.put_roster(&many).await, Err(StoreError::Full)));
        drop(work);
        assert_eq!(world.tenant.roster_since(0, 10).await.unwrap().len(), 1);
        world.store.0.db.run("PRAGMA max_page_count = 1000000", Args::new()).await.unwrap();
        assert_eq!(one(&world, 2).await, 2, "the number that was not used is not lost");
    })
    .await;
}

#[tokio::test]
async fn both_files_wait_for_the_disk() {
    on_sqlite(async |world: World| {
        for db in [&world.store.0.db, &world.store.0.inbox.db] {
            for (pragma, expect) in [("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1)] {
                let row = db.row(format!("PRAGMA {pragma}"), Args::new()).await.unwrap().unwrap();
                assert_eq!(row.int(0).unwrap(), expect, "{pragma}");
            }
            let row = db.row("PRAGMA journal_mode", Args::new()).await.unwrap().unwrap();
            assert_eq!(row.text(0).unwrap(), "wal");
        }
    })
    .await;
}
