//! Whoever reads what changed since a number learns of everything once, of those who left too.

use crosswalk_model::{Entity, RosterRecord};
use crosswalk_tests::World;

async fn since(world: &World, seq: i64) -> Vec<RosterRecord> {
    world.house.school().unwrap().roster_since(seq, 100_000).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_comes_back_misses_nothing() {
    let mut world = World::new().await;
    world.push_full().await;
    let school = world.house.school().unwrap();
    let seen = school.roster_seq().await.unwrap();
    let all = since(&world, 0).await;
    assert_eq!(all.iter().map(|one| one.seq).max(), Some(seen));
    let numbers: std::collections::BTreeSet<i64> = all.iter().map(|one| one.seq).collect();
    assert_eq!(numbers.len(), all.len(), "every change has a number of its own");
    assert!(since(&world, seen).await.is_empty());

    let [leaves, changes] = world.pupils(2)[..] else { panic!("two pupils") };
    let (gone, changed) = (world.number(leaves), world.number(changes));
    world.town.school.pupils[leaves].listed = false;
    world.town.school.change_email(changes);
    world.push_full().await;
    let news = since(&world, seen).await;
    assert!(news.iter().all(|one| one.seq > seen) && news.is_sorted_by_key(|one| one.seq));
    let people: Vec<&RosterRecord> = news.iter().filter(|one| one.entity == Entity::User).collect();
    assert_eq!(people.len(), 2);
    let tombstone = people.iter().find(|one| one.fields["identifier"].display() == gone).unwrap();
    assert!(!tombstone.active && !tombstone.fields.is_empty(), "who left is told with what was known");
    assert!(people.iter().any(|one| one.active && one.fields["identifier"].display() == changed));
    assert!(news.iter().filter(|one| one.entity == Entity::Enrollment).all(|one| !one.active));
    let waiting = school.outbox_waiting(10).await.unwrap();
    assert!(waiting.len() >= 2 && waiting.iter().all(|item| item.kind == "roster_changed"), "{waiting:?}");
}
