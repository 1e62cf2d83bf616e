//! Messages overtake each other on their way; what a newer one said stays, whoever comes last.

use crosswalk_model::{DeliveryState, Value};
use crosswalk_sandbox::school::Person;
use crosswalk_tests::World;

async fn called(world: &World, number: u32) -> String {
    let person = world.person(&number.to_string()).await;
    let name = person.fields.get("preferredFirstName").or(person.fields.get("givenName"));
    name.map(Value::display).unwrap_or_default()
}

/// A pupil who is at the school and stays, by index and number.
fn pupil(world: &World) -> (usize, u32) {
    let index = world.pupils(1)[0];
    (index, world.town.school.pupils[index].number)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_overtakes_a_full() {
    let mut world = World::new().await;
    world.push_full().await;
    let (index, number) = pupil(&world);
    let late = world.full_message();
    world.town.school.change_preferred_name(index, "Rangi");
    let new = world.town.school.new_pupil(9);
    let new_number = world.town.school.pupils[new].number;
    world.push_part(&[Person::Pupil(index), Person::Pupil(new)]).await;
    let roster = world.roster().await;

    assert!(world.push(late).await.accepted());
    assert_eq!(called(&world, number).await, "Rangi");
    assert!(world.person(&new_number.to_string()).await.active, "the full did not know the new pupil yet");
    assert_eq!(world.roster().await, roster);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_overtakes_a_part() {
    let mut world = World::new().await;
    world.push_full().await;
    let (index, number) = pupil(&world);
    world.town.school.change_preferred_name(index, "Rangi");
    let late = world.part_message(&[Person::Pupil(index)]);
    world.town.school.change_preferred_name(index, "Tama");
    assert!(world.push(world.full_message()).await.accepted());
    assert!(world.push(late).await.accepted());
    assert_eq!(called(&world, number).await, "Tama");
    assert_eq!(world.deliveries().await[0].state, DeliveryState::Overtaken);

    // Also where the newer full only repeated what was known already.
    world.town.school.change_preferred_name(index, "Wiremu");
    let late = world.part_message(&[Person::Pupil(index)]);
    world.town.school.change_preferred_name(index, "Tama");
    assert!(world.push(world.full_message()).await.accepted());
    assert!(world.push(late).await.accepted());
    assert_eq!(called(&world, number).await, "Tama");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_part_still_counts_for_whom_nobody_has_spoken_of_since() {
    let mut world = World::new().await;
    world.push_full().await;
    let (index, number) = pupil(&world);
    world.town.school.change_preferred_name(index, "Rangi");
    let late = world.part_message(&[Person::Pupil(index)]);
    world.push_part(&[Person::Pupil(index + 1)]).await;
    assert!(world.push(late).await.accepted());
    assert_eq!(called(&world, number).await, "Rangi");
    assert_eq!(world.deliveries().await[0].state, DeliveryState::Taken);
}
