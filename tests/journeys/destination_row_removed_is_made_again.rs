//! Somebody removed a row at the cloud: the roster still has the person, so that the next run makes the row again.

use crosswalk_model::RunState;
use crosswalk_tests::World;

#[tokio::test(flavor = "multi_thread")]
async fn a_person_and_their_enrolments_come_back() {
    let world = World::new().await;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let number = world.number(world.pupils(1)[0]);
    let row = world.row("people", &number).unwrap();
    world.remove_rows("enrolments", &format!("person_id=eq.{}", row["id"].as_str().unwrap())).await;
    world.remove_rows("people", &format!("source_key=eq.{number}")).await;
    assert_ne!(world.te_kete_ako_differs_in_people(), [""; 0]);

    let plan = world.preview(world.te_kete_ako).await;
    let changes = world.changes(&plan).await;
    assert!(changes.iter().all(|row| row.change.reason.code == "missing_there"), "{}", plan.card.sentence);
    let run = world.approve(&plan, None).await;
    assert_eq!(run.row.run.state, RunState::Done, "{} {:?}", run.row.run.note, run.refused.first());
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
    assert_eq!(world.preview(world.te_kete_ako).await.card.changes, 0);
}
