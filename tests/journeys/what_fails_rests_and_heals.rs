//! A cloud that is down is not knocked at all night; it is tried again ever more seldom, and comes back by itself. What
//! only a person can mend waits for one. A record that is refused again and again stops costing anything.

use std::collections::BTreeMap;

use crosswalk_contract::*;
use crosswalk_model::*;
use crosswalk_sandbox::school::Person;
use crosswalk_tests::World;
use jiff::SignedDuration;

async fn up_to_date() -> World {
    let world = World::new().await;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    world
}

/// So many minutes pass, and the house looks at the clock in each. How often it ran meanwhile is given back.
async fn minutes(world: &World, count: usize) -> usize {
    let before = world.runs(world.te_kete_ako).await;
    for _ in 0..count {
        world.clock.pass(SignedDuration::from_mins(1));
        world.house.look_at_the_clock().await;
    }
    world.runs(world.te_kete_ako).await - before
}

async fn rests(world: &World) -> bool {
    let waiting = world.ask(GetOverview {}).await.waiting;
    waiting.iter().any(|item| item.title == "Te Kete Ako rests")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cloud_that_is_down_is_tried_ever_more_seldom_and_comes_back() {
    let mut world = up_to_date().await;
    world.town.supabase.faults().set_down(true).await;
    world.town.school.change_email(0);
    world.push_part(&[Person::Pupil(0)]).await;
    assert_eq!(world.run(world.te_kete_ako, RunKind::Full).await.row.run.state, RunState::Failed);
    assert!(!rests(&world).await, "once is nothing yet");
    // After 1, 2, 4, 8 and 16 minutes, not after each.
    assert_eq!(minutes(&world, 33).await, 5);
    assert!(rests(&world).await, "it says so");
    world.town.supabase.faults().set_down(false).await;
    assert_eq!(minutes(&world, 33).await, 1);
    let run = world.last_run(world.te_kete_ako).await.row.run;
    assert_eq!((run.state, run.by.label.as_str()), (RunState::Done, "tries again"), "{}", run.note);
    assert!(!rests(&world).await);
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
    assert_eq!(minutes(&world, 60).await, 0, "and then there is nothing to do");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_a_person_can_mend_waits_for_one() {
    let world = up_to_date().await;
    let cards = world.ask(ListConnections {}).await;
    let id = cards.iter().find(|card| card.sync == Some(world.te_kete_ako)).unwrap().id;
    let before = world.ask(GetConnection { id }).await;
    let with_key = |key: &str| SaveConnection {
        id: Some(id),
        connector: "supabase".into(),
        title: "Te Kete Ako".into(),
        settings: before.settings.clone(),
        secrets: BTreeMap::from([("api_key".to_owned(), Secret::new(key))]),
    };
    world.ask(with_key("sb_secret_not_this_one_any_more")).await;
    let run = world.run(world.te_kete_ako, RunKind::Full).await;
    assert_eq!(run.row.run.state, RunState::Failed, "{}", run.row.run.note);
    assert!(rests(&world).await, "at once");
    assert_eq!(minutes(&world, 600).await, 0, "nobody knocks with a key that was refused");
    world.ask(with_key(&world.town.supabase.service_key)).await;
    assert!(!rests(&world).await, "mending it is its way out");
    assert_eq!(world.run(world.te_kete_ako, RunKind::Full).await.row.run.state, RunState::Done);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_is_refused_again_and_again_is_not_sent_for_ever() {
    let mut world = up_to_date().await;
    let pupil = world.pupils(1)[0];
    world.town.school.change_email(pupil);
    world.push_part(&[Person::Pupil(pupil)]).await;
    let email = world.town.school.pupils[pupil].email.clone().unwrap();
    world.town.supabase.faults().reject_value(&email);
    for n in 1..=3 {
        let run = world.run(world.te_kete_ako, RunKind::Full).await;
        assert_eq!(run.row.run.state, RunState::DoneWithRefusals, "{n}: {}", run.row.run.note);
        assert!(run.row.run.note.starts_with("1 change was not applied."), "{}", run.row.run.note);
    }
    world.town.supabase.log().clear();
    let run = world.run(world.te_kete_ako, RunKind::Full).await;
    assert_eq!(run.row.run.state, RunState::Done, "{}", run.row.run.note);
    assert!(run.findings.iter().any(|finding| finding.code == "quarantined"), "it is told");
    assert!(world.town.supabase.log().of("PATCH", "/people").is_empty());
    assert!(world.town.supabase.log().of("POST", "/people").is_empty());
    let held = world.ask(ListQuarantine {}).await;
    assert_eq!((held.len(), held[0].refused.attempts), (1, 3));
    assert!(!held[0].label.is_empty());
    let words = held[0].words.clone().unwrap_or_default();
    assert!(
        !words.is_empty() && !words.contains(&email),
        "the destination's words, without the value: {words}"
    );

    // Its ways out: other words, or a person.
    let done = world.ask(ReleaseQuarantine { sync: world.te_kete_ako, records: Vec::new() }).await;
    assert_eq!(done.sentence, "Released: 1 record. The next run tries once more.");
    assert!(world.ask(ListQuarantine {}).await.is_empty());
    let run = world.run(world.te_kete_ako, RunKind::Full).await;
    assert_eq!(run.row.run.state, RunState::DoneWithRefusals, "it is sent once more");
    world.town.supabase.faults().clear();
    let run = world.run(world.te_kete_ako, RunKind::Full).await;
    assert_eq!((run.row.run.state, run.row.run.applied), (RunState::Done, 1), "{}", run.row.run.note);
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
}
