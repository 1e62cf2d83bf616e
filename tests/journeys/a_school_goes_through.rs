//! The main job: a school's KAMAR in, its clouds up to date.

use crosswalk_model::RunState;
use crosswalk_tests::World;

#[tokio::test(flavor = "multi_thread")]
async fn a_full_reaches_both_clouds_as_an_independent_computation_expects() {
    let mut world = World::new().await;
    world.push_everything().await;
    let inbound = world.last_run(world.inbound).await;
    assert_eq!(inbound.row.run.state, RunState::Done, "{:?}", inbound.findings);
    let roster = world.roster().await;
    assert!(roster["pupils"] >= 110 && roster["staff"] >= 28, "{roster:?}");

    let first = world.bring_up_to_date(world.te_kete_ako).await;
    assert_eq!(first.row.run.state, RunState::Done, "{} {:?}", first.row.run.note, first.refused.first());
    let second = world.bring_up_to_date(world.edpsych).await;
    assert_eq!(second.row.run.state, RunState::Done, "{} {:?}", second.row.run.note, second.refused.first());
    let differs: Vec<String> = world.te_kete_ako_differs().iter().map(ToString::to_string).collect();
    assert!(differs.is_empty(), "{} differences, such as {:#?}", differs.len(), &differs[..differs.len().min(10)]);
    let differs: Vec<String> = world.edpsych_differs().iter().map(ToString::to_string).collect();
    assert!(differs.is_empty(), "{} differences, such as {:#?}", differs.len(), &differs[..differs.len().min(10)]);

    for sync in [world.te_kete_ako, world.edpsych] {
        let again = world.preview(sync).await;
        assert_eq!(again.card.sentence, "Nothing to do: everything is as it should be.");
    }
}
