//! A connection that rests still answers its source and keeps what it sends; when it goes on, all of it is taken in.

use crosswalk_contract::{ListConnections, PauseConnection};
use crosswalk_model::DeliveryState;
use crosswalk_sandbox::school::Person;
use crosswalk_tests::World;

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_refused_and_nothing_is_lost() {
    let mut world = World::new().await;
    world.push_full().await;
    world.ask(PauseConnection { id: world.kamar, paused: true }).await;
    let pupil = world.pupils(1)[0];
    world.town.school.change_email(pupil);
    let number = world.number(pupil);
    let before = world.person(&number).await;
    assert!(world.town.push_part(&[Person::Pupil(pupil)]).await.accepted(), "KAMAR must not switch it off");
    world.house.settle().await;
    assert_eq!(world.deliveries().await[0].state, DeliveryState::Waiting);
    assert_eq!(world.person(&number).await, before);
    let cards = world.ask(ListConnections {}).await;
    assert_eq!(cards.iter().find(|card| card.id == world.kamar).unwrap().word, "Paused");

    world.ask(PauseConnection { id: world.kamar, paused: false }).await;
    world.house.settle().await;
    assert_eq!(world.deliveries().await[0].state, DeliveryState::Taken);
    let email = world.town.school.pupils[pupil].email.clone().unwrap();
    assert_eq!(world.person(&number).await.fields["email"].display(), email);
}
