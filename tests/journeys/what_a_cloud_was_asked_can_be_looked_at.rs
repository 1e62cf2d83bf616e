//! A run keeps what it asked of a service and what came back: without secrets, and values by their shape only.

use crosswalk_contract::{ExchangeList, ExchangeView, GetExchange, ListExchanges};
use crosswalk_model::{RunId, RunKind, Timestamp};
use crosswalk_tests::{World, WorldSpec};

async fn list(world: &World, run: RunId, failed: bool) -> ExchangeList {
    world.ask(ListExchanges { run, failed }).await
}

async fn whole(world: &World, run: RunId) -> Vec<ExchangeView> {
    let mut all = Vec::new();
    for row in list(world, run, false).await.rows {
        all.push(world.ask(GetExchange { run, number: row.number }).await);
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sent_and_what_came_is_there_and_names_nobody() {
    let world = World::new().await;
    world.push_full().await;
    for sync in [world.te_kete_ako, world.edpsych] {
        world.bring_up_to_date(sync).await;
    }
    let mut told = Vec::new();
    for sync in [world.te_kete_ako, world.edpsych] {
        let run = world.house.school().unwrap().runs(Some(sync), None, 50).await.unwrap();
        let run = run.iter().rev().find(|run| run.applied > 0).expect("a run that wrote").id;
        let all = list(&world, run, false).await;
        assert!(all.rows.len() > 2 && all.failed == 0, "{all:?}");
        let whole = whole(&world, run).await;
        let write = whole
            .iter()
            .find(|one| one.noted.exchange.method == "POST" && one.curl.contains("--data-raw '{"));
        let write = write.or_else(|| whole.iter().find(|one| one.curl.contains("--data-raw '[")));
        let write = write.expect("a write is among them");
        assert!(write.curl.contains("$TOKEN") && write.noted.exchange.sent.bytes > 100, "{}", write.curl);
        told.push(serde_json::to_string(&(all, whole)).unwrap());
    }
    // An empty list of needles finds nothing either.
    assert!(told.iter().all(|text| text.contains("/people") || text.contains("/learners")), "{told:?}");
    let mut needles = vec![
        world.town.supabase.service_key.clone(),
        world.town.edpsych.client_secret.clone(),
        world.town.edpsych.client_id.clone(),
    ];
    for pupil in &world.town.school.pupils {
        needles.extend([Some(pupil.family.clone()), pupil.email.clone()].into_iter().flatten());
        needles.push(pupil.born.to_string());
    }
    for needle in needles.iter().filter(|needle| needle.chars().count() > 4) {
        assert!(
            told.iter().all(|text| !text.contains(needle.as_str())),
            "a planted value stands in an exchange"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_failed_is_found_at_a_glance_and_goes_after_its_time() {
    let world = World::with(WorldSpec { pupils: 20, ..WorldSpec::default() }).await;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    world.town.supabase.faults().set_down(true).await;
    let run = world.run(world.te_kete_ako, RunKind::Full).await.row.run;
    let failed = list(&world, run.id, true).await;
    assert!(!failed.rows.is_empty() && failed.rows.iter().all(|row| row.failed), "{failed:?}");
    assert_eq!(failed.rows.len() as u64, failed.failed);
    assert!(failed.rows.iter().any(|row| row.attempt > 1), "every attempt is there: {failed:?}");
    let purge = |days: i64| run.started_at.checked_add(jiff::SignedDuration::from_hours(24 * days)).unwrap();
    for (at, left) in [(purge(29), failed.rows.len()), (purge(31), 0)] {
        let at: Timestamp = at;
        world.house.purge(at).await.unwrap();
        assert_eq!(list(&world, run.id, true).await.rows.len(), left);
    }
}
