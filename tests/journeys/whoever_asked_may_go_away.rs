//! Somebody closes the page, or loses the network, while the engine does what they asked for: it is brought to its end,
//! and no run is left that seems to be under way for ever.

use std::time::Duration;

use crosswalk_contract::{Envelope, ReadConnection};
use crosswalk_model::{Actor, RunState};
use crosswalk_sandbox::district::{District, Night};
use crosswalk_tests::World;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_begun_is_brought_to_its_end() {
    let world = World::new().await;
    let folder = world.folder.path().join("package");
    let written = District::of(2_000).write(Night::First, &folder).unwrap();
    let settings = [("place", "folder"), ("folder", folder.to_str().unwrap())];
    let (connection, sync) = world.save("oneroster_csv", "District", &settings, &[]).await;

    let (actor, call) = (Actor::local_administrator(), ReadConnection { id: connection }.into());
    let asked = world.house.call(&actor, Envelope { request: "gone".into(), call });
    let answer = tokio::time::timeout(Duration::from_millis(20), asked).await;
    assert!(answer.is_err(), "it was done before anybody could go away");

    for _ in 0..600 {
        let runs = world.house.school().unwrap().runs(Some(sync), None, 5).await.unwrap();
        if runs.first().is_some_and(|run| run.state != RunState::Running) {
            assert_eq!((runs.len(), runs[0].state), (1, RunState::Done), "{}", runs[0].note);
            assert_eq!(runs[0].applied, written.records as u64);
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the run never ended");
}
