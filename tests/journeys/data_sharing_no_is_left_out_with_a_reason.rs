//! A family that does not share details with others is obeyed, and the plan says how many were left out and why.

use crosswalk_sandbox::school::Person;
use crosswalk_tests::World;

const REASON: &str = "the family does not share details";

#[tokio::test(flavor = "multi_thread")]
async fn no_means_no_and_later_too() {
    let mut world = World::new().await;
    let no = world.pupils(1)[0];
    for pupil in &mut world.town.school.pupils {
        pupil.sharing.details = Some(true);
    }
    world.town.school.pupils[no].sharing.details = Some(false);
    let number = world.number(no);
    world.push_full().await;
    let plan = world.preview(world.edpsych).await;
    assert_eq!(plan.summary.left_out.get(REASON), Some(&1), "{:?}", plan.summary.left_out);
    world.approve(&plan, None).await;
    let learner = |world: &World, number: &str| {
        let snapshot = world.town.edpsych.snapshot();
        snapshot.table("learners").iter().find(|one| one["external_id"] == number).cloned()
    };
    assert_eq!(learner(&world, &number), None);
    assert_eq!(world.edpsych_differs(), [""; 0]);

    // The school's own platform keeps data on the school's behalf: nobody is kept out of class.
    world.bring_up_to_date(world.te_kete_ako).await;
    assert!(world.row("people", &number).is_some());

    // Somebody who said yes says no: what is there is withdrawn, with the reason.
    let later = world.pupils(2)[1];
    world.town.school.pupils[later].sharing.details = Some(false);
    world.push_part(&[Person::Pupil(later)]).await;
    let plan = world.preview(world.edpsych).await;
    let rows = world.changes(&plan).await;
    assert!(rows.iter().all(|row| row.change.op.word() == "withdraw"), "{}", plan.card.sentence);
    let own = rows.iter().find(|row| row.change.target == "learners").unwrap();
    assert!(own.change.reason.phrase.contains(REASON));
    world.approve(&plan, None).await;
    assert_eq!(world.edpsych_differs(), [""; 0]);
    assert_eq!(learner(&world, &world.number(later)).unwrap()["active"], false);
}
