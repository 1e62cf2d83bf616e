//! A cloud that confirms what it did not store is found out by the next reading, and made to hold it.

use crosswalk_model::PlanState;
use crosswalk_tests::World;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_confirmed_and_not_stored_is_written_again() {
    let world = World::new().await;
    world.push_full().await;
    world.town.supabase.faults().lose_every(9);
    world.bring_up_to_date(world.te_kete_ako).await;
    assert!(world.te_kete_ako_differs_in_people().len() > 10, "it has lied");

    world.town.supabase.faults().clear();
    let mut rounds = 0;
    while world.preview(world.te_kete_ako).await.card.state != PlanState::Empty {
        world.bring_up_to_date(world.te_kete_ako).await;
        rounds += 1;
        assert!(rounds < 5, "it does not settle");
    }
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
}
