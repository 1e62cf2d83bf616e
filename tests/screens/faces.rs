//! The faces of every page: while it is fetched, when that fails, and when there is nothing yet; and forms that keep
//! what was typed when the page is loaded anew by accident.

use crosswalk_tests::screens::{Screen, Served, in_browser, word};
use serde_json::Value;

use super::pages;

/// The pages of the navigation that fetch something of their own; what Settings shows is there already.
const PAGES: [&str; 14] = [
    "/overview",
    "/connections",
    "/mapping",
    "/plan",
    "/conflicts",
    "/holds",
    "/quarantine",
    "/runs",
    "/deliveries",
    "/schedules",
    "/health",
    "/alerts",
    "/privacy",
    "/audit",
];

/// Pages that say so when there is nothing on them yet, with one thing to do next.
const EMPTY: [&str; 9] = [
    "/overview",
    "/connections",
    "/mapping",
    "/plan",
    "/conflicts",
    "/holds",
    "/runs",
    "/deliveries",
    "/schedules",
];

/// Calls go through this page's own `fetch`: they hang, they fail on the way, the engine refuses them, or they go.
const HINDER: &str = "window.really ??= window.fetch; const how = arguments[0]; \
    const refused = { code: 'test.refused', title: 'Not now.', happened: 'It was refused.', remedy: 'Wait a moment.' }; \
    window.fetch = (...all) => how === 'hang' ? new Promise(() => {}) \
        : how === 'lose' ? Promise.reject(new TypeError('lost')) \
        : how === 'refuse' ? Promise.resolve(new Response(JSON.stringify(refused), { status: 500 })) \
        : window.really(...all)";

async fn hinder(screen: &Screen, how: &str) {
    screen.client.execute(HINDER, vec![how.into()]).await.expect("the page can be hindered");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_has_its_faces() {
    in_browser("faces", async |screen| {
        let house = Served::open(60).await;
        screen.goto(&house.address()).await;
        pages::create_school(&screen, "Kōwhai Bay College").await;
        nothing_yet(&screen).await;
        typed_text_survives(&screen).await;
        screen.open("/settings").await;
        for path in PAGES {
            slow_then_failed_then_there(&screen, path).await;
        }
        house.close().await;
    })
    .await;
}

/// A page with nothing on it says what it is for and leads on.
async fn nothing_yet(screen: &Screen) {
    for path in EMPTY {
        screen.open(path).await;
        screen.until("the empty face", async || screen.count(".face.nothing h2").await == 1).await;
        assert_eq!(screen.count(".face.nothing a.button").await, 1, "{path} has one next action");
        screen.look(&format!("{}-empty", path.trim_start_matches('/'))).await;
    }
}

/// Each of them from a page that asks for nothing, so that the page is drawn anew.
async fn slow_then_failed_then_there(screen: &Screen, path: &str) {
    let name = path.trim_start_matches('/');
    hinder(screen, "hang").await;
    screen.open(path).await;
    screen.until("the loading face", async || screen.count("main .face.loading").await >= 1).await;
    screen.look(&format!("{name}-loading")).await;
    for how in ["lose", "refuse"] {
        hinder(screen, how).await;
        screen.open("/settings").await;
        screen.open(path).await;
        screen.until("the failed face", async || screen.count("main .face.failed h2").await == 1).await;
        screen.look(&format!("{name}-failed-{how}")).await;
    }
    screen.see("It was refused.").await;
    screen.see("Wait a moment.").await;
    hinder(screen, "").await;
    let again = format!("//main//div[contains(@class, 'failed')]//button[contains(., '{}')]", word("retry"));
    screen.act(&again, async |button| button.click().await).await;
    let is_there = async || {
        screen.count("main .face.failed").await == 0 && screen.count("main h1, main .face.nothing").await >= 1
    };
    screen.until("the page itself", is_there).await;
    screen.close_toasts().await;
    screen.open("/settings").await;
}

/// Everything but the secret is there again; once it is saved, the next form begins empty.
async fn typed_text_survives(screen: &Screen) {
    screen.open("/connections").await;
    screen.press_word("connections_add").await;
    screen.press("EdPsych Connect").await;
    screen.fill("Address", "https://edpsych.example").await;
    screen.fill("Client id", "kowhai-bay").await;
    screen.fill("Client secret", "not-the-secret").await;
    screen.client.refresh().await.expect("the page can be loaded anew");
    screen.see_word("connect_save").await;
    assert_eq!(in_field(screen, "Address").await, "https://edpsych.example");
    assert_eq!(in_field(screen, "Client id").await, "kowhai-bay");
    assert_eq!(in_field(screen, "Client secret").await, "", "a secret is not kept");
    let kept = screen.run("return JSON.stringify({ ...sessionStorage, ...localStorage })").await;
    assert!(!kept.to_string().contains("not-the-secret"), "{kept}");
    // Whoever leaves the page has given it up.
    screen.open("/overview").await;
    screen.client.back().await.expect("a page back");
    screen.see_word("connect_save").await;
    assert_eq!(in_field(screen, "Client id").await, "");
}

async fn in_field(screen: &Screen, label: &str) -> String {
    let script = "const label = [...document.querySelectorAll('label')].find(one => one.innerText.startsWith(arguments[0])); \
        return document.getElementById(label?.htmlFor)?.value ?? '(no field)'";
    let value = screen.client.execute(script, vec![label.into()]).await.unwrap_or(Value::Null);
    value.as_str().unwrap_or_default().to_owned()
}
