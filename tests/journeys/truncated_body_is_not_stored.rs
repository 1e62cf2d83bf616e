//! A message that was cut off on its way is no message: nothing of it is kept, and KAMAR hears that it must send again.

use crosswalk_model::DeliveryState;
use crosswalk_sandbox::http::Delivery;
use crosswalk_sandbox::kamar::Mischief;
use crosswalk_tests::World;

#[tokio::test(flavor = "multi_thread")]
async fn a_cut_full_changes_nothing_and_is_not_answered_with_ok() {
    let world = World::new().await;
    world.push_full().await;
    let (roster, deliveries) = (world.roster().await, world.deliveries().await.len());
    let message = world.full_message();
    let half = message.bytes().len() / 2;
    let result = world.town.kamar.push_oddly(message, Mischief::None, Delivery::Cut { after: half }).await;
    assert!(!result.accepted(), "{result:?}");
    world.house.settle().await;
    assert_eq!(world.deliveries().await.len(), deliveries);
    assert_eq!(world.roster().await, roster);

    // KAMAR has switched the service off; after the next good check everything goes on.
    assert!(!world.town.kamar.enabled());
    world.push_full().await;
    assert_eq!(world.roster().await, roster);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_complete_body_that_breaks_off_is_kept_and_removes_nobody() {
    let world = World::new().await;
    world.push_full().await;
    let roster = world.roster().await;
    let message = world.full_message();
    let bytes = message.bytes();
    let answer = world.post(bytes[..bytes.len() / 2].to_vec(), message.content_type()).await;
    assert_eq!(answer.status, 200, "who sent it can do nothing about it");
    let newest = world.deliveries().await.remove(0);
    assert_eq!(newest.state, DeliveryState::Unreadable, "{}", newest.verdict);
    assert!(newest.body.is_some() && !newest.verdict.is_empty());
    assert_eq!(world.roster().await, roster);
}
