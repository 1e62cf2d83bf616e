//! Pain 7: "the e-mail address is taken by another account: the whole run fails". The record that collides is named with
//! the destination's words and keeps what it had; everybody else goes through.

use crosswalk_model::RunState;
use crosswalk_sandbox::school::Person;
use crosswalk_tests::World;

#[tokio::test(flavor = "multi_thread")]
async fn the_one_is_refused_and_the_rest_goes_on() {
    let mut world = World::new().await;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    world.town.supabase.faults().make_unique("email");
    let [holder, taker, other] = world.pupils(3)[..] else { panic!("three pupils") };
    let numbers = [holder, taker, other].map(|pupil| world.number(pupil));
    for (n, pupil) in [holder, taker, other].into_iter().enumerate() {
        world.town.school.pupils[pupil].email = Some(format!("p{n}@rimu.example"));
    }
    world.push_part(&[holder, taker, other].map(Person::Pupil)).await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let address = |world: &World, n: usize| world.row("people", &numbers[n]).unwrap()["email"].clone();
    assert_eq!(address(&world, 1), "p1@rimu.example");

    // One takes an address that is free, one an address that somebody else has, and somebody new comes.
    world.town.school.pupils[other].email = Some("free@rimu.example".into());
    world.town.school.pupils[taker].email = Some("p0@rimu.example".into());
    let new = world.town.school.new_pupil(9);
    world.push_part(&[Person::Pupil(taker), Person::Pupil(other), Person::Pupil(new)]).await;
    assert_eq!(world.last_run(world.inbound).await.row.run.state, RunState::Done, "the roster takes both");
    let run = world.bring_up_to_date(world.te_kete_ako).await;
    assert_eq!(run.row.run.state, RunState::DoneWithRefusals, "{}", run.row.run.note);
    assert_eq!(run.refused.len(), 1, "{:?}", run.refused);
    assert!(
        run.refused[0].words.contains("already") || run.refused[0].words.contains("duplicate"),
        "{:?}",
        run.refused
    );
    assert_eq!(address(&world, 2), "free@rimu.example", "a free one is taken over");
    assert_eq!(address(&world, 1), "p1@rimu.example", "a taken one leaves what was there");
    assert!(world.row("people", &world.number(new)).is_some(), "and everybody else goes through");

    // As soon as it is free, it is sent.
    world.town.school.pupils[holder].email = Some("p9@rimu.example".into());
    world.push_part(&[Person::Pupil(holder)]).await;
    for _ in 0..2 {
        world.bring_up_to_date(world.te_kete_ako).await;
    }
    assert_eq!(
        (address(&world, 0), address(&world, 1)),
        ("p9@rimu.example".into(), "p0@rimu.example".into())
    );
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
}
