//! What was answered with OK is never lost: not when the power fails before it was looked at, and not in the middle of
//! it.

use std::time::Duration;

use crosswalk_contract::PauseConnection;
use crosswalk_model::{DeliveryState, RunState};
use crosswalk_tests::World;

#[tokio::test(flavor = "multi_thread")]
async fn accepted_and_not_yet_looked_at() {
    let mut world = World::new().await;
    assert!(world.town.check().await.accepted());
    // It rests, so that nothing is taken in before the power fails.
    world.ask(PauseConnection { id: world.kamar, paused: true }).await;
    assert!(world.town.push_full().await.accepted());
    world.crash().await;
    assert_eq!(world.deliveries().await[0].state, DeliveryState::Waiting);
    world.ask(PauseConnection { id: world.kamar, paused: false }).await;
    world.house.settle().await;
    assert_eq!(world.roster().await["pupils"], 100);
    assert_eq!(world.deliveries().await[0].state, DeliveryState::Taken);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_power_fails_while_it_is_taken_in() {
    let mut world = World::new().await;
    assert!(world.town.check().await.accepted());
    for millis in [5, 40, 90, 160, 260] {
        assert!(world.town.push_full().await.accepted());
        tokio::time::sleep(Duration::from_millis(millis)).await;
        world.crash().await;
    }
    world.house.settle().await;
    assert_eq!(world.roster().await["pupils"], 100);
    let states: Vec<DeliveryState> = world.deliveries().await.iter().map(|one| one.state).collect();
    assert!(!states.contains(&DeliveryState::Waiting), "{states:?}");
    let page =
        world.ask(crosswalk_contract::ListRuns { sync: None, state: None, since: None, cursor: None }).await;
    assert!(page.rows.iter().all(|row| row.run.state != RunState::Running), "every run has ended");
    world.bring_up_to_date(world.te_kete_ako).await;
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
}
