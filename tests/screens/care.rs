//! What is set up once and looked at seldom: alerts, holidays, timing, how long things stay, one person's data.

use crosswalk_tests::screens::words::beginning;
use crosswalk_tests::screens::{Screen, Served, in_browser, word};

use super::pages::{self, rows};

#[tokio::test(flavor = "multi_thread")]
async fn the_house_is_looked_after_by_hand() {
    in_browser("care", async |screen| {
        let house = Served::open(60).await;
        screen.goto(&house.address()).await;
        pages::open_demo(&screen).await;
        house.settle().await;
        somebody_is_told(&screen).await;
        holidays_are_entered(&screen).await;
        a_schedule_survives_a_reload(&screen).await;
        a_destination_is_read_seldom(&screen).await;
        nothing_is_in_quarantine(&screen).await;
        things_stay_a_week(&screen).await;
        one_person_is_exported(&screen).await;
        the_trail_tells_it(&screen).await;
        settings_lead_on(&screen).await;
        house.close().await;
    })
    .await;
}

/// A form that says what is missing, and a channel that says why nothing arrived.
async fn somebody_is_told(screen: &Screen) {
    screen.open("/alerts").await;
    screen.see_word("alerts_none").await;
    screen.look("alerts").await;
    screen.turn(&word("alerts_webhook_on")).await;
    screen.press_word("alerts_test").await;
    screen.see_word("form_missing").await;
    screen.fill(&word("webhook_url"), "https://hooks.example/x").await;
    screen.press_word("alerts_test").await;
    screen.see("enter the secret that its receiver gave you").await;
    screen.fill(&word("webhook_secret"), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").await;
    screen.press_word("alerts_test").await;
    screen.see("The message was not sent.").await;
    screen.look("alerts-not-told").await;
    screen.turn(&word("alerts_quiet_on")).await;
    screen.turn(&word("alerts_webhook_on")).await;
    screen.keys("\u{E009}\u{E007}\u{E000}").await;
    screen.see_word("alerts_saved").await;
    screen.see_word("alerts_quiet_until").await;
}

async fn holidays_are_entered(screen: &Screen) {
    screen.open("/schedules").await;
    screen.press_word("holidays_crumb").await;
    screen.at("/schedules/holidays").await;
    screen.see_word("holidays_empty_title").await;
    screen.look("holidays-empty").await;
    screen.press_word("holidays_add").await;
    screen.fill(&word("holidays_title"), "Summer holidays").await;
    screen.press_word("holidays_save").await;
    screen.see_word("holidays_no_date").await;
    type_date(screen, "holidays_first", "2026-12-17").await;
    type_date(screen, "holidays_last", "2027-01-31").await;
    screen.see("46 days").await;
    screen.look("holidays").await;
    screen.client.refresh().await.expect("the page can be loaded anew");
    screen.see("46 days").await;
    assert_eq!(in_field(screen, "holidays_title").await, "Summer holidays", "what was typed is still there");
    screen.press_word("holidays_save").await;
    screen.see_word("holidays_saved").await;
    screen.head(|said| said.starts_with("1 holiday")).await;
}

/// The form of a schedule is open again after an accidental reload, with what was typed; closed it is forgotten.
async fn a_schedule_survives_a_reload(screen: &Screen) {
    screen.open("/schedules").await;
    screen.press_word("schedule_set").await;
    screen.see_word("schedule_zone").await;
    screen.choose(&word("schedule_often"), &word("often_own")).await;
    screen.fill(&word("schedule_cron"), "15 6 * * 2").await;
    screen.fill(&word("schedule_zone"), "Pacific/Chatham").await;
    screen.see("Tuesday").await;
    screen.client.refresh().await.expect("the page can be loaded anew");
    screen.see("Tuesday").await;
    assert_eq!(in_field(screen, "schedule_cron").await, "15 6 * * 2");
    assert_eq!(in_field(screen, "schedule_zone").await, "Pacific/Chatham");
    screen.look("schedule-again").await;
    screen.keys("\u{E00C}").await;
    screen.until("the form gone", async || screen.count("dialog[open]").await == 0).await;
    screen.client.refresh().await.expect("the page can be loaded anew");
    screen.see_word("schedules_none").await;
    assert_eq!(screen.count("dialog[open]").await, 0, "what was given up stays so");
}

/// What stands in the field that bears a sentence of the screens.
async fn in_field(screen: &Screen, label: &str) -> String {
    let script = "const label = [...document.querySelectorAll('label')].find(one => one.innerText.startsWith(arguments[0])); \
        return document.getElementById(label?.htmlFor)?.value ?? '(no field)'";
    let value = screen.client.execute(script, vec![word(label).into()]).await.unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

/// How a date is typed depends on the browser's language, so that it is put there as the browser holds it.
async fn type_date(screen: &Screen, label: &str, date: &str) {
    let script = "const label = [...document.querySelectorAll('label')].find(one => one.innerText.startsWith(arguments[0])); \
        const field = document.getElementById(label.htmlFor); field.value = arguments[1]; \
        field.dispatchEvent(new Event('input', { bubbles: true }))";
    screen.client.execute(script, vec![word(label).into(), date.into()]).await.unwrap();
}

async fn a_destination_is_read_seldom(screen: &Screen) {
    screen.open("/schedules").await;
    screen.press_word("timing_crumb").await;
    screen.at("/timing/").await;
    screen.see_word("timing_reads").await;
    screen.press_radio("reads_reconcile").await;
    screen.fill(&word("timing_days"), "many").await;
    screen.press_word("timing_save").await;
    screen.see_word("timing_bad_days").await;
    screen.fill(&word("timing_days"), "7").await;
    screen.look("timing").await;
    screen.press_word("timing_save").await;
    screen.see("The destination is read every 7 days, and not in between.").await;
    screen.press_word("timing_reconcile").await;
    screen.at("/runs/").await;
    screen.see(&beginning("run_by")).await;
}

async fn nothing_is_in_quarantine(screen: &Screen) {
    screen.open("/quarantine").await;
    screen.see_word("quarantine_empty_title").await;
    screen.look("quarantine-empty").await;
}

async fn things_stay_a_week(screen: &Screen) {
    screen.open("/privacy").await;
    screen.press_word("retention_change").await;
    screen.fill(&word("retention_raw"), "0").await;
    screen.see_word("retention_bad").await;
    screen.fill(&word("retention_raw"), "7").await;
    screen.look("retention").await;
    screen.press_word("retention_save").await;
    screen.see("Raw messages stay 7 days").await;
}

/// A person is found by name; what is kept is saved as a file; a source still has them, so that nobody is erased.
async fn one_person_is_exported(screen: &Screen) {
    screen.fill(&word("person_find"), "an").await;
    screen.until("somebody of that name", async || screen.count(".find-person li a").await > 0).await;
    screen.look("privacy").await;
    screen.act("(//*[contains(@class, 'find-person')]//li//a)[1]", async |link| link.click().await).await;
    screen.at("/privacy/person/").await;
    screen.see_word("erase_for_good").await;
    screen.press_word("person_export_do").await;
    screen.see_word("person_exported").await;
    let name = screen.sentence().await;
    screen.see_word("person_still_here").await;
    assert_eq!(screen.count("main .button.grave:disabled").await, 1, "nothing is typed yet");
    screen.fill(&beginning("person_type"), &name).await;
    screen.look("person").await;
    screen.press_word("person_erase_do").await;
    screen.see("Nobody was erased.").await;
    assert_eq!(screen.sentence().await, name, "the person is still there");
}

async fn the_trail_tells_it(screen: &Screen) {
    screen.open("/audit").await;
    screen.see_word("audit_person_exported").await;
    screen.choose(&word("audit_about"), &word("person_title")).await;
    let only = async || rows(screen).await.iter().all(|row| row[3] == word("audit_person_exported"));
    screen.until("only what is about people", only).await;
    screen.look("audit-sifted").await;
    screen.press_word("save_csv").await;
    screen.see("audit.csv").await;
    screen.press_word("audit_verify").await;
    screen.see("every link holds").await;
    screen.look("audit").await;
}

async fn settings_lead_on(screen: &Screen) {
    screen.open("/settings").await;
    screen.press_radio("density_roomy").await;
    let row = "return getComputedStyle(document.documentElement).getPropertyValue('--row').trim()";
    screen.until("more room", async || screen.run(row).await == "42px").await;
    screen.look("settings").await;
    screen.press_radio("density_dense").await;
    screen.until("as before", async || screen.run(row).await == "34px").await;
    screen.press_word("holidays_crumb").await;
    screen.at("/schedules/holidays").await;
}
