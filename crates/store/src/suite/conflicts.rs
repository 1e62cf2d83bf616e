//! Conflicts.

use crosswalk_model::{Conflict, ConflictState, Hash, Resolution, SyncId};
use uuid::Uuid;

use super::samples::{administrator, at, conflict, sync_id};
use super::suite;
use super::world::World;
use crate::ConflictFilter::{Open, Settled};

suite!(
    conflicts_are_listed_by_state,
    decisions_are_found_by_what_they_rest_on,
    questions_that_no_longer_arise_go_and_answers_stay
);

fn settled(number: u128) -> Conflict {
    let state =
        ConflictState::Settled { resolution: Resolution::TakeSource, by: administrator(), at: at(50) };
    Conflict { state, ..conflict(number) }
}

async fn put(world: &World, conflicts: &[Conflict]) {
    let mut work = world.begin().await;
    work.put_conflicts(conflicts).await.unwrap();
    work.commit().await.unwrap();
}

async fn conflicts_are_listed_by_state(world: World) {
    put(&world, &(1..=5).map(conflict).collect::<Vec<_>>()).await;
    put(&world, &[settled(3)]).await;
    let ids = |conflicts: Vec<Conflict>| conflicts.into_iter().map(|c| c.key).collect::<Vec<_>>();
    let first = world.tenant.conflicts(Open, Some(sync_id()), None, 2).await.unwrap();
    let cursor = first[1].id;
    assert_eq!(ids(first), ["5", "4"]);
    assert_eq!(ids(world.tenant.conflicts(Open, None, Some(cursor), 5).await.unwrap()), ["2", "1"]);
    assert_eq!(world.tenant.conflicts(Settled, None, None, 5).await.unwrap(), [settled(3)]);
    let other = Some(SyncId(Uuid::from_u128(1)));
    assert!(world.tenant.conflicts(Open, other, None, 5).await.unwrap().is_empty());
    assert_eq!(world.tenant.conflict(conflict(1).id).await.unwrap(), Some(conflict(1)));
}

async fn decisions_are_found_by_what_they_rest_on(world: World) {
    put(&world, &[settled(1), conflict(2)]).await;
    let about = [Hash([1; 32]), Hash([2; 32]), Hash([9; 32])];
    let mut found = world.tenant.conflicts_about(sync_id(), &about).await.unwrap();
    found.sort_by(|a, b| a.key.cmp(&b.key));
    assert_eq!(found, [settled(1), conflict(2)]);
    let other = SyncId(Uuid::from_u128(1));
    assert!(world.tenant.conflicts_about(other, &about).await.unwrap().is_empty());
}

async fn questions_that_no_longer_arise_go_and_answers_stay(world: World) {
    put(&world, &[settled(1), conflict(2), conflict(3)]).await;
    let mut work = world.begin().await;
    let dropped = work.drop_conflicts(&[conflict(1).id, conflict(2).id, conflict(9).id]).await.unwrap();
    work.commit().await.unwrap();
    assert_eq!(dropped, 1);
    assert_eq!(world.tenant.conflicts(Open, None, None, 5).await.unwrap(), [conflict(3)]);
    assert_eq!(world.tenant.conflicts(Settled, None, None, 5).await.unwrap(), [settled(1)]);
}
