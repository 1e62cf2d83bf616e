//! The whole job by hand, in a browser: from the first run to a run that changes nothing.

use crosswalk_tests::screens::{Screen, Served, in_browser, word};

use super::pages::{self, approve, open_plan, plans_wait, run_now, waiting};

#[tokio::test(flavor = "multi_thread")]
async fn a_school_goes_through_by_hand() {
    in_browser("story", async |screen| {
        let house = Served::open(200).await;
        screen.goto(&house.address()).await;
        pages::open_demo(&screen).await;
        house.settle().await;
        screen.look("overview-filled").await;
        first_runs(&screen).await;
        a_conflict(&screen, &house).await;
        settle(&screen).await;
        nothing_is_left(&screen, &house).await;
        a_hold(&screen, &house).await;
        house.close().await;
    })
    .await;
}

/// Nothing has been approved yet: each destination asks first.
async fn first_runs(screen: &Screen) {
    run_now(screen).await;
    plans_wait(screen, 2).await;
    screen.look("overview-plans-wait").await;
    for sync in ["Te Kete Ako", "EdPsych Connect"] {
        open_plan(screen, sync).await;
        screen.look("plan").await;
        let sentence = approve(screen).await;
        assert!(sentence.starts_with("Adds "), "{sync}: {sentence}");
        screen.look("run").await;
    }
    screen.open("/overview").await;
    plans_wait(screen, 0).await;
    screen.look("overview-in-step").await;
}

/// A day passes; somebody edits in the cloud what changed at the school too.
async fn a_conflict(screen: &Screen, house: &Served) {
    screen.open("/overview").await;
    screen.press_word("overview_next_day").await;
    screen.see("Somebody changed one of the names in Te Kete Ako as well.").await;
    house.settle().await;
    run_now(screen).await;
    screen.until("a conflict", async || waiting(screen, "/conflicts").await == 1).await;
    house.settle().await;
    screen.close_toasts().await;
    screen.look("overview-conflict").await;
    screen.open("/plan").await;
    screen.press("Te Kete Ako").await;
    screen.at("/plan/").await;
    screen.until("changes", async || screen.count(".change .opens").await > 2).await;
    screen.look("plan-of-a-day").await;
    screen.open("/mapping").await;
    screen.press("Roster → Te Kete Ako").await;
    screen.until("lines", async || screen.count(".board-lines path").await > 2).await;
    screen.look("mapping").await;
}

/// The conflict is shown with both sides; the school's word is chosen and the plan that follows is approved.
async fn settle(screen: &Screen) {
    screen.open("/conflicts").await;
    screen.see("Kōwhai").await;
    screen.see("last said by KAMAR").await;
    screen.look("conflict").await;
    screen.press("Roster").await;
    screen.press_word("conflict_keep").await;
    screen.see_word("conflicts_done_title").await;
    screen.look("conflict-settled").await;
    screen.press_word("conflicts_plan").await;
    screen.at("/runs/").await;
    screen.press_word("run_plan").await;
    screen.at("/plan/").await;
    screen.look("plan-of-resolution").await;
    let sentence = approve(screen).await;
    assert!(sentence.starts_with("Changes 1"), "{sentence}");
    screen.until("no conflict", async || waiting(screen, "/conflicts").await == 0).await;
}

/// A third run looks again and has nothing to do.
async fn nothing_is_left(screen: &Screen, house: &Served) {
    run_now(screen).await;
    house.settle().await;
    screen.open("/runs").await;
    let idle =
        |row: &Vec<String>| row[1].ends_with(&word("run_state_done")) && row[4] == "0" && row[5] == "0";
    let newest = async || pages::rows(screen).await.iter().take(2).filter(|row| idle(row)).count();
    screen.until("two runs with nothing to do", async || newest().await == 2).await;
    screen.look("runs").await;
    screen.open("/plan").await;
    screen.look("plans").await;
    screen.open("/overview").await;
    screen.look("overview").await;
}

/// On the second day KAMAR's list has lost a tutor group: the plan is held, looked at and rejected with a reason.
async fn a_hold(screen: &Screen, house: &Served) {
    house.settle().await;
    let lessons = lessons(screen).await;
    screen.press_word("overview_next_day").await;
    screen.see("its list has lost the").await;
    house.settle().await;
    screen.until("a hold", async || waiting(screen, "/holds").await == 1).await;
    screen.close_toasts().await;
    screen.open("/holds").await;
    screen.see_word("hold_deactivations").await;
    screen.look("hold").await;
    screen.press_word("holds_review").await;
    screen.at("/plan/").await;
    screen.press_word("plan_reject").await;
    screen.see_word("reject_title").await;
    screen.fill(&word("reject_reason"), "KAMAR's list was cut short").await;
    screen.look("hold-rejected-why").await;
    screen.run("document.querySelector('dialog .ends .grave').click()").await;
    screen.see_word("plan_state_rejected").await;
    screen.until("no hold", async || waiting(screen, "/holds").await == 0).await;
    screen.open("/overview").await;
    assert_eq!(self::lessons(screen).await, lessons, "nothing was taken away");
}

/// How many lessons the overview tells of, once it tells of any.
async fn lessons(screen: &Screen) -> u64 {
    screen.until("lessons", async || pages::figure(screen, "figure_lessons").await > 0).await;
    pages::figure(screen, "figure_lessons").await
}
