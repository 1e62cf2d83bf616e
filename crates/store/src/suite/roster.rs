//! The roster, its change feed and its lists.

use crosswalk_model::{Entity, Fields, RosterRecord, Value};

use super::samples::{pupil, roster_id, row};
use super::suite;
use super::world::World;
use crate::{RosterRow, StoreError};

suite!(
    records_come_back,
    numbers_follow_the_order_of_changes,
    pages_cover_all_once,
    counts_are_of_active_records,
    search_ignores_case_and_macrons,
    owners_and_their_own,
    an_altered_record_is_noticed,
);

async fn put(world: &World, rows: &[RosterRow]) -> std::ops::RangeInclusive<i64> {
    let mut work = world.begin().await;
    let numbers = work.put_roster(rows).await.unwrap();
    work.commit().await.unwrap();
    numbers
}

async fn get(world: &World, entity: Entity, number: u128) -> RosterRecord {
    world.tenant.roster_get(&[(entity, roster_id(number))]).await.unwrap().remove(0)
}

async fn records_come_back(world: World) {
    let mut first = pupil(1, "Pārata");
    let own = Fields::from([("nationalNumber".into(), "0000000009".into())]);
    first.record.asserted[0].fields = Some(own);
    first.record.fields.insert("extras".into(), Value::Map(Fields::from([("a\0b".into(), Value::Null)])));
    let class = row(Entity::Class, 1, Fields::from([("title".into(), "9 Maths".into())]), "classes", None);
    put(&world, &[first.clone(), class.clone()]).await;
    first.record.seq = 1;
    assert_eq!(get(&world, Entity::User, 1).await, first.record);
    assert_eq!(get(&world, Entity::Class, 1).await.fields, class.record.fields);
    assert!(world.tenant.roster_get(&[(Entity::Org, roster_id(1))]).await.unwrap().is_empty());
}

async fn numbers_follow_the_order_of_changes(world: World) {
    assert_eq!(world.tenant.roster_seq().await.unwrap(), 0);
    assert_eq!(put(&world, &[pupil(3, "C"), pupil(1, "A"), pupil(2, "B")]).await, 1..=3);
    let mut gone = pupil(3, "C");
    gone.record.active = false;
    assert_eq!(put(&world, &[pupil(1, "X"), gone, pupil(1, "A2")]).await, 4..=5);
    assert!(put(&world, &[]).await.is_empty());
    let feed = world.tenant.roster_since(0, 10).await.unwrap();
    let seen: Vec<_> = feed.iter().map(|record| (record.seq, record.id, record.active)).collect();
    assert_eq!(seen, [(3, roster_id(2), true), (4, roster_id(3), false), (5, roster_id(1), true)]);
    assert_eq!(feed[2].label(), "Aroha A2");
    assert_eq!(world.tenant.roster_since(4, 10).await.unwrap().len(), 1);
    assert_eq!(world.tenant.roster_seq().await.unwrap(), 5);
}

async fn pages_cover_all_once(world: World) {
    let mut rows: Vec<RosterRow> = (0..25).map(|n| pupil(n, "Rata")).collect();
    rows[4].record.active = false;
    put(&world, &rows).await;
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = world.tenant.roster_page(Entity::User, false, after, 10).await.unwrap();
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        seen.extend(page.iter().map(|record| record.id));
    }
    assert_eq!(seen, (0..25).map(roster_id).collect::<Vec<_>>());
    assert_eq!(world.tenant.roster_page(Entity::User, true, None, 100).await.unwrap().len(), 24);
    assert!(world.tenant.roster_page(Entity::Class, false, None, 100).await.unwrap().is_empty());
}

async fn counts_are_of_active_records(world: World) {
    let mut rows: Vec<RosterRow> = (0..5).map(|n| pupil(n, "Rata")).collect();
    rows[0].record.active = false;
    rows[1].group = "staff".into();
    rows.push(row(Entity::Class, 9, Fields::from([("title".into(), "9 Maths".into())]), "classes", None));
    put(&world, &rows).await;
    let counts = world.tenant.roster_counts().await.unwrap();
    let expect = [
        (Entity::Class, "classes".to_owned(), 1),
        (Entity::User, "pupils".to_owned(), 3),
        (Entity::User, "staff".to_owned(), 1),
    ];
    assert_eq!(counts, expect);
}

async fn search_ignores_case_and_macrons(world: World) {
    let mut gone = pupil(3, "Pārata");
    gone.record.active = false;
    put(&world, &[gone, pupil(1, "Pārata"), pupil(2, "O'Brien_x"), pupil(4, "Para%ta")]).await;
    let cases: [(&str, &[u128]); 8] = [
        ("parata", &[1, 3]),
        ("PĀRATA aro", &[1, 3]),
        ("o'br", &[2]),
        ("n_x", &[2]),
        ("a%t", &[4]),
        ("_", &[2]),
        ("hemi", &[]),
        ("  ", &[]),
    ];
    for (text, expect) in cases {
        let found = world.tenant.roster_search(text, 10).await.unwrap();
        let found: Vec<_> = found.iter().map(|record| record.id).collect();
        assert_eq!(found, expect.iter().map(|n| roster_id(*n)).collect::<Vec<_>>(), "{text}");
    }
    assert_eq!(world.tenant.roster_search("aroha", 2).await.unwrap().len(), 2);
}

async fn owners_and_their_own(world: World) {
    let class = |n| row(Entity::Class, n, Fields::from([("title".into(), "9".into())]), "classes", None);
    let place = |n, class, active| {
        let fields = Fields::from([("role".into(), "student".into())]);
        let mut place = row(Entity::Enrollment, n, fields, "enrolments", Some(roster_id(class)));
        place.record.active = active;
        place
    };
    let mut ended = class(4);
    ended.record.active = false;
    put(
        &world,
        &[class(1), class(2), class(3), ended, place(11, 1, true), place(12, 1, false), place(13, 2, false)],
    )
    .await;
    let ids = |records: Vec<RosterRecord>| {
        let mut ids: Vec<_> = records.into_iter().map(|record| record.id).collect();
        ids.sort();
        ids
    };
    let owners = [roster_id(1), roster_id(2)];
    let active = world.tenant.owned_by(Entity::Enrollment, &owners, true).await.unwrap();
    assert_eq!(ids(active), [roster_id(11)]);
    let all = world.tenant.owned_by(Entity::Enrollment, &owners, false).await.unwrap();
    assert_eq!(ids(all), [roster_id(11), roster_id(12), roster_id(13)]);
    let empty = world.tenant.owners_without_active(Entity::Enrollment, Entity::Class).await.unwrap();
    assert_eq!(empty, [roster_id(2), roster_id(3)]);
}

async fn an_altered_record_is_noticed(world: World) {
    put(&world, &[pupil(1, "Rata"), pupil(2, "Rata")]).await;
    let forged = "UPDATE roster SET fields = REPLACE(fields, 'Rata', 'Kata')";
    world.tamper(forged, Vec::new()).await.unwrap();
    let read = world.tenant.roster_get(&[(Entity::User, roster_id(1))]).await;
    assert!(matches!(read, Err(StoreError::Altered { .. })));
}
