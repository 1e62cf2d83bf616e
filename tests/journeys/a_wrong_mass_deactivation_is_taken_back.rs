//! Pain 22: "deactivation took effect on one click", "no mass re-activate". So many departures need a reason; and when
//! they were wrong, the next good import brings everybody back as who they were, here and at the cloud.

use crosswalk_model::{Entity, PlanState, RunState, Selected};
use crosswalk_tests::world::approval;
use crosswalk_tests::{Package, World};

#[tokio::test(flavor = "multi_thread")]
async fn everybody_comes_back_as_who_they_were() {
    let mut world = World::new().await;
    world.push_full().await;
    for sync in [world.te_kete_ako, world.edpsych] {
        world.bring_up_to_date(sync).await;
    }
    let (roster, rows) = (world.roster().await, world.town.supabase.snapshot().table("people").len());
    let ids = |records: Vec<crosswalk_model::RosterRecord>| {
        let mut ids: Vec<_> = records.into_iter().filter(|one| one.active).map(|one| one.id).collect();
        ids.sort();
        ids
    };
    let before = [ids(world.records(Entity::User).await), ids(world.records(Entity::Enrollment).await)];
    // Somebody sends a full without many of its pupils, and somebody else approves it.
    let wrong: Vec<usize> = world.pupils(100).into_iter().step_by(2).take(40).collect();
    for pupil in &wrong {
        world.town.school.pupils[*pupil].listed = false;
    }
    world.push_full().await;
    let plan = world.last_plan(world.inbound).await;
    assert_eq!(plan.card.state, PlanState::Held);
    let told = world.problem(approval(&plan, Selected::All, None)).await;
    assert_eq!(told.code, "plan.not_approved", "one click is not enough");
    world.approve(&plan, Some("They seem to have left.")).await;
    for sync in [world.te_kete_ako, world.edpsych] {
        let plan = world.preview(sync).await;
        assert_eq!(plan.card.state, PlanState::Held, "and the way out asks again");
        world.approve(&plan, Some("They seem to have left.")).await;
    }
    assert_eq!(world.roster().await["pupils"], roster["pupils"] - 40);

    for pupil in &wrong {
        world.town.school.pupils[*pupil].listed = true;
    }
    world.push_full().await;
    let run = world.last_run(world.inbound).await;
    assert_eq!(run.row.run.state, RunState::Done, "coming back harms nobody: {}", run.row.run.note);
    for sync in [world.te_kete_ako, world.edpsych] {
        let run = world.bring_up_to_date(sync).await;
        assert_eq!(run.row.run.state, RunState::Done, "{} {:?}", run.row.run.note, run.refused.first());
    }
    assert_eq!(world.roster().await, roster);
    let after = [ids(world.records(Entity::User).await), ids(world.records(Entity::Enrollment).await)];
    assert_eq!(after, before, "the same people in the same places");
    assert_eq!(world.town.supabase.snapshot().table("people").len(), rows, "and no second row of anybody");
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
    assert_eq!(world.edpsych_differs(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_package_too() {
    let world = World::new().await;
    let district = world.district("district", &[]).await;
    district.put_package(&Package::of("a", 60));
    district.read(&world).await;
    let roster = world.roster().await;
    district.put_package(&Package::of("a", 20));
    let plan = district.plan(&world).await;
    world.approve(&plan, Some("They seem to have left.")).await;
    assert_eq!(world.roster().await["pupils"], 20);
    district.put_package(&Package::of("a", 60));
    let run = district.read(&world).await;
    assert_eq!(run.row.run.state, RunState::Done, "{}", run.row.run.note);
    assert_eq!(world.roster().await, roster);
    assert_eq!(world.records(Entity::User).await.len(), 60);
}
