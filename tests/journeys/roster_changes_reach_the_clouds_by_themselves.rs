//! Nobody has to press a button after each push: when the roster is quiet again the outbound syncs run, once for a
//! burst, asking first until a person has approved one run.

use std::time::{Duration, Instant};

use crosswalk_contract::{SetStandingApproval, SetTiming};
use crosswalk_engine::{Debounce, Tuning};
use crosswalk_model::{PlanState, ReadBack, RunState, Starts};
use crosswalk_sandbox::school::Person;
use crosswalk_tests::look::comes_true;
use crosswalk_tests::{World, WorldSpec};

async fn following(quiet: u64, at_most: u64) -> World {
    let debounce = Debounce { quiet: Duration::from_millis(quiet), at_most: Duration::from_millis(at_most) };
    let tuning = Tuning { debounce: Some(debounce), ..Tuning::default() };
    World::with(WorldSpec { pupils: 60, tuning, ..WorldSpec::default() }).await
}

/// Both clouds are brought up to date, and a person has approved that.
async fn approved(world: &World) {
    world.push_full().await;
    comes_true("a plan waits", async || world.runs(world.edpsych).await > 0).await;
    for sync in [world.te_kete_ako, world.edpsych] {
        comes_true("the run has ended", async || {
            world.last_run(sync).await.row.run.state != RunState::Running
        })
        .await;
        let run = world.bring_up_to_date(sync).await;
        assert_eq!(run.row.run.state, RunState::Done, "{}", run.row.run.note);
    }
}

fn email_there(world: &World, pupil: usize) -> serde_json::Value {
    world.row("people", &world.number(pupil)).map_or(serde_json::Value::Null, |row| row["email"].clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_waits_first_and_then_changes_go_by_themselves() {
    let mut world = following(150, 2_000).await;
    world.push_full().await;
    comes_true("a plan is made", async || world.runs(world.te_kete_ako).await > 0).await;
    comes_true("and waits", async || {
        world.last_run(world.te_kete_ako).await.row.run.state == RunState::Waiting
    })
    .await;
    assert!(world.town.supabase.snapshot().table("people").is_empty(), "nothing is sent unasked");
    assert_eq!(world.last_plan(world.te_kete_ako).await.card.state, PlanState::Waiting);

    world.bring_up_to_date(world.te_kete_ako).await;
    let before = email_there(&world, 0);
    world.town.school.change_email(0);
    world.push_part(&[Person::Pupil(0)]).await;
    comes_true("the change is at the cloud", async || email_there(&world, 0) != before).await;
    world.house.settle().await;
    let run = world.last_run(world.te_kete_ako).await.row.run;
    assert_eq!((run.state, run.by.label.as_str()), (RunState::Done, "roster changed"));

    // Who wants to be asked is asked.
    world.ask(SetStandingApproval { sync: world.te_kete_ako, standing: false }).await;
    let (runs, before) = (world.runs(world.te_kete_ako).await, email_there(&world, 1));
    world.town.school.change_email(1);
    world.push_part(&[Person::Pupil(1)]).await;
    comes_true("another plan is made", async || world.runs(world.te_kete_ako).await > runs).await;
    world.house.settle().await;
    assert_eq!(world.last_plan(world.te_kete_ako).await.card.state, PlanState::Waiting);
    assert_eq!(email_there(&world, 1), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_burst_is_one_run_and_who_rests_does_not_run() {
    let mut world = following(1_500, 20_000).await;
    approved(&world).await;
    let timing = SetTiming {
        sync: world.edpsych,
        starts: Starts::WhenAsked,
        read_back: ReadBack::EveryRun,
        reconcile_days: 7,
    };
    assert!(world.ask(timing).await.words.starts_with("It runs when somebody asks"));
    let before = (world.runs(world.te_kete_ako).await, world.runs(world.edpsych).await);
    for pupil in 0..5 {
        world.town.school.change_email(pupil);
        world.push_part(&[Person::Pupil(pupil)]).await;
    }
    comes_true("it runs", async || world.runs(world.te_kete_ako).await > before.0).await;
    tokio::time::sleep(Duration::from_millis(2_500)).await;
    world.house.settle().await;
    let after = (world.runs(world.te_kete_ako).await, world.runs(world.edpsych).await);
    assert_eq!(after, (before.0 + 1, before.1), "one run for the burst, none for the one that rests");
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_steady_stream_does_not_starve_the_clouds() {
    let mut world = following(4_000, 5_000).await;
    world.push_full().await;
    comes_true("a plan is made", async || world.runs(world.te_kete_ako).await > 0).await;
    world.house.settle().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    // Never quiet for long enough; the upper bound lets it through.
    let (before, begun) = (world.runs(world.te_kete_ako).await, Instant::now());
    let mut pupil = 0;
    while world.runs(world.te_kete_ako).await == before {
        assert!(begun.elapsed() < Duration::from_secs(60), "it was starved");
        world.town.school.change_email(pupil % 50);
        world.push_part(&[Person::Pupil(pupil % 50)]).await;
        pupil += 1;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changed_before_the_power_failed_goes_out_afterwards() {
    let mut world = following(150, 2_000).await;
    approved(&world).await;
    // From here on it would wait for an hour, if it were not for the crash.
    world.tuning.debounce =
        Some(Debounce { quiet: Duration::from_secs(3600), at_most: Duration::from_secs(3600) });
    world.restart().await;
    let before = email_there(&world, 0);
    world.town.school.change_email(0);
    world.push_part(&[Person::Pupil(0)]).await;
    world.tuning.debounce =
        Some(Debounce { quiet: Duration::from_millis(100), at_most: Duration::from_secs(1) });
    world.crash().await;
    comes_true("the change is at the cloud", async || email_there(&world, 0) != before).await;
}
