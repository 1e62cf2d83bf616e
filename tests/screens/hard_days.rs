//! Days on which not everything is fine, within the budgets: a conflict, a hold, a destination that refuses.

use crosswalk_tests::screens::words::beginning;
use crosswalk_tests::screens::{Screen, Served, word};

use super::budgets::{Till, worst};
use super::pages::{self, rows, run_now, waiting};

/// Lets such days pass, and pays for what they ask.
pub async fn pass(till: &mut Till<'_>, house: &Served) {
    nobody_may_leave(till.screen).await;
    a_day_passes(till.screen, house).await;
    run_now(till.screen).await;
    house.settle().await;
    one_conflict(till).await;
    one_hold(till).await;
    a_destination_refuses(till, house).await;
    a_new_connection(till).await;
}

/// Limits so narrow that one departure is held.
async fn nobody_may_leave(screen: &Screen) {
    screen.open("/connections").await;
    screen.press("Te Kete Ako").await;
    screen.at("/connections/").await;
    screen.press_word("sync_guard").await;
    screen.at("/guard/").await;
    for field in ["guard_percent", "guard_count", "guard_floor"] {
        screen.fill(&word(field), "1").await;
    }
    screen.fill(&word("guard_reason"), "Nobody may leave unseen.").await;
    screen.keys("\u{E009}\u{E007}\u{E000}").await;
    screen.see("more than 1 %").await;
}

async fn a_day_passes(screen: &Screen, house: &Served) {
    screen.open("/overview").await;
    screen.press_word("overview_next_day").await;
    screen.see("KAMAR pushed").await;
    house.settle().await;
}

/// One key, and no pointer at all.
async fn one_conflict(till: &mut Till<'_>) {
    till.screen.until("a conflict", async || waiting(till.screen, "/conflicts").await == 1).await;
    till.screen.open("/conflicts").await;
    till.screen.see_word("conflict_choose").await;
    till.pay("conflicts: settle one, by one key", 0, async |screen| {
        screen.keys("1").await;
        screen.see_word("conflicts_done_title").await;
    })
    .await;
}

/// The way that a notification leads stands on the overview as well; then two presses and a typed number.
async fn one_hold(till: &mut Till<'_>) {
    till.screen.until("a hold", async || waiting(till.screen, "/holds").await == 1).await;
    till.at_home("hold: to the plan that is held", 1, worst).await;
    till.screen.at("/plan/").await;
    till.pay("hold: approve it", 2, async |screen| {
        screen.press(&beginning("plan_approve")).await;
        screen.fill(&word("approve_reason"), "She has moved to another town.").await;
        let asked = screen.run("return document.querySelector('dialog[open]').innerText").await;
        let asked =
            asked.as_str().and_then(|text| text.split(&beginning("approve_type")).nth(1)).map(str::trim);
        let count: String =
            asked.unwrap_or_default().chars().take_while(|letter| letter.is_ascii_digit()).collect();
        screen.fill(&beginning("approve_type"), &count).await;
        let sure = format!("//dialog[@open]//button[contains(., '{}')]", word("approve_held"));
        screen.act(&sure, async |button| button.click().await).await;
        screen.at("/runs/").await;
        pages::run_ends(screen).await;
    })
    .await;
}

/// A rule that nobody meant: the cloud takes no such kind of person, and says so for each.
async fn a_destination_refuses(till: &mut Till<'_>, house: &Served) {
    let screen = till.screen;
    pages::open_mapping(screen, "Te Kete Ako").await;
    pages::unmap(screen, "kind").await;
    pages::take_up(screen, "kind").await;
    screen.press_radio("input_constant").await;
    screen.fill_named(&word("inspector_from"), "pilot").await;
    screen.press_word("mapping_save").await;
    screen.see_word("mapping_saved").await;
    // Its runs apply themselves since a person has approved one.
    run_now(screen).await;
    house.settle().await;
    till.at_home("runs: the row that failed", 2, async |screen| {
        screen.open("/runs").await;
        screen.press("Roster → Te Kete Ako").await;
        screen.at("/runs/").await;
        screen.until("who was refused", async || rows(screen).await.len() > 2).await;
    })
    .await;
}

/// A new destination by its form; then its trial, from its own page.
async fn a_new_connection(till: &mut Till<'_>) {
    till.at_home("connections: a new one", 6, async |screen| {
        screen.open("/connections").await;
        screen.press_word("connections_add").await;
        screen.press("EdPsych Connect").await;
        screen.at("/connections/new/").await;
        screen.fill(&word("connection_name"), "A second one").await;
        screen.fill("Address", "https://edpsych.example").await;
        screen.fill("Client id", "kowhai-bay").await;
        screen.fill("Client secret", "not-the-secret").await;
        screen.press_word("connect_save").await;
        screen.see_word("check_title").await;
        screen.see_word("check_word_bad").await;
    })
    .await;
    till.pay("connections: try one", 1, async |screen| {
        screen.press_word("check_run").await;
        screen.see_word("check_word_bad").await;
    })
    .await;
}
