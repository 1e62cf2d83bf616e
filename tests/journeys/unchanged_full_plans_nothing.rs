//! Pain 6. The same full again costs reading and nothing else.

use crosswalk_model::{PlanState, RunState};
use crosswalk_tests::World;

#[tokio::test(flavor = "multi_thread")]
async fn the_same_full_twice_changes_nothing_anywhere() {
    let world = World::new().await;
    world.push_everything().await;
    for sync in [world.te_kete_ako, world.edpsych] {
        world.bring_up_to_date(sync).await;
    }
    let seq = world.house.school().unwrap().roster_seq().await.unwrap();
    let (te_kete_ako, edpsych) = (world.town.supabase.snapshot(), world.town.edpsych.snapshot());

    world.push_everything().await;
    let run = world.last_run(world.inbound).await;
    assert_eq!((run.row.run.state, run.row.run.applied), (RunState::Done, 0));
    assert_eq!(world.last_plan(world.inbound).await.card.state, PlanState::Empty);
    assert_eq!(world.house.school().unwrap().roster_seq().await.unwrap(), seq, "no record took a new number");
    for sync in [world.te_kete_ako, world.edpsych] {
        assert_eq!(world.preview(sync).await.card.state, PlanState::Empty);
    }
    assert_eq!(world.town.supabase.snapshot(), te_kete_ako);
    assert_eq!(world.town.edpsych.snapshot(), edpsych);
}
