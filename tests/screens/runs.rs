//! What is behind a run: what a service was asked and what it said, and the palette that finds what a page offers.

use crosswalk_tests::screens::{Screen, Served, in_browser, word};

use super::pages::{self, approve, open_plan, plans_wait, run_now};

const ENTER: &str = "\u{E007}";
const ESCAPE: &str = "\u{E00C}";
const CTRL_K: &str = "\u{E009}k\u{E000}";

#[tokio::test(flavor = "multi_thread")]
async fn what_a_run_asked_and_what_can_be_done_with_it() {
    in_browser("runs", async |screen| {
        let house = Served::open(60).await;
        screen.goto(&house.address()).await;
        pages::open_demo(&screen).await;
        house.settle().await;
        run_now(&screen).await;
        plans_wait(&screen, 2).await;
        open_plan(&screen, "EdPsych Connect").await;
        approve(&screen).await;
        what_was_asked(&screen).await;
        syncs_are_found(&screen).await;
        the_page_is_found(&screen).await;
        house.close().await;
    })
    .await;
}

/// The drawer lists requests; one is opened, and neither a token nor anybody's value stands in it.
async fn what_was_asked(screen: &Screen) {
    screen.press_word("exchanges_open").await;
    screen.see_word("exchanges_detail").await;
    screen.until("requests", async || screen.count(".exchanges .exchange").await > 3).await;
    screen.look("exchanges").await;
    screen.act("(//button[contains(@class, 'exchange')])[1]", async |one| one.click().await).await;
    screen.see_word("exchange_curl").await;
    screen.see("Bearer $TOKEN").await;
    let path = screen.run("return location.search").await;
    assert!(path.as_str().is_some_and(|path| path.contains("exchange=")), "a link shows the same: {path}");
    screen.look("exchange").await;
    screen.press_radio("exchanges_failed").await;
    screen.see_word("exchanges_none_failed").await;
    screen.keys(ESCAPE).await;
    screen.until("the drawer gone", async || screen.count("dialog[open]").await == 0).await;
    screen.until("a plain address", async || screen.run("return location.search").await == "").await;
}

async fn find(screen: &Screen, text: &str) {
    screen.keys(CTRL_K).await;
    screen.until("the palette", async || screen.count("dialog[open] input").await == 1).await;
    screen.keys(text).await;
}

async fn first(screen: &Screen) -> String {
    let said = screen.run("return document.querySelector('.entry.here span')?.innerText ?? ''").await;
    said.as_str().unwrap_or_default().to_owned()
}

/// Connections and syncs by any words of theirs.
async fn syncs_are_found(screen: &Screen) {
    find(screen, "run now kete").await;
    screen.until("the sync", async || first(screen).await.ends_with("Roster → Te Kete Ako")).await;
    screen.look("palette").await;
    screen.keys(ESCAPE).await;
    screen.until("the palette gone", async || screen.count("dialog[open]").await == 0).await;
    find(screen, "EdPsych Conn").await;
    screen.until("the connection", async || first(screen).await == "EdPsych Connect").await;
    screen.keys(ESCAPE).await;
    screen.until("the palette gone", async || screen.count("dialog[open]").await == 0).await;
}

/// What can be pressed on the page is pressed from the palette.
async fn the_page_is_found(screen: &Screen) {
    let undo = word("run_undo");
    find(screen, &undo).await;
    screen.until("the button", async || first(screen).await == undo).await;
    screen.keys(ENTER).await;
    screen.at("/plan/").await;
}
