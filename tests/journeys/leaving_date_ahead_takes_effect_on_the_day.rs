//! Pain 12. A last day in the future is known at once and takes effect when it is over, not before.

use crosswalk_contract::StartRun;
use crosswalk_model::{PlanState, RunKind};
use crosswalk_sandbox::school::Person;
use crosswalk_tests::World;
use jiff::ToSpan;

#[tokio::test(flavor = "multi_thread")]
async fn nobody_leaves_before_their_last_day_is_over() {
    let mut world = World::new().await;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let pupil = world.pupils(1)[0];
    let number = world.number(pupil);
    let last = world.town.school.today.saturating_add(10.days());
    world.town.school.leaver(pupil, last);
    world.push_part(&[Person::Pupil(pupil)]).await;
    let plan = world.preview(world.te_kete_ako).await;
    let change = &world.changes(&plan).await[0].change;
    assert_eq!((change.op.word(), change.next_effective_on), ("update", Some(last.tomorrow().unwrap())));
    world.approve(&plan, None).await;
    let row = world.row("people", &number).unwrap();
    assert!(row["ended_at"].is_null() && row["ends_on"] == last.tomorrow().unwrap().to_string());

    // Nothing is pushed any more: the calendar alone brings it about.
    for (day, ends) in [(last, false), (last.tomorrow().unwrap(), true)] {
        world.clock.set(day);
        world.town.school.today = day;
        let plan = world.preview(world.te_kete_ako).await;
        assert_eq!(plan.card.state == PlanState::Empty, !ends, "{day}: {}", plan.card.sentence);
    }
    world.ask(StartRun { sync: world.te_kete_ako, kind: RunKind::Full }).await;
    world.house.settle().await;
    assert!(!world.row("people", &number).unwrap()["ended_at"].is_null());
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
}
