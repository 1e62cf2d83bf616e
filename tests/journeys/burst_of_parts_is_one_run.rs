//! A registrar's busy hour: what comes in one burst is taken in together.

use crosswalk_contract::PauseConnection;
use crosswalk_model::{DeliveryState, RunState};
use crosswalk_sandbox::school::Person;
use crosswalk_tests::World;

#[tokio::test(flavor = "multi_thread")]
async fn twenty_parts_are_one_run_and_the_last_word_counts() {
    let mut world = World::new().await;
    world.push_full().await;
    let before = world.runs(world.inbound).await;
    // While it rests, everything gathers; then it is taken in at once.
    world.ask(PauseConnection { id: world.kamar, paused: true }).await;
    for n in 0..20 {
        world.town.school.change_preferred_name(n % 5, &format!("Name{n}"));
        assert!(world.town.push_part(&[Person::Pupil(n % 5)]).await.accepted());
    }
    world.ask(PauseConnection { id: world.kamar, paused: false }).await;
    world.house.settle().await;

    assert_eq!(world.runs(world.inbound).await, before + 1);
    let run = world.last_run(world.inbound).await;
    assert_eq!((run.row.run.state, run.row.run.applied), (RunState::Done, 5), "{}", run.row.run.note);
    let taken = world.deliveries().await.into_iter().take(20);
    assert!(
        taken.into_iter().all(|one| one.state == DeliveryState::Taken && one.run == Some(run.row.run.id))
    );
    for n in 0..5 {
        let person = world.person(&world.town.school.pupils[n].number.to_string()).await;
        let name = person.fields.get("preferredFirstName").or(person.fields.get("givenName")).unwrap();
        assert_eq!(name.display(), format!("Name{}", 15 + n));
    }
}
