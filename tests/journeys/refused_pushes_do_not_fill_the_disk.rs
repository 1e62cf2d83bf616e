//! Whoever does not know the password and knocks all night is told no each time, and noted now and then: the inbox does
//! not grow, and the next good push is taken as ever.

use crosswalk_model::DeliveryState;
use crosswalk_sandbox::http::{self, Request, Target};
use crosswalk_tests::World;

async fn knock(world: &World) -> u16 {
    let at = world.town.kamar.settings();
    let request = Request::new("POST", &at.path, "{}")
        .header("Authorization", "Basic d3Jvbmc6d3Jvbmc=")
        .header("Content-Type", "application/json");
    http::send(&Target { host: at.address, port: at.port, tls: false }, &request).await.unwrap().status
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_wrong_passwords_are_a_few_notes() {
    let world = World::new().await;
    let mut told = Vec::new();
    for _ in 0..1_200 {
        told.push(knock(&world).await);
    }
    assert!(told.iter().all(|status| *status == 403), "everyone gets the same answer");
    let notes = world.deliveries().await;
    assert!((20..=30).contains(&notes.len()), "{} notes", notes.len());
    assert!(notes[0].verdict.contains("999 more were refused like this"), "{}", notes[0].verdict);
    world.push_full().await;
    assert_eq!(world.deliveries().await[0].state, DeliveryState::Taken);
    // After a good push a refusal is news again.
    let before = world.deliveries().await.len();
    knock(&world).await;
    assert_eq!(world.deliveries().await.len(), before + 1);
}
