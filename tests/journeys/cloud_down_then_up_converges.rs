//! A cloud that is down fails its own runs with a sentence; nothing is lost, and the first run after it is up again
//! brings everything.

use crosswalk_contract::StartRun;
use crosswalk_model::{Actor, RunKind, RunState};
use crosswalk_sandbox::school::Person;
use crosswalk_tests::World;

#[tokio::test(flavor = "multi_thread")]
async fn runs_fail_while_it_is_down_and_catch_up_afterwards() {
    let mut world = World::new().await;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    world.town.supabase.faults().set_down(true).await;
    for index in 0..2 {
        let pupil = world.pupils(2)[index];
        world.town.school.change_email(pupil);
        world.push_part(&[Person::Pupil(pupil)]).await;
        let run = world.run(world.te_kete_ako, RunKind::Full).await;
        assert_eq!(run.row.run.state, RunState::Failed);
        assert!(run.row.run.note.contains("cannot be reached"), "{}", run.row.run.note);
    }
    world.town.supabase.faults().set_down(false).await;
    let run = world.run(world.te_kete_ako, RunKind::Full).await;
    assert_eq!((run.row.run.state, run.row.run.applied), (RunState::Done, 2), "{}", run.row.run.note);
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_goes_down_in_the_middle_of_a_run() {
    let world = World::new().await;
    world.push_full().await;
    let plan = world.preview(world.te_kete_ako).await;
    let approve = crosswalk_tests::world::approval(&plan, crosswalk_model::Selected::All, None);
    world.house.ask_as(&Actor::local_administrator(), approve).await.unwrap();
    while world.town.supabase.log().of("POST", "/people").is_empty() {
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
    world.town.supabase.faults().set_down(true).await;
    world.house.settle().await;
    let run = world.last_run(world.te_kete_ako).await;
    assert!(
        matches!(run.row.run.state, RunState::Failed | RunState::Done),
        "{:?} {}",
        run.row.run.state,
        run.row.run.note
    );
    world.town.supabase.faults().set_down(false).await;
    world.bring_up_to_date(world.te_kete_ako).await;
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
    let left = world.ask(StartRun { sync: world.te_kete_ako, kind: RunKind::Preview }).await;
    world.house.settle().await;
    assert_eq!(
        world.ask(crosswalk_contract::GetRun { id: left.run }).await.sentence,
        "Nothing to do: everything is as it should be."
    );
}
