//! Everything by keyboard: not one press of a pointer in this story.

use crosswalk_tests::screens::{Screen, Served, in_browser, word};

use super::pages::{self, plans_wait, run_ends, waiting};

const TAB: &str = "\u{E004}";
const ENTER: &str = "\u{E007}";
const ESCAPE: &str = "\u{E00C}";
const CTRL_K: &str = "\u{E009}k\u{E000}";
const CTRL_ENTER: &str = "\u{E009}\u{E007}\u{E000}";
/// More stops than any page has.
const MOST: usize = 120;

#[tokio::test(flavor = "multi_thread")]
async fn the_main_pages_need_no_pointer() {
    in_browser("keyboard", async |screen| {
        let house = Served::open(100).await;
        screen.goto(&house.address()).await;
        screen.see_word("first_title").await;
        tab_to(&screen, &word("first_demo")).await;
        screen.keys(ENTER).await;
        screen.at("/overview").await;
        screen.until("a filled roster", async || pages::figure(&screen, "figure_lessons").await > 0).await;
        house.settle().await;
        every_page_is_reached(&screen).await;
        plans_are_approved(&screen).await;
        a_conflict_is_settled(&screen, &house).await;
        house.close().await;
    })
    .await;
}

/// By the palette and by the tabulator; the sheet of keys says what each page answers to.
async fn every_page_is_reached(screen: &Screen) {
    for (name, path) in
        [("nav_runs", "/runs"), ("nav_deliveries", "/deliveries"), ("nav_settings", "/settings")]
    {
        to(screen, name, path).await;
    }
    tab_to(screen, &word("nav_audit")).await;
    screen.keys(ENTER).await;
    screen.at("/audit").await;
    to(screen, "nav_overview", "/overview").await;
    screen.keys("?").await;
    screen.see_word("keys_title").await;
    screen.look("keys").await;
    screen.keys(ESCAPE).await;
    screen.until("the sheet gone", async || screen.count("dialog[open]").await == 0).await;
}

async fn plans_are_approved(screen: &Screen) {
    screen.keys("r").await;
    plans_wait(screen, 2).await;
    for _ in 0..2 {
        to(screen, "nav_plan", "/plan").await;
        screen.see_word("plan_state_waiting").await;
        tab_to(screen, "Roster → ").await;
        screen.keys(ENTER).await;
        screen.at("/plan/").await;
        screen.until("changes", async || screen.count(".change .opens").await > 2).await;
        screen.keys("j").await;
        screen.keys(ENTER).await;
        screen.until("an open change", async || screen.count(".change.open").await == 1).await;
        screen.keys("x").await;
        screen.until("one change left out", async || is_one_left_out(screen).await).await;
        screen.keys("x").await;
        screen.keys(CTRL_ENTER).await;
        screen.at("/runs/").await;
        run_ends(screen).await;
    }
}

async fn is_one_left_out(screen: &Screen) -> bool {
    let left_out =
        "return [...document.querySelectorAll('.change input')].filter(one => !one.checked).length";
    screen.run(left_out).await == 1
}

async fn a_conflict_is_settled(screen: &Screen, house: &Served) {
    to(screen, "nav_overview", "/overview").await;
    screen.keys("n").await;
    screen.see("KAMAR pushed").await;
    house.settle().await;
    screen.keys("r").await;
    screen.until("a conflict", async || waiting(screen, "/conflicts").await == 1).await;
    to(screen, "nav_conflicts", "/conflicts").await;
    screen.see_word("conflict_choose").await;
    screen.keys("1").await;
    screen.keys(ENTER).await;
    screen.see_word("conflicts_done_title").await;
    screen.keys("u").await;
    screen.see_word("conflict_choose").await;
    screen.keys("2").await;
    screen.keys(ENTER).await;
    screen.see_word("conflicts_done_title").await;
    screen.keys("p").await;
    screen.at("/runs/").await;
}

/// Goes to a page by the palette.
async fn to(screen: &Screen, name: &str, path: &str) {
    screen.keys(CTRL_K).await;
    screen.until("the palette", async || screen.count("dialog[open] input").await == 1).await;
    screen.keys(&word(name)).await;
    let first = word(name);
    let is_first = async || {
        let said = screen.run("return document.querySelector('.entry.here span')?.innerText ?? ''").await;
        said.as_str().is_some_and(|said| said == first)
    };
    screen.until("the page in the palette", is_first).await;
    screen.keys(ENTER).await;
    screen.at(path).await;
    screen.until("the palette gone", async || screen.count("dialog[open]").await == 0).await;
}

/// Presses Tab until what has the focus says this. Whatever has the focus on the way shows it and has a name.
async fn tab_to(screen: &Screen, label: &str) {
    for _ in 0..MOST {
        screen.keys(TAB).await;
        let (name, shows) = focused(screen).await;
        assert!(!name.is_empty(), "what has the focus has no name");
        assert!(shows, "{name} does not show that it has the focus");
        if name.contains(label) {
            return;
        }
    }
    panic!("the tabulator never comes to {label}");
}

/// The name of what has the focus, and whether that can be seen.
async fn focused(screen: &Screen) -> (String, bool) {
    let script = "const at = document.activeElement, style = getComputedStyle(at); \
        if (at.tabIndex < 0 || at === document.body) return ['(the page)', true]; \
        const name = at.getAttribute('aria-label') || at.innerText || at.labels?.[0]?.innerText || ''; \
        const rim = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0; \
        return [name.trim(), rim || style.boxShadow !== 'none']";
    serde_json::from_value(screen.run(script).await).unwrap_or_default()
}
