//! A cloud that is slow, or counts requests, is read as often as its sync's setting says: in every run, for changed
//! records only, or every so many days.

use std::collections::BTreeSet;

use crosswalk_contract::{ReconcileSync, SetTiming};
use crosswalk_model::{PlanState, ReadBack, RunKind, RunState, Starts, SyncId};
use crosswalk_sandbox::school::Person;
use crosswalk_tests::World;
use serde_json::json;

/// Up to date, approved, and set so.
async fn world(read_back: ReadBack, sync: impl Fn(&World) -> SyncId) -> World {
    let world = World::new().await;
    world.push_full().await;
    world.bring_up_to_date(sync(&world)).await;
    let sync = sync(&world);
    world.ask(SetTiming { sync, starts: Starts::WhenAsked, read_back, reconcile_days: 7 }).await;
    world.town.supabase.log().clear();
    world.town.edpsych.log().clear();
    world
}

/// What Te Kete Ako was asked to show: table and filter of the keys.
fn shown(world: &World) -> Vec<(String, String)> {
    let requests = world.town.supabase.log().requests().into_iter().filter(|one| one.method == "GET");
    let rows = requests.filter(|one| one.path.starts_with("/rest/v1/") && one.path.len() > 9);
    let filter = |query: &str| {
        let part = query.split('&').find(|part| part.starts_with("source_key="));
        part.unwrap_or_default().to_owned()
    };
    rows.map(|one| (one.path["/rest/v1/".len()..].to_owned(), filter(&one.query))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_run_reads_everything() {
    let world = world(ReadBack::EveryRun, |world| world.te_kete_ako).await;
    world.preview(world.te_kete_ako).await;
    let tables: BTreeSet<String> = shown(&world).into_iter().map(|(table, _)| table).collect();
    assert!(tables.len() >= 4 && shown(&world).iter().all(|(_, filter)| filter.is_empty()), "{tables:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn changed_records_only_reads_those_and_still_finds_who_changed_them_too() {
    let mut world = world(ReadBack::ChangedOnly, |world| world.te_kete_ako).await;
    assert_eq!(world.preview(world.te_kete_ako).await.card.state, PlanState::Empty);
    assert_eq!(shown(&world), [], "nothing changed, nothing is read");

    let (pupil, number) = (0, world.number(0));
    world.town.school.change_email(pupil);
    world.push_part(&[Person::Pupil(pupil)]).await;
    // Somebody at the cloud changes the same field of the same pupil, and the tutor group of another one.
    let stranger = world.number(world.pupils(3)[2]);
    world.town.supabase.edit("people", &stranger, &json!({ "tutor_group": "99XYZ" })).unwrap();
    let run = world.run(world.te_kete_ako, RunKind::Full).await;
    assert_eq!((run.row.run.state, run.row.run.applied), (RunState::Done, 1), "{}", run.row.run.note);
    let read = shown(&world);
    assert!(!read.is_empty(), "the changed record is read");
    for (table, filter) in &read {
        assert_eq!(table, "people");
        assert!(filter.starts_with("source_key=in.") && filter.contains(&number), "{filter}");
        assert!(!filter.contains(&stranger), "nobody else is read: {filter}");
    }
    assert_eq!(world.row("people", &stranger).unwrap()["tutor_group"], "99XYZ", "what is not read stays");

    // A record that was removed there and changes here is made again.
    world.town.supabase.log().clear();
    let gone = world.number(1);
    let row = world.row("people", &gone).unwrap();
    world.remove_rows("enrolments", &format!("person_id=eq.{}", row["id"].as_str().unwrap())).await;
    world.remove_rows("people", &format!("source_key=eq.{gone}")).await;
    world.town.school.change_email(1);
    world.push_part(&[Person::Pupil(1)]).await;
    let plan = world.preview(world.te_kete_ako).await;
    let told = world.changes_told(&plan).await;
    assert!(told.contains(&format!("create people {gone}")), "{told:?}");
    assert!(told.iter().any(|one| one.starts_with("create enrolments")), "what points at it too: {told:?}");
    // A reconcile reads all, once, and puts right what nobody had looked at.
    world.town.supabase.log().clear();
    world.ask(ReconcileSync { sync: world.te_kete_ako }).await;
    world.house.settle().await;
    assert!(shown(&world).iter().any(|(table, filter)| table == "classes" && filter.is_empty()));
    assert_ne!(world.row("people", &stranger).unwrap()["tutor_group"], "99XYZ");
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn edpsych_connect_is_asked_by_key() {
    let mut world = world(ReadBack::ChangedOnly, |world| world.edpsych).await;
    let lists = |world: &World| -> Vec<(String, String)> {
        let log = world.town.edpsych.log().requests().into_iter();
        let lists = log.filter(|one| one.method == "GET" && one.path != "/v1/meta");
        lists.map(|one| (one.path, one.query)).collect()
    };
    world.preview(world.edpsych).await;
    assert_eq!(lists(&world), [], "nothing changed, nothing is read");
    world.town.school.change_email(0);
    world.push_part(&[Person::Pupil(0)]).await;
    let run = world.run(world.edpsych, RunKind::Full).await;
    assert_eq!(run.row.run.state, RunState::Done, "{}", run.row.run.note);
    let asked = lists(&world);
    assert!(!asked.is_empty());
    for (path, query) in asked {
        let keys = query.split('&').filter(|part| part.starts_with("external_id=")).count();
        assert!(path == "/v1/learners" && keys == 1, "{path} {query}");
    }
    assert_eq!(world.edpsych_differs(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_periodic_reconcile_reads_after_its_days_and_not_before() {
    let mut world = world(ReadBack::Reconcile, |world| world.te_kete_ako).await;
    let number = world.number(world.pupils(1)[0]);
    world.town.supabase.edit("people", &number, &json!({ "tutor_group": "99XYZ" })).unwrap();
    for day in 1..7 {
        world.clock.pass(jiff::SignedDuration::from_hours(24));
        assert_eq!(world.preview(world.te_kete_ako).await.card.changes, 0, "day {day}");
    }
    assert_eq!(shown(&world), []);
    world.town.school.change_email(5);
    world.push_part(&[Person::Pupil(5)]).await;
    let run = world.run(world.te_kete_ako, RunKind::Full).await;
    assert_eq!((run.row.run.state, run.row.run.applied), (RunState::Done, 1), "{}", run.row.run.note);
    assert_eq!(shown(&world), [], "the ledger is taken for what is there");
    world.clock.pass(jiff::SignedDuration::from_hours(24));
    let plan = world.preview(world.te_kete_ako).await;
    assert_eq!(world.changes_told(&plan).await, [format!("update people {number}")]);
    assert!(!shown(&world).is_empty());
    world.town.supabase.log().clear();
    world.preview(world.te_kete_ako).await;
    assert_eq!(shown(&world), [], "and then again after its days");
}
