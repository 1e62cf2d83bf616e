//! An extract that holds nobody contains no departures: its hold offers none to approve.

use crosswalk_model::{HoldRule, PlanState, RunState};
use crosswalk_sandbox::kamar::messages;
use crosswalk_tests::World;

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_full_is_held_and_offers_nothing_to_approve() {
    let world = World::new().await;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let (roster, cloud) = (world.roster().await, world.town.supabase.snapshot());

    assert!(world.town.push_empty_full().await.accepted(), "KAMAR gets its answer all the same");
    world.house.settle().await;
    let plan = world.last_plan(world.inbound).await;
    assert_eq!((plan.card.state, plan.card.changes), (PlanState::Held, 0));
    assert!(plan.holds.iter().all(|hold| hold.rule == HoldRule::NotComplete), "{:?}", plan.holds);
    assert!(plan.holds.iter().any(|hold| hold.target == "students" && hold.baseline == 100));
    assert_eq!(world.roster().await, roster);

    let approved = world.approve(&plan, Some("I was in a hurry.")).await;
    assert_eq!(approved.row.run.applied, 0);
    assert_eq!(world.roster().await, roster);
    let out = world.preview(world.te_kete_ako).await;
    assert_eq!(out.card.state, PlanState::Empty);
    assert_eq!(world.town.supabase.snapshot(), cloud);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_good_full_takes_the_place_of_the_hold() {
    let mut world = World::new().await;
    world.push_full().await;
    assert!(world.town.push_empty_full().await.accepted());
    world.house.settle().await;
    let held = world.last_plan(world.inbound).await;
    assert_eq!(held.card.state, PlanState::Held);

    // What is pushed meanwhile is not held up by a message in which there was nothing.
    world.town.school.change_preferred_name(3, "Rangi");
    world.push_part(&[crosswalk_sandbox::school::Person::Pupil(3)]).await;
    assert_eq!(world.last_run(world.inbound).await.row.run.applied, 1);
    assert_eq!(world.plan(held.card.id).await.card.state, PlanState::Held);

    world.push_full().await;
    let good = world.last_run(world.inbound).await;
    assert_eq!(good.row.run.state, RunState::Done, "{}", good.row.run.note);
    assert_eq!(world.plan(held.card.id).await.card.state, PlanState::Superseded);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_list_of_staff_takes_away_no_staff() {
    let world = World::new().await;
    world.push_full().await;
    let roster = world.roster().await;
    let mut school = world.town.school.clone();
    school.staff.clear();
    school.classes.iter_mut().for_each(|class| class.teachers.clear());
    let at = world.town.kamar.stamp(&school);
    assert!(world.push(messages::full(&school, &world.town.kamar.quirks(), at)).await.accepted());
    let plan = world.last_plan(world.inbound).await;
    assert_eq!((plan.card.state, plan.card.changes), (PlanState::Held, 0));
    assert_eq!(plan.holds[0].rule, HoldRule::NotComplete);
    assert_eq!(world.roster().await, roster);
}
