//! A kind of message that nobody has heard of is stored and answered like any other.

use crosswalk_model::DeliveryState;
use crosswalk_sandbox::kamar::messages;
use crosswalk_tests::World;

#[tokio::test(flavor = "multi_thread")]
async fn it_waits_for_a_later_crosswalk() {
    let world = World::new().await;
    world.push_full().await;
    let (roster, runs) = (world.roster().await, world.runs(world.inbound).await);
    let at = world.town.kamar.stamp(&world.town.school);
    let message = messages::unknown(&world.town.school, &world.town.kamar.quirks(), at);
    let answer = world.post(message.bytes(), message.content_type()).await;
    assert_eq!((answer.status, answer.json()["SMSDirectoryData"]["error"].as_i64()), (200, Some(0)));
    let kept = world.deliveries().await.remove(0);
    assert_eq!((kept.kind.as_str(), kept.state), ("lockerassignments", DeliveryState::KeptRaw));
    assert!(kept.body.is_some() && kept.verdict.contains("lockerassignments"), "{}", kept.verdict);
    assert_eq!((world.roster().await, world.runs(world.inbound).await), (roster, runs));
}
