//! Many questions at once: one answer for all that are alike, and an answer that becomes a rule.

use crosswalk_tests::screens::{Screen, Served, in_browser, word};

use super::pages::{self, approve, open_plan, plans_wait, run_now, waiting};

/// Shift and 1, as a person holds them.
const SHIFT_1: &str = "\u{E008}1\u{E000}";

#[tokio::test(flavor = "multi_thread")]
async fn many_questions_are_answered_by_one_key() {
    in_browser("answers", async |screen| {
        let house = Served::open(60).await;
        screen.goto(&house.address()).await;
        pages::open_demo(&screen).await;
        house.settle().await;
        in_step(&screen).await;
        let asked = questions_gather(&screen, &house).await;
        all_alike_at_once(&screen, asked).await;
        one_becomes_a_rule(&screen, asked).await;
        nobody_asks_again(&screen, &house).await;
        house.close().await;
    })
    .await;
}

/// Only what both sides once agreed on can be changed by both.
async fn in_step(screen: &Screen) {
    run_now(screen).await;
    plans_wait(screen, 2).await;
    open_plan(screen, "Te Kete Ako").await;
    approve(screen).await;
}

/// Three days pass without an answer; on each somebody edits a name in the cloud that was changed at the school too.
async fn questions_gather(screen: &Screen, house: &Served) -> u64 {
    for _ in 0..3 {
        a_day_passes(screen, house).await;
    }
    run_now(screen).await;
    house.settle().await;
    screen.until("several questions", async || waiting(screen, "/conflicts").await > 1).await;
    waiting(screen, "/conflicts").await
}

async fn a_day_passes(screen: &Screen, house: &Served) {
    screen.open("/overview").await;
    screen.close_toasts().await;
    screen.press_word("overview_next_day").await;
    screen.see("KAMAR pushed").await;
    house.settle().await;
}

/// Shift before the key of a side settles every question about that field; *undo* opens all of them again.
async fn all_alike_at_once(screen: &Screen, asked: u64) {
    screen.open("/conflicts").await;
    screen.see_word("conflict_choose").await;
    screen.look("conflicts-alike").await;
    screen.keys(SHIFT_1).await;
    screen.see_word("conflicts_done_title").await;
    screen.see(&format!("{asked} settled.")).await;
    screen.until("no question", async || waiting(screen, "/conflicts").await == 0).await;
    assert_eq!(pages::rows(screen).await.len() as u64, asked, "each is remembered by itself");
    screen.look("conflicts-alike-settled").await;
    screen.keys("u").await;
    screen.until("all of them again", async || waiting(screen, "/conflicts").await == asked).await;
}

/// R says beforehand what the next key does, and takes that back; then one key settles one question and makes the rule.
async fn one_becomes_a_rule(screen: &Screen, asked: u64) {
    screen.see_word("conflict_choose").await;
    screen.keys("r").await;
    screen.see_word("conflict_choose_rule").await;
    screen.look("conflicts-rule").await;
    screen.keys("r").await;
    screen.see_word("conflict_choose").await;
    screen.keys("r").await;
    screen.see_word("conflict_choose_rule").await;
    screen.keys("1").await;
    screen.until("one question less", async || waiting(screen, "/conflicts").await == asked - 1).await;
    pages::open_mapping(screen, "Te Kete Ako").await;
    pages::take_up(screen, "preferred_name").await;
    let chosen = "return document.querySelector('aside select:has(option[value=SourceWins])')?.value ?? ''";
    let said = screen.run(chosen).await;
    assert_eq!(said, "SourceWins", "the field's policy is the answer");
}

/// The rule answers from now on: another such day asks nothing, and the questions that waited are settled by the next run.
async fn nobody_asks_again(screen: &Screen, house: &Served) {
    a_day_passes(screen, house).await;
    run_now(screen).await;
    house.settle().await;
    screen.until("no question", async || waiting(screen, "/conflicts").await == 0).await;
    screen.open("/audit").await;
    screen.see_word("audit_conflict_settled").await;
    screen.see(&word("audit_sync_changed")).await;
}
