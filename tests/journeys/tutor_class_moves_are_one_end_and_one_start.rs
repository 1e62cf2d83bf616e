//! Pain 9. Who moves to another class is not in both, and is not new at the school.

use crosswalk_model::RunState;
use crosswalk_sandbox::school::Person;
use crosswalk_tests::{World, WorldSpec};

#[tokio::test(flavor = "multi_thread")]
async fn one_enrolment_ends_and_one_begins_in_the_same_run() {
    // Large enough for two tutor classes in a year level.
    let mut world = World::with(WorldSpec { pupils: 150, ..WorldSpec::default() }).await;
    world.push_full().await;
    for sync in [world.te_kete_ako, world.edpsych] {
        world.bring_up_to_date(sync).await;
    }
    let moves = |pupil: &usize| world.town.school.other_tutor(*pupil).is_some();
    let pupil = world.pupils(150).into_iter().find(moves).expect("a year level with two tutor classes");
    let number = world.number(pupil);
    let enrolments = world.enrolments_of(world.person(&number).await.id).await.len();
    let to = world.town.school.other_tutor(pupil).unwrap();
    assert!(world.town.school.change_tutor(pupil, &to));
    world.push_part(&[Person::Pupil(pupil)]).await;

    let run = world.last_run(world.inbound).await;
    assert_eq!(run.row.run.applied, 3, "the pupil, the end and the start: {}", run.row.run.note);
    assert_eq!(world.enrolments_of(world.person(&number).await.id).await.len(), enrolments);
    for sync in [world.te_kete_ako, world.edpsych] {
        let plan = world.preview(sync).await;
        let counts = |word| plan.summary.counts.total(word);
        assert_eq!(
            (counts("create"), counts("deactivate"), counts("update")),
            (1, 1, 1),
            "{}",
            plan.card.sentence
        );
        let run = world.approve(&plan, None).await;
        assert_eq!(run.row.run.state, RunState::Done, "{} {:?}", run.row.run.note, run.refused.first());
    }
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
    assert_eq!(world.edpsych_differs(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_moves_back_into_a_class_that_they_had_left() {
    let mut world = World::new().await;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let moves = |pupil: &usize| world.town.school.possible_move(*pupil).is_some();
    let pupil = world.pupils(100).into_iter().find(moves).expect("a pupil who can move");
    let (from, to) = world.town.school.possible_move(pupil).unwrap();
    let rows = world.town.supabase.snapshot().table("enrolments").len();
    for (from, to) in [(from, to), (to, from)] {
        assert!(world.town.school.move_class(pupil, from, to));
        world.push_part(&[Person::Pupil(pupil)]).await;
        world.bring_up_to_date(world.te_kete_ako).await;
        assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
    }
    assert_eq!(
        world.town.supabase.snapshot().table("enrolments").len(),
        rows + 1,
        "the first place was taken up again"
    );
}
