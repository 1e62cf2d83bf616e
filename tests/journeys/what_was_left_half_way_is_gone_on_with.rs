//! When the memory fails at the wrong moment nobody can write down how a run ended, or go on with an approved plan.
//! The next look at the clock finds both; no restart is needed.

use crosswalk_contract::{PauseConnection, PlanView, ReplayDelivery};
use crosswalk_model::{Actor, Approval, DeliveryState, PlanState, RunState, Selected};
use crosswalk_tests::World;

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_nobody_closed_is_closed() {
    let world = World::new().await;
    world.push_full().await;
    let mut run = world.last_run(world.inbound).await.row.run;
    (run.state, run.ended_at) = (RunState::Running, None);
    let mut work = world.house.school().unwrap().begin().await.unwrap();
    work.put_run(&run).await.unwrap();
    work.commit().await.unwrap();

    world.house.look_at_the_clock().await;
    let fresh = world.last_run(world.inbound).await.row.run;
    assert_eq!(fresh.state, RunState::Running, "what is fresh may still be on its way");
    world.clock.pass(jiff::SignedDuration::from_mins(2));
    world.house.look_at_the_clock().await;
    let closed = world.last_run(world.inbound).await.row.run;
    assert_eq!(closed.state, RunState::Failed);
    assert!(closed.note.contains("run it again"), "{}", closed.note);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_that_was_approved_and_forgotten_is_carried_out() {
    let world = World::new().await;
    world.push_full().await;
    let plan = world.preview(world.te_kete_ako).await;
    approved_and_forgotten(&world, &plan).await;
    world.clock.pass(jiff::SignedDuration::from_mins(2));
    world.house.look_at_the_clock().await;
    assert_eq!(world.plan(plan.card.id).await.card.state, PlanState::Applied);
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
}

async fn approved_and_forgotten(world: &World, plan: &PlanView) {
    let by = Actor::local_administrator();
    let at = crosswalk_engine::Clock::now(world.clock.as_ref());
    let approval = Approval { root: plan.root, selected: Selected::All, by, at, reason: None };
    let mut work = world.house.school().unwrap().begin().await.unwrap();
    work.put_approval(plan.card.id, &approval).await.unwrap();
    work.set_plan_state(plan.card.id, PlanState::Approved).await.unwrap();
    work.commit().await.unwrap();
}

/// Timetables that were taken in before the people of whom they speak are read again once these are there: KAMAR
/// would not send them a second time.
#[tokio::test(flavor = "multi_thread")]
async fn what_came_before_its_people_is_read_again() {
    let world = World::new().await;
    assert!(world.town.check().await.accepted());
    world.ask(PauseConnection { id: world.kamar, paused: true }).await;
    world.push_everything().await;
    let full = world.deliveries().await.into_iter().find(|one| one.kind == "full").unwrap();
    let school = world.house.school().unwrap();
    school
        .set_delivery(full.id, DeliveryState::Unreadable, None, "The disk could not be read.")
        .await
        .unwrap();
    world.ask(PauseConnection { id: world.kamar, paused: false }).await;
    world.house.settle().await;

    world.ask(ReplayDelivery { id: full.id }).await;
    world.house.settle().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    assert_eq!(world.te_kete_ako_differs(), [""; 0]);
}
