//! Between the plan and the word for it somebody changed the record at the cloud: what the plan rests on is no longer
//! so, and nothing is written to it.

use crosswalk_model::{OutcomeKind, RunState};
use crosswalk_sandbox::school::Person;
use crosswalk_tests::World;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn the_edit_survives_and_the_others_are_written() {
    let mut world = World::new().await;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let [one, two] = world.pupils(2)[..] else { panic!("two pupils") };
    for pupil in [one, two] {
        world.town.school.change_email(pupil);
    }
    world.push_part(&[Person::Pupil(one), Person::Pupil(two)]).await;
    let plan = world.preview(world.te_kete_ako).await;
    assert_eq!(plan.card.changes, 2);
    let edited = world.number(one);
    world.town.supabase.edit("people", &edited, &json!({ "preferred_name": "Jim" })).unwrap();
    let before = world.row("people", &edited);

    let run = world.approve(&plan, None).await;
    assert_eq!((run.row.run.state, run.row.run.applied), (RunState::DoneWithRefusals, 1));
    assert!(run.refused[0].words.contains("changed the record at the destination"), "{:?}", run.refused);
    let rows = world.changes(&plan).await;
    let drifted = rows.iter().find(|row| row.change.key == edited).unwrap();
    assert_eq!(drifted.outcome.as_ref().map(|outcome| outcome.kind), Some(OutcomeKind::Drifted));
    assert_eq!(world.row("people", &edited), before);

    // The next plan rests on what is there now.
    let run = world.bring_up_to_date(world.te_kete_ako).await;
    assert_eq!((run.row.run.state, run.row.run.applied), (RunState::Done, 1), "{}", run.row.run.note);
    let now = world.row("people", &edited).unwrap();
    assert_eq!(
        (&now["preferred_name"], &now["email"]),
        (&json!("Jim"), &json!(world.town.school.pupils[one].email))
    );
}
