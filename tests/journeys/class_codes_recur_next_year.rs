//! Pain 4: "section numbers are used again each year". Every code comes again next year with other people behind it: those are other classes, and nobody is in last year's.

use crosswalk_model::{Entity, PlanState, RunState};
use crosswalk_tests::{Package, World};

#[tokio::test(flavor = "multi_thread")]
async fn a_new_year_is_a_new_set_of_classes() {
    let mut world = World::new().await;
    world.push_full().await;
    for sync in [world.te_kete_ako, world.edpsych] {
        world.bring_up_to_date(sync).await;
    }
    let old: Vec<_> = world.records(Entity::Class).await.into_iter().map(|one| one.id).collect();
    world.town.school.next_year();
    world.clock.set(world.town.school.today);
    world.push_full().await;
    let plan = world.last_plan(world.inbound).await;
    assert_eq!(plan.card.state, PlanState::Held, "a whole year level has left");
    world.approve(&plan, Some("The new school year.")).await;
    let classes = world.records(Entity::Class).await;
    assert!(classes.iter().filter(|one| one.active).all(|one| !old.contains(&one.id)));
    assert!(classes.iter().filter(|one| one.active).all(|one| one.fields["schoolYear"].display() == "2027"));
    for sync in [world.te_kete_ako, world.edpsych] {
        let run = world.bring_up_to_date(sync).await;
        assert_eq!(run.row.run.state, RunState::Done, "{} {:?}", run.row.run.note, run.refused.first());
    }
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
    assert_eq!(world.edpsych_differs(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn section_numbers_of_a_package_that_are_used_again_are_other_classes() {
    let world = World::new().await;
    let district = world.district("district", &[]).await;
    let mut package = Package::of("a", 20);
    district.put_package(&package);
    district.read(&world).await;
    let old: Vec<_> = world.records(Entity::Class).await;
    assert_eq!(old.len(), 3);
    // The same identifiers of classes, of enrolments and of people; another school year.
    package.year = 2027;
    district.put_package(&package);
    world.clock.set("2027-02-01".parse().unwrap());
    let plan = district.plan(&world).await;
    world.approve(&plan, Some("The new school year.")).await;
    let classes = world.records(Entity::Class).await;
    let (new, gone): (Vec<_>, Vec<_>) = classes.iter().partition(|one| one.active);
    assert_eq!((new.len(), gone.len()), (3, 3), "{}", plan.card.sentence);
    assert!(gone.iter().all(|one| old.iter().any(|before| before.id == one.id)));
    assert!(new.iter().all(|one| one.fields["schoolYear"].display() == "2027"));
    assert!(
        gone.iter().all(|one| one.fields["schoolYear"].display() == "2026"),
        "last year's keep what they were"
    );
    let enrolments = world.records(Entity::Enrollment).await;
    let in_class = |id| {
        enrolments.iter().filter(|one| one.active && one.fields["class"].as_roster_id() == Some(id)).count()
    };
    assert_eq!(new.iter().map(|one| in_class(one.id)).sum::<usize>(), 20);
    assert_eq!(gone.iter().map(|one| in_class(one.id)).sum::<usize>(), 0, "nobody is in last year's");
    // The next night is quiet.
    assert_eq!(district.read(&world).await.row.run.applied, 0);
}
