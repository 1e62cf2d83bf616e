//! What keeps a house in order: backups, the guard's limits, versions, how things went.

use crosswalk_tests::screens::words::beginning;
use crosswalk_tests::screens::{Screen, Served, in_browser, word};

use super::pages::{self, approve, open_plan, plans_wait, run_now};

#[tokio::test(flavor = "multi_thread")]
async fn the_house_is_kept_in_order() {
    in_browser("upkeep", async |screen| {
        let house = Served::open(60).await;
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().display().to_string();
        screen.goto(&house.address()).await;
        pages::open_demo(&screen).await;
        house.settle().await;
        a_backup_is_made(&screen, &place).await;
        one_is_made_each_night(&screen, &place).await;
        a_bundle_is_made(&screen, &place).await;
        the_limits_are_changed(&screen).await;
        a_version_holds_again(&screen).await;
        a_part_is_undone(&screen).await;
        the_days_are_told(&screen).await;
        the_trail_knows(&screen).await;
        house.close().await;
    })
    .await;
}

/// Without nightly ones a file is asked for; what was made is checked, and the way back names it.
async fn a_backup_is_made(screen: &Screen, place: &str) {
    screen.open("/settings").await;
    screen.press_word("backups_crumb").await;
    screen.at("/settings/backups").await;
    screen.head(|said| said == word("backups_none")).await;
    screen.look("backups-none").await;
    screen.press_word("backups_make").await;
    screen.see_word("backups_make_title").await;
    let file = format!("{place}/by-hand.cwbackup");
    let boxes = "//dialog[@open]//input[@type='text']";
    screen.act(boxes, async |field| field.send_keys("by-hand").await).await;
    let make = format!("//dialog[@open]//button[contains(., '{}')]", word("backups_make"));
    screen.act(&make, async |button| button.click().await).await;
    screen.see("Write the whole path").await;
    let typed = format!("\u{E009}a\u{E000}{file}");
    screen.act(boxes, async |field| field.send_keys(&typed).await).await;
    screen.act(&make, async |button| button.click().await).await;
    screen.head(|said| said == word("backups_good")).await;
    assert!(std::path::Path::new(&file).is_file(), "the backup is where it was wanted");
    screen.see(&format!("crosswalkd restore {file} --replace")).await;
    screen.see_word("recovery_keep").await;
    screen.look("backups").await;
}

/// What cannot be is said beside its field; then the next one has a time.
async fn one_is_made_each_night(screen: &Screen, place: &str) {
    screen.see_word("backups_no_next").await;
    screen.turn(&word("backups_on")).await;
    screen.fill(&word("backups_folder"), "/no/such/folder").await;
    screen.fill(&word("backups_keep"), "0").await;
    screen.keys("\u{E009}\u{E007}\u{E000}").await;
    screen.see_word("backups_bad_keep").await;
    screen.fill(&word("backups_keep"), "7").await;
    screen.keys("\u{E009}\u{E007}\u{E000}").await;
    screen.see("There is no such folder").await;
    screen.fill(&word("backups_folder"), place).await;
    screen.keys("\u{E009}\u{E007}\u{E000}").await;
    screen.until("a next one", async || !screen.shows(&word("backups_no_next")).await).await;
    screen.look("backups-nightly").await;
}

async fn a_bundle_is_made(screen: &Screen, place: &str) {
    let file = format!("{place}/bundle.zip");
    screen.act("(//form//input[@type='text'])[last()]", async |field| field.send_keys(&file).await).await;
    screen.press_word("bundle_make").await;
    screen.see("README.txt").await;
    screen.see("Open it and read its README").await;
    assert!(std::path::Path::new(&file).is_file());
    screen.look("bundle").await;
}

/// A number that cannot be and a reason that is missing are said; the sentence at the head follows what was saved.
async fn the_limits_are_changed(screen: &Screen) {
    screen.open("/schedules").await;
    screen.act("(//main//a[starts-with(@href, '/guard/')])[1]", async |link| link.click().await).await;
    screen.at("/guard/").await;
    screen.see("more than 5 % or more than 20 departures").await;
    screen.fill(&word("guard_percent"), "500").await;
    screen.see_word("guard_bad_share").await;
    screen.fill(&word("guard_percent"), "10").await;
    screen.see("Of 150 people, the plan is held from 16 departures on.").await;
    screen.press_word("guard_save").await;
    screen.see_word("guard_no_reason").await;
    screen.fill(&word("guard_reason"), "A small school, where a class is a tenth.").await;
    screen.look("guard").await;
    screen.press_word("guard_save").await;
    screen.see("more than 10 % or more than 20 departures").await;
}

/// What was changed is told field by field, and a former version holds again as the newest one.
async fn a_version_holds_again(screen: &Screen) {
    screen.open("/connections").await;
    screen.press("KAMAR").await;
    screen.at("/connections/").await;
    screen.press_word("sync_versions").await;
    screen.at("/versions/sync/").await;
    screen.see("hold above a share of departures").await;
    screen.head(|said| said.ends_with("2 versions")).await;
    screen.look("versions").await;
    screen.press_word("versions_restore").await;
    screen.see_word("versions_sync_stays").await;
    screen.look("versions-asking").await;
    let sure = format!("//dialog[@open]//button[contains(., '{}')]", word("versions_restore"));
    screen.act(&sure, async |button| button.click().await).await;
    screen.see("Version 1 holds again").await;
    screen.head(|said| said.ends_with("3 versions")).await;
}

/// Of what a run has done, what a facet shows is picked and undone by a plan that is seen first.
async fn a_part_is_undone(screen: &Screen) {
    run_now(screen).await;
    plans_wait(screen, 2).await;
    open_plan(screen, "Te Kete Ako").await;
    approve(screen).await;
    screen.press_word("run_undo_part").await;
    screen.at("/plan/").await;
    screen.see("0 of ").await;
    let row = "(//*[contains(@class, 'change')]//input[@type='checkbox'])[2]";
    screen.act(row, async |tick| tick.click().await).await;
    screen.see("1 of ").await;
    screen.look("plan-undo-part").await;
    screen.press(&beginning("plan_undo")).await;
    screen.see_word("plan_undoes").await;
    screen.head(|said| said.ends_with('.') && said.contains(" 1")).await;
    screen.look("plan-that-undoes").await;
}

async fn the_days_are_told(screen: &Screen) {
    screen.open("/health").await;
    screen.head(|said| said.contains("30 days")).await;
    screen.until("the trends", async || screen.count("figure.trend").await == 5).await;
    assert_eq!(screen.count("figure.trend:first-of-type .trend-bars g").await, 30);
    screen.look("health").await;
    screen.choose(&word("health_back"), &word("health_far")).await;
    screen.head(|said| said.contains("90 days")).await;
    screen.act("(//figure//summary)[1]", async |summary| summary.click().await).await;
    screen.see("9 March").await;
    screen.look("health-table").await;
}

async fn the_trail_knows(screen: &Screen) {
    screen.open("/audit").await;
    for said in ["audit_backup_made", "audit_bundled", "audit_guard_changed", "audit_undo_planned"] {
        screen.see_word(said).await;
    }
    screen.see("A small school, where a class is a tenth.").await;
}
