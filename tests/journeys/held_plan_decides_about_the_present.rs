//! While a plan waits for a person the school goes on: newer messages are taken in, and the plan is made anew where
//! they spoke of its records.

use crosswalk_contract::ListPlans;
use crosswalk_model::{PlanState, RunState};
use crosswalk_sandbox::school::Person;
use crosswalk_tests::World;

#[tokio::test(flavor = "multi_thread")]
async fn who_is_back_meanwhile_is_no_longer_among_the_leavers() {
    let mut world = World::new().await;
    world.push_full().await;
    let roster = world.roster().await;
    let leavers = world.pupils(12);
    for pupil in &leavers {
        world.town.school.pupils[*pupil].listed = false;
    }
    world.push_full().await;
    let first = world.last_plan(world.inbound).await;
    assert_eq!(first.card.state, PlanState::Held);

    // Somebody else changes: the part goes through, the plan waits on as it is.
    let other = world.pupils(1)[0];
    world.town.school.change_email(other);
    world.push_part(&[Person::Pupil(other)]).await;
    assert_eq!(world.last_run(world.inbound).await.row.run.state, RunState::Done);
    assert_eq!(world.plan(first.card.id).await.card.state, PlanState::Held);
    let email = world.town.school.pupils[other].email.clone().unwrap();
    assert_eq!(world.person(&world.number(other)).await.fields["email"].display(), email);

    // One of the twelve is back: the plan is made anew without them.
    world.town.school.reentry(leavers[0]);
    world.push_part(&[Person::Pupil(leavers[0])]).await;
    let open = world.ask(ListPlans { open: true }).await;
    assert_eq!(open.len(), 1, "{open:?}");
    assert_eq!(world.plan(first.card.id).await.card.state, PlanState::Superseded);
    let second = world.plan(open[0].id).await;
    let pupils = second.holds.iter().find(|hold| hold.group == "pupils").unwrap();
    assert_eq!(pupils.affected, 11);
    world.approve(&second, Some("They moved away.")).await;
    assert_eq!(world.roster().await["pupils"], roster["pupils"] - 11);
    assert!(world.person(&world.number(leavers[0])).await.active);
    // The next full finds everything as it should be.
    world.push_full().await;
    assert_eq!(world.last_plan(world.inbound).await.card.state, PlanState::Empty);
}
