//! A destination by hand: the check goes step by step, and says what to do where it stops.

use crosswalk_sandbox::Town;
use crosswalk_tests::screens::words::beginning;
use crosswalk_tests::screens::{Screen, word};

/// Connects Te Kete Ako, first with a wrong key.
pub async fn connect(screen: &Screen, town: &Town) {
    screen.open("/connections").await;
    screen.press_word("connections_add").await;
    screen.press("Supabase").await;
    screen.fill("Project address", &town.supabase.url).await;
    screen.fill("API key", "not-the-key").await;
    screen.fill("Own servers", "127.0.0.1").await;
    screen.press_word("connect_save").await;
    the_check_says_what_to_do(screen, town).await;
    it_can_rest(screen).await;
}

async fn the_check_says_what_to_do(screen: &Screen, town: &Town) {
    screen.at("/connections/").await;
    screen.see_word("check_word_bad").await;
    screen.see("key").await;
    screen.look("check-failed").await;
    screen.fill("API key", &town.supabase.service_key).await;
    screen.press_word("connection_save").await;
    screen.see("checks passed").await;
    assert!(!screen.shows(&town.supabase.service_key).await, "a secret is never shown again");
    screen.look("check-passed").await;
}

/// Pausing and going on, from the list of connections.
async fn it_can_rest(screen: &Screen) {
    screen.open("/connections").await;
    screen.head(|said| said.contains(&word("count_destinations.one"))).await;
    screen.press_word("connection_pause").await;
    screen.see_word("connection_resume").await;
    screen.look("connections").await;
    screen.press_word("connection_resume").await;
    screen.see(&beginning("connection_pause")).await;
}
