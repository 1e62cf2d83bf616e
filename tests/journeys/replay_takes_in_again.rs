//! A stored message can be taken in once more: nothing changes when nothing has, and what was mended meanwhile counts.

use crosswalk_contract::{GetMappingText, ListDeliveries, ReplayDelivery, SetMappingText};
use crosswalk_model::{Delivery, DeliveryState, PlanState};
use crosswalk_tests::World;

async fn newest_full(world: &World) -> Delivery {
    let page = world.ask(ListDeliveries { connection: None, state: None, since: None, cursor: None }).await;
    page.rows.into_iter().map(|row| row.delivery).find(|one| one.kind == "full").unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_reading_of_the_same_words() {
    let world = World::new().await;
    world.push_full().await;
    let full = newest_full(&world).await;
    let (runs, roster) = (world.runs(world.inbound).await, world.roster().await);
    world.ask(ReplayDelivery { id: full.id }).await;
    world.house.settle().await;
    assert_eq!(newest_full(&world).await.state, DeliveryState::Taken);
    assert_eq!(world.runs(world.inbound).await, runs + 1);
    assert_eq!(world.last_plan(world.inbound).await.card.state, PlanState::Empty);
    assert_eq!(world.roster().await, roster);

    // The mapping is mended; the stored words say more now.
    let text = world.ask(GetMappingText { sync: world.inbound }).await.text;
    let mended =
        text.replace("to = \"house\"\nfield = \"house\"", "to = \"house\"\ntemplate = \"House {{ house }}\"");
    assert_ne!(mended, text, "{text}");
    world.ask(SetMappingText { sync: world.inbound, text: mended, knowingly: false }).await;
    world.ask(ReplayDelivery { id: full.id }).await;
    world.house.settle().await;
    let person = world.person(&world.number(world.pupils(1)[0])).await;
    assert!(person.fields["house"].display().starts_with("House "));
    assert_eq!(world.roster().await, roster);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_message_does_not_turn_the_time_back() {
    let mut world = World::new().await;
    world.push_full().await;
    let old = newest_full(&world).await;
    let pupil = world.pupils(1)[0];
    world.town.school.change_email(pupil);
    let new = world.town.school.new_pupil(9);
    world.push_full().await;
    let roster = world.roster().await;
    world.ask(ReplayDelivery { id: old.id }).await;
    world.house.settle().await;
    assert_eq!(world.roster().await, roster);
    assert!(world.person(&world.number(new)).await.active);
    let email = world.town.school.pupils[pupil].email.clone().unwrap();
    assert_eq!(world.person(&world.number(pupil)).await.fields["email"].display(), email);
}
