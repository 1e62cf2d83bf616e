//! The main job: a school's KAMAR in, its clouds up to date.

use crosswalk_model::RunState;
use crosswalk_tests::{World, WorldSpec};

#[tokio::test(flavor = "multi_thread")]
async fn a_full_reaches_both_clouds_as_an_independent_computation_expects() {
    let spec = WorldSpec { pupils: 120, staff: 30, ..WorldSpec::default() };
    let world = World::with(spec).await;
    world.push_everything().await;
    let inbound = world.last_run(world.inbound).await;
    assert_eq!(inbound.row.run.state, RunState::Done, "{:?}", inbound.findings);
    let roster = world.roster().await;
    assert!(roster["pupils"] >= 110 && roster["staff"] >= 28, "{roster:?}");

    for sync in [world.te_kete_ako, world.edpsych] {
        let run = world.bring_up_to_date(sync).await;
        assert_eq!(run.row.run.state, RunState::Done, "{} {:?}", run.row.run.note, run.refused.first());
    }
    assert_eq!(world.te_kete_ako_differs(), [""; 0]);
    assert_eq!(world.edpsych_differs(), [""; 0]);

    for sync in [world.te_kete_ako, world.edpsych] {
        let again = world.preview(sync).await;
        assert_eq!(again.card.sentence, "Nothing to do: everything is as it should be.");
    }
}
