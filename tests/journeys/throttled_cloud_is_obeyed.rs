//! A cloud that asks to wait is waited for; nothing is lost and nothing is sent before the time is over.

use std::time::{Duration, Instant};

use crosswalk_model::RunState;
use crosswalk_tests::World;

#[tokio::test(flavor = "multi_thread")]
async fn retry_after_is_kept() {
    let world = World::new().await;
    world.push_full().await;
    let plan = world.preview(world.edpsych).await;
    world.town.edpsych.log().clear();
    world.town.edpsych.faults().throttle_for(1, 1);
    let start = Instant::now();
    let run = world.approve(&plan, None).await;
    assert_eq!(run.row.run.state, RunState::Done, "{}", run.row.run.note);
    assert!(start.elapsed() >= Duration::from_secs(1), "{:?}", start.elapsed());
    let throttled = world.town.edpsych.log().requests().iter().filter(|one| one.status == 429).count();
    assert_eq!(throttled, 1, "nobody knocks meanwhile");
    assert_eq!(world.edpsych_differs(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wait_that_is_too_long_fails_the_run_with_a_sentence() {
    let world = World::new().await;
    world.push_full().await;
    world.town.supabase.faults().throttle_for(100, 3600);
    let run = world.run(world.te_kete_ako, crosswalk_model::RunKind::Preview).await;
    assert_eq!(run.row.run.state, RunState::Failed);
    assert!(run.row.run.note.contains("asks to wait"), "{}", run.row.run.note);
    world.town.supabase.faults().clear();
    world.bring_up_to_date(world.te_kete_ako).await;
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
}
