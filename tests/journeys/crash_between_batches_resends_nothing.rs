//! The power fails in the middle of a run: the next start goes on where it was, and no effect happens twice.

use std::collections::BTreeSet;
use std::time::Duration;

use crosswalk_model::{Actor, PlanState, RunState, Selected};
use crosswalk_sandbox::cloud::Log;
use crosswalk_tests::{World, WorldSpec};

/// The records that were sent to a place, by key, in the order in which they were sent.
fn sent(log: &Log, path: &str, key: &str) -> Vec<String> {
    let mut keys = Vec::new();
    for request in log.of("POST", path) {
        let body = request.json();
        let items = body.as_array().or(body["items"].as_array()).cloned().unwrap_or_default();
        keys.extend(items.iter().filter_map(|item| item[key].as_str().map(str::to_owned)));
    }
    keys
}

async fn wait_for(mut holds: impl FnMut() -> bool) {
    for _ in 0..2000 {
        if holds() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(3)).await;
    }
    panic!("it did not come true");
}

async fn begin(world: &World) -> crosswalk_contract::PlanView {
    world.push_full().await;
    let plan = world.preview(world.te_kete_ako).await;
    world.town.supabase.log().clear();
    world.town.supabase.faults().slow(Duration::from_millis(60));
    let word = crosswalk_tests::world::approval(&plan, Selected::All, None);
    world.house.ask_as(&Actor::local_administrator(), word).await.unwrap();
    plan
}

/// Everything is there once, and of what was confirmed before the end nothing was sent again.
async fn all_is_well(world: &World, plan: &crosswalk_contract::PlanView, before: &[String]) {
    world.town.supabase.faults().clear();
    world.house.settle().await;
    assert_eq!(world.plan(plan.card.id).await.card.state, PlanState::Applied);
    let run = world.ask(crosswalk_contract::GetRun { id: plan.run }).await;
    assert_eq!(run.row.run.state, RunState::Done, "{}", run.row.run.note);
    assert_eq!(run.row.run.applied, plan.card.changes);
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
    let people: BTreeSet<&String> = before.iter().collect();
    let again = sent(world.town.supabase.log(), "/people", "source_key");
    let again: Vec<&String> = again.iter().filter(|key| people.contains(key)).collect();
    assert!(again.is_empty(), "{} people were sent again", again.len());
    assert_eq!(world.preview(world.te_kete_ako).await.card.state, PlanState::Empty);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_power_fails_after_the_people() {
    let mut world = World::with(WorldSpec { pupils: 120, ..WorldSpec::default() }).await;
    let plan = begin(&world).await;
    // The people are confirmed when the next table begins.
    let log = world.town.supabase.log().clone();
    wait_for(|| !log.of("POST", "/classes").is_empty()).await;
    world.house.kill();
    let before = sent(&log, "/people", "source_key");
    assert!(before.len() > 100 && world.te_kete_ako_differs_in_people().len() > 100, "in the middle of it");
    log.clear();
    world.crash().await;
    all_is_well(&world, &plan, &before).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_menu_says_quit_in_the_middle_of_it() {
    let mut world = World::new().await;
    let plan = begin(&world).await;
    let log = world.town.supabase.log().clone();
    wait_for(|| !log.of("POST", "/classes").is_empty()).await;
    let before = sent(&log, "/people", "source_key");
    world.restart().await;
    let all = [before.clone(), sent(&log, "/people", "source_key")].concat();
    let twice = sent(&log, "/people", "source_key").len() - before.iter().collect::<BTreeSet<_>>().len();
    assert_eq!(twice, 0, "{} people were sent", all.len());
    log.clear();
    all_is_well(&world, &plan, &before).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_never_came_makes_nothing_twice() {
    let mut world = World::new().await;
    world.push_full().await;
    let plan = world.preview(world.edpsych).await;
    world.town.edpsych.log().clear();
    // The batch is carried out at the cloud, and the power fails before its answer is noted.
    world.town.edpsych.faults().slow(Duration::from_millis(80));
    let word = crosswalk_tests::world::approval(&plan, Selected::All, None);
    world.house.ask_as(&Actor::local_administrator(), word).await.unwrap();
    let log = world.town.edpsych.log().clone();
    wait_for(|| {
        log.requests().iter().any(|one| one.method == "POST" && one.path.contains("batch") && one.status > 0)
    })
    .await;
    world.house.kill();
    world.town.edpsych.faults().clear();
    world.crash().await;
    world.house.settle().await;
    let run = world.ask(crosswalk_contract::GetRun { id: plan.run }).await;
    assert_eq!(run.row.run.state, RunState::Done, "{}", run.row.run.note);
    assert_eq!(world.edpsych_differs(), [""; 0]);
    let snapshot = world.town.edpsych.snapshot();
    let learners = snapshot.table("learners");
    let keys: BTreeSet<&str> = learners.iter().map(|one| one["external_id"].as_str().unwrap()).collect();
    assert_eq!(keys.len(), learners.len(), "nobody is there twice");
}
