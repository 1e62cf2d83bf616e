//! KAMAR switches a listener off that refuses it once: whoever opens the overview sees it, and sees it no longer when
//! the next push is taken. A source is called silent only while nothing at all has come from it.

use crosswalk_contract::{Destination, GetOverview};
use crosswalk_sandbox::http::{self, Request, Target};
use crosswalk_tests::World;

/// What the overview says of connections.
async fn told(world: &World) -> Vec<(String, String)> {
    let waiting = world.ask(GetOverview {}).await.waiting.into_iter();
    let of_connections = waiting.filter(|item| matches!(item.leads_to, Destination::Connection(_)));
    of_connections.map(|item| (item.title, item.detail)).collect()
}

/// Something under a wrong password.
async fn push_with_a_wrong_password(world: &World) -> u16 {
    let at = world.town.kamar.settings();
    let request = Request::new("POST", &at.path, "{}")
        .header("Authorization", "Basic d3Jvbmc6d3Jvbmc=")
        .header("Content-Type", "application/json");
    let to = Target { host: at.address, port: at.port, tls: false };
    http::send(&to, &request).await.unwrap().status
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_push_is_seen_at_a_glance() {
    let world = World::new().await;
    assert_eq!(told(&world).await[0].0, "KAMAR is silent");
    assert_eq!(push_with_a_wrong_password(&world).await, 403);
    let refused = told(&world).await;
    assert_eq!(refused.len(), 1, "{refused:?}");
    assert_eq!(refused[0].0, "KAMAR was refused");
    assert!(refused[0].1.contains("Enter both again in KAMAR's Directory Services"), "{}", refused[0].1);
    world.push_full().await;
    assert!(told(&world).await.is_empty());
}
