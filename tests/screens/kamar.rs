//! A real school by hand: KAMAR is connected by its form, the page hears it come, and its records are mapped by sight.

use crosswalk_sandbox::school::Spec;
use crosswalk_sandbox::{Town, TownSpec, kamar::Settings};
use crosswalk_tests::screens::words::{beginning, told};
use crosswalk_tests::screens::{Screen, Served, in_browser, word};

use super::cloud;
use super::pages::{self, rows};

#[tokio::test(flavor = "multi_thread")]
async fn a_school_is_connected_by_hand() {
    in_browser("by-hand", async |screen| {
        let house = Served::open(100).await;
        let town = town(house.listener()).await;
        screen.goto(&house.address()).await;
        pages::create_school(&screen, "Kōwhai Bay College").await;
        the_form_says_what_is_missing(&screen, &town).await;
        the_listener_is_heard(&screen, &town).await;
        what_came_is_listed(&screen, &house, &town).await;
        cloud::connect(&screen, &town).await;
        records_are_mapped_by_sight(&screen, &town).await;
        house.close().await;
    })
    .await;
}

/// A school whose KAMAR pushes to the house.
async fn town(listener: u16) -> Town {
    let school = Spec { pupils: 100, staff: 16, weeks_of_timetable: 1, ..Spec::default() };
    let town = Town::start(TownSpec { school, ..TownSpec::default() }).await.unwrap();
    town.listen_at(listener);
    town
}

async fn the_form_says_what_is_missing(screen: &Screen, town: &Town) {
    screen.look("catalogue").await;
    screen.press("KAMAR").await;
    screen.at("/connections/new/kamar").await;
    screen.press_word("connect_save").await;
    screen.see_word("form_missing").await;
    screen.fill("Path", "kamar").await;
    screen.see("Begin with a slash").await;
    screen.look("form").await;
    let at = town.kamar.settings();
    screen.fill("Path", &at.path).await;
    screen.fill("Username", &at.username).await;
    screen.fill("Password", &at.password).await;
    screen.press_word("connect_save").await;
    screen.see(&told("listener_waiting", &[("service", "KAMAR")])).await;
}

/// The page notices by itself: a wrong password, the first good check, the first full.
async fn the_listener_is_heard(screen: &Screen, town: &Town) {
    screen.mark().await;
    screen.see(&town.kamar.settings().port.to_string()).await;
    let right = town.kamar.settings();
    town.kamar.set_settings(Settings { password: "mistyped".into(), ..right.clone() });
    assert!(!town.check().await.accepted());
    screen.until("advice", async || screen.count("main .note").await > 0).await;
    screen.see("password").await;
    screen.look("listener-wrong-password").await;
    town.kamar.set_settings(right);
    assert!(town.check().await.accepted());
    screen.see(&told("listener_checked", &[("service", "KAMAR")])).await;
    assert!(town.push_full().await.accepted());
    screen.see(&told("listener_well", &[("service", "KAMAR")])).await;
    assert!(screen.is_marked().await, "the page was not loaded anew");
    screen.look("listener").await;
}

/// What the roster holds stands beside what the cloud would get; a rule is changed and the plan is looked at.
async fn records_are_mapped_by_sight(screen: &Screen, town: &Town) {
    screen.open("/mapping").await;
    screen.press("Roster → Supabase").await;
    screen.at("/mapping/").await;
    screen.press("user → people").await;
    screen.see_word("samples_title").await;
    let names: Vec<&str> = town.school.pupils.iter().map(|pupil| pupil.family.as_str()).collect();
    let text = screen.text().await;
    assert!(
        names.iter().filter(|name| text.contains(**name)).count() > 5,
        "the school’s own people are shown"
    );
    screen.press("family_name").await;
    screen.until("the rule in hand", async || screen.count("aside.inspector").await == 1).await;
    screen.look("mapping").await;
    screen.press_word("mapping_save").await;
    screen.see_word("mapping_saved").await;
    screen.press_word("mapping_preview").await;
    screen.at("/runs/").await;
    screen.press_word("run_plan").await;
    screen.head(|said| said.starts_with("Adds ")).await;
    assert!(town.supabase.snapshot().table("people").is_empty(), "nothing is sent before it is approved");
}

/// A choice stands in the address: a page that is loaded anew shows the same.
async fn only_what_was_turned_away(screen: &Screen) {
    screen.choose(&word("column_state"), &word("delivery_taken")).await;
    let only_taken = async || {
        let shown = rows(screen).await;
        !shown.is_empty() && shown.iter().all(|row| row[3].ends_with(&word("delivery_taken")))
    };
    screen.until("only what was taken in", only_taken).await;
    let address = screen.client.current_url().await.unwrap();
    assert_eq!(address.query(), Some("state=taken"));
    screen.look("deliveries-sifted").await;
    screen.goto(address.as_str()).await;
    screen.until("the same after a reload", only_taken).await;
    screen.press_word("sieve_clear").await;
    screen.until("all again", async || rows(screen).await.len() > 2).await;
}

async fn what_came_is_listed(screen: &Screen, house: &Served, town: &Town) {
    screen.open("/deliveries").await;
    house.settle().await;
    let came = async |kind: &str, state: &str| {
        rows(screen).await.iter().any(|row| row[2] == kind && row[3].ends_with(&word(state)))
    };
    screen.until("the full taken in", async || came("full", "delivery_taken").await).await;
    assert!(came("check", "delivery_answered").await);
    assert!(came("wrong password", "delivery_turned_away").await);
    only_what_was_turned_away(screen).await;
    let before = rows(screen).await.len();
    screen.mark().await;
    assert!(town.push_part(&[crosswalk_sandbox::school::Person::Pupil(3)]).await.accepted());
    let more = async || rows(screen).await.len() == before + 1;
    screen.until("the delivery that came just now", more).await;
    assert!(screen.is_marked().await, "the page was not loaded anew");
    screen.look("deliveries").await;
    screen.press_word("delivery_run").await;
    screen.at("/runs/").await;
    screen.see_word("phase_apply").await;
    screen.see(&beginning("run_by")).await;
}
