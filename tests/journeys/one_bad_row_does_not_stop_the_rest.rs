//! Pain 7. The cloud refuses one record: it stands alone in the end, with the cloud's words, and everything
//! else is there.

use crosswalk_model::RunState;
use crosswalk_tests::World;

#[tokio::test(flavor = "multi_thread")]
async fn the_refused_one_is_named_and_comes_when_it_is_mended() {
    let world = World::new().await;
    world.push_full().await;
    let number = world.number(world.pupils(1)[0]);
    let missing =
        |differs: Vec<String>| differs.into_iter().filter(|one| !one.contains(&number)).collect::<Vec<_>>();
    world.town.supabase.faults().reject_value(&number);
    let run = world.bring_up_to_date(world.te_kete_ako).await;
    assert_eq!(run.row.run.state, RunState::DoneWithRefusals, "{}", run.row.run.note);
    let refused: Vec<&str> = run.refused.iter().map(|one| one.what.as_str()).collect();
    assert_eq!(refused.iter().filter(|what| **what == "create people").count(), 1, "{:?}", run.refused);
    assert!(
        refused.iter().all(|what| *what == "create people" || *what == "create enrolments"),
        "{refused:?}"
    );
    assert!(run.refused.iter().all(|one| !one.words.is_empty()));
    assert_eq!(missing(world.te_kete_ako_differs_in_people()), [""; 0], "everybody else is there");
    assert_eq!(world.row("people", &number), None);

    world.town.supabase.faults().clear();
    let run = world.bring_up_to_date(world.te_kete_ako).await;
    assert_eq!(run.row.run.state, RunState::Done, "{}", run.row.run.note);
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_other_cloud_is_not_concerned() {
    let world = World::new().await;
    world.push_full().await;
    world.town.supabase.faults().refuse("people", true);
    let run = world.bring_up_to_date(world.te_kete_ako).await;
    assert_eq!(run.row.run.state, RunState::Failed, "{}", run.row.run.note);
    assert!(run.row.run.note.contains("does not allow this"), "{}", run.row.run.note);
    let run = world.bring_up_to_date(world.edpsych).await;
    assert_eq!(run.row.run.state, RunState::Done, "{}", run.row.run.note);
    assert_eq!(world.edpsych_differs(), [""; 0]);
    world.town.supabase.faults().clear();
    world.bring_up_to_date(world.te_kete_ako).await;
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
}
