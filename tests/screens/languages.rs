//! Another language is chosen once and stays; what is said in it is marked for whoever has it read aloud.

use crosswalk_tests::screens::words::word_in;
use crosswalk_tests::screens::{Screen, Served, in_browser, word};

use super::pages;

#[tokio::test(flavor = "multi_thread")]
async fn a_language_is_chosen_and_stays() {
    in_browser("languages", async |screen| {
        let house = Served::open(60).await;
        screen.goto(&house.address()).await;
        pages::open_demo(&screen).await;
        house.settle().await;
        american_english(&screen).await;
        te_reo(&screen).await;
        by_the_system(&screen).await;
        house.close().await;
    })
    .await;
}

/// Chooses by the tag, since the choice itself is worded in another language each time.
async fn choose(screen: &Screen, tag: &str) {
    screen.open("/settings").await;
    screen.mark().await;
    screen.act(&format!("//select/option[@value='{tag}']"), async |option| option.click().await).await;
    screen.until("the page anew", async || !screen.is_marked().await).await;
    screen.until("its choice", async || screen.count("main h1").await == 1).await;
}

async fn language(screen: &Screen) -> String {
    screen.run("return document.documentElement.lang").await.as_str().unwrap_or_default().to_owned()
}

async fn american_english(screen: &Screen) {
    choose(screen, "en-US").await;
    assert_eq!(language(screen).await, "en-US");
    screen.open("/overview").await;
    screen.see(&word_in("en-US", "figure_enrolments")).await;
    screen.look("overview-en-US").await;
    let told = a_moment(screen, "en-US").await;
    assert!(told.contains(" 2026, ") && told.ends_with('M'), "{told}");
    assert!(told.starts_with("March "), "{told}");
}

/// A moment of a run, in full: its day is written as the browser's own tables write it.
async fn a_moment(screen: &Screen, tag: &str) -> String {
    screen.open("/runs").await;
    screen.until("a run", async || screen.count("main tbody time").await > 0).await;
    let script = "const time = document.querySelector('main tbody time'); \
        const day = { day: 'numeric', month: 'long', year: 'numeric' }; \
        return [time.title, new Intl.DateTimeFormat(arguments[0], day).format(new Date(time.dateTime))]";
    let told = screen.client.execute(script, vec![tag.into()]).await.unwrap_or_default();
    let [told, day]: [String; 2] = serde_json::from_value(told).unwrap_or_default();
    assert!(told.starts_with(&format!("{day}, ")), "{told} is not of {day}");
    told
}

/// A page of English with parts in te reo, each marked; what no one has translated is English, and not marked.
async fn te_reo(screen: &Screen) {
    choose(screen, "mi").await;
    assert_eq!(language(screen).await, "en-NZ");
    screen.see_word("language_mi_note").await;
    screen.look("settings-mi").await;
    let marked = "return [...document.querySelectorAll('nav [lang=mi]')].map(one => one.innerText)";
    let said: Vec<String> = serde_json::from_value(screen.run(marked).await).unwrap();
    assert!(said.contains(&word_in("mi", "nav_connections")), "{said:?}");
    assert!(!said.contains(&word("nav_quarantine")) && screen.shows(&word("nav_quarantine")).await);
    screen.open("/overview").await;
    screen.see(&word_in("mi", "overview_run")).await;
    let barriers = screen.barriers("overview-mi").await;
    assert!(barriers.is_empty(), "{}", barriers.join("\n"));
}

/// The stories' browser asks for the English of New Zealand.
async fn by_the_system(screen: &Screen) {
    choose(screen, "system").await;
    assert_eq!(screen.run("return navigator.language").await, "en-NZ");
    assert_eq!(language(screen).await, "en-NZ");
    let told = a_moment(screen, "en-NZ").await;
    assert!(told.contains(" March 2026, ") && !told.ends_with('M'), "{told}");
}
