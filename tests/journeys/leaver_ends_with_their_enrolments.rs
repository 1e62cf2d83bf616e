//! Pain 16. Who leaves ends in the roster and in the clouds, and so does what hangs on them; nobody else does.

use crosswalk_model::RunState;
use crosswalk_sandbox::school::Person;
use crosswalk_tests::World;

#[tokio::test(flavor = "multi_thread")]
async fn a_pupil_who_left_yesterday() {
    let mut world = World::new().await;
    world.push_full().await;
    let pupil = world.pupils(1)[0];
    let number = world.number(pupil);
    for sync in [world.te_kete_ako, world.edpsych] {
        world.bring_up_to_date(sync).await;
    }
    let user = world.person(&number).await.id;
    let enrolments = world.enrolments_of(user).await.len();
    assert!(enrolments > 0);

    let yesterday = world.town.school.today.yesterday().unwrap();
    world.town.school.leaver(pupil, yesterday);
    world.push_part(&[Person::Pupil(pupil)]).await;
    for sync in [world.te_kete_ako, world.edpsych] {
        let plan = world.preview(sync).await;
        assert!(plan.card.sentence.ends_with("removes 1 pupil."), "{}", plan.card.sentence);
        let run = world.approve(&plan, None).await;
        assert_eq!(run.row.run.state, RunState::Done, "{} {:?}", run.row.run.note, run.refused.first());
        assert_eq!(run.row.run.applied, enrolments as u64 + 1);
    }
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
    assert_eq!(world.edpsych_differs(), [""; 0]);
    assert!(!world.row("people", &number).unwrap()["ended_at"].is_null(), "ended, not deleted");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pupil_whose_record_is_no_longer_sent() {
    let mut world = World::new().await;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let pupil = world.pupils(1)[0];
    let number = world.number(pupil);
    world.town.school.pupils[pupil].listed = false;
    world.push_full().await;
    let person = world.person(&number).await;
    assert!(!person.active && world.enrolments_of(person.id).await.is_empty());
    world.bring_up_to_date(world.te_kete_ako).await;
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
}
