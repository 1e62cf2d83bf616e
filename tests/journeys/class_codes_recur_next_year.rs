//! Every code comes again next year with other people behind it: those are other classes, and nobody is in last year's.

use crosswalk_model::{Entity, PlanState, RunState};
use crosswalk_tests::World;

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
