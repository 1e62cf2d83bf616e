//! Pain 19. Who returns is the same person as before, in the roster and at the destination.

use crosswalk_sandbox::school::Person;
use crosswalk_tests::World;

#[tokio::test(flavor = "multi_thread")]
async fn the_record_is_brought_back_and_none_is_made() {
    let mut world = World::new().await;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let pupil = world.pupils(1)[0];
    let number = world.number(pupil);
    let (before, row) = (world.person(&number).await, world.row("people", &number).unwrap());
    let rows = world.town.supabase.snapshot().table("people").len();

    world.town.school.pupils[pupil].listed = false;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    assert!(!world.person(&number).await.active);

    world.town.school.reentry(pupil);
    world.push_part(&[Person::Pupil(pupil)]).await;
    let plan = world.preview(world.te_kete_ako).await;
    assert!(world.changes(&plan).await.iter().all(|row| row.change.op.word() == "update"));
    world.approve(&plan, None).await;
    let after = world.person(&number).await;
    assert_eq!((after.id, after.active), (before.id, true));
    let again = world.row("people", &number).unwrap();
    assert_eq!((&again["id"], &again["ended_at"]), (&row["id"], &serde_json::Value::Null));
    assert_eq!(world.town.supabase.snapshot().table("people").len(), rows);
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_hung_on_them_and_led_to_them_is_there_again() {
    let mut world = World::new().await;
    world.push_full().await;
    for sync in [world.te_kete_ako, world.edpsych] {
        world.bring_up_to_date(sync).await;
    }
    let pupil = world.pupils(1)[0];
    let number = world.number(pupil);
    let before = world.person(&number).await;
    let places = |mut all: Vec<crosswalk_model::RosterRecord>| {
        all.sort_by_key(|one| one.id);
        all.into_iter().map(|one| one.id).collect::<Vec<_>>()
    };
    let enrolments = places(world.enrolments_of(before.id).await);
    let rows = |world: &World| {
        let snapshot = world.town.supabase.snapshot();
        ["people", "enrolments"].map(|table| snapshot.table(table).len())
    };
    let counts = rows(&world);
    for _ in 0..2 {
        world.town.school.pupils[pupil].listed = false;
        world.push_full().await;
        for sync in [world.te_kete_ako, world.edpsych] {
            world.bring_up_to_date(sync).await;
        }
        assert!(world.enrolments_of(before.id).await.is_empty());
        world.town.school.pupils[pupil].listed = true;
        world.push_full().await;
        for sync in [world.te_kete_ako, world.edpsych] {
            world.bring_up_to_date(sync).await;
        }
        assert_eq!(places(world.enrolments_of(before.id).await), enrolments, "the same places");
        assert_eq!(rows(&world), counts, "no second row of anything");
    }
    assert_eq!(world.person(&number).await.id, before.id);
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
    assert_eq!(world.edpsych_differs(), [""; 0]);
}
