//! Everything by keyboard: not one press of a pointer in this story.

use crosswalk_tests::screens::{Screen, Served, in_browser, word};

use super::pages::{self, plans_wait, run_ends, waiting};

const TAB: &str = "\u{E004}";
const ENTER: &str = "\u{E007}";
const ESCAPE: &str = "\u{E00C}";
const CTRL_K: &str = "\u{E009}k\u{E000}";
const CTRL_ENTER: &str = "\u{E009}\u{E007}\u{E000}";
/// More stops than any page has.
const MOST: usize = 250;

#[tokio::test(flavor = "multi_thread")]
async fn the_main_pages_need_no_pointer() {
    in_browser("keyboard", async |screen| {
        let house = Served::open(100).await;
        screen.goto(&house.address()).await;
        screen.see_word("first_title").await;
        screen.count_presses().await;
        tab_to(&screen, &word("first_demo")).await;
        screen.keys(ENTER).await;
        screen.at("/overview").await;
        screen.until("a filled roster", async || pages::figure(&screen, "figure_lessons").await > 0).await;
        house.settle().await;
        every_page_is_reached(&screen).await;
        plans_are_approved(&screen).await;
        house.settle().await;
        a_field_is_mapped(&screen).await;
        a_conflict_is_settled(&screen, &house).await;
        a_run_is_looked_at(&screen).await;
        assert_eq!(screen.presses().await, 0, "a pointer was pressed");
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
    goes_round(screen).await;
    to(screen, "nav_overview", "/overview").await;
    goes_round(screen).await;
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

/// The keys that map a field which nothing is mapped to, once it has the focus.
const MAPPING: [&str; 2] = [ENTER, "a"];

async fn a_field_is_mapped(screen: &Screen) {
    to(screen, "nav_mapping", "/mapping").await;
    tab_to(screen, "Roster → Te Kete Ako").await;
    screen.keys(ENTER).await;
    screen.at("/mapping/").await;
    screen.until("the board", async || screen.count(".board-row.used").await > 2).await;
    goes_round(screen).await;
    tab_to(screen, "tutor_group").await;
    screen.keys(ENTER).await;
    tab_to(screen, &word("mapping_remove")).await;
    screen.keys(ENTER).await;
    let is_free = async || pages::free_fields(screen).await.contains(&"tutor_group".to_owned());
    screen.until("a free field", async || is_free().await).await;
    tab_to(screen, "tutor_group").await;
    let [take_up, map] = MAPPING;
    screen.keys(take_up).await;
    screen.see_word("suggest_offer").await;
    screen.look("offer").await;
    screen.keys(map).await;
    screen.until("its rule", async || !is_free().await).await;
}

/// The newest run, from the list of runs.
async fn a_run_is_looked_at(screen: &Screen) {
    to(screen, "nav_runs", "/runs").await;
    tab_to(screen, "Roster → Te Kete Ako").await;
    screen.keys(ENTER).await;
    screen.at("/runs/").await;
    screen.see_word("phase_apply").await;
    goes_round(screen).await;
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
    goes_round(screen).await;
    screen.keys("1").await;
    screen.see_word("conflicts_done_title").await;
    screen.keys("u").await;
    screen.see_word("conflict_choose").await;
    // With the result in sight first: the side has the focus, the space bar shows it, Enter keeps it.
    tab_to(screen, "TE KETE AKO").await;
    screen.keys(" ").await;
    screen.until("the side", async || screen.count(".side.picked").await == 1).await;
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
    let mut last = screen.focused().await.2;
    for _ in 0..MOST {
        screen.keys(TAB).await;
        let (name, shows, place) = screen.focused().await;
        assert!(!name.is_empty(), "what has the focus has no name");
        assert!(shows, "{name} does not show that it has the focus");
        assert!(place != last, "{name} keeps the focus");
        if name.contains(label) {
            return;
        }
        last = place;
    }
    panic!("the tabulator never comes to {label}");
}

/// Nothing on the page keeps the focus: the tabulator comes round to where it was, past everything.
async fn goes_round(screen: &Screen) {
    let first = tab(screen).await;
    let mut seen = std::collections::BTreeSet::from([first]);
    for _ in 0..MOST {
        let place = tab(screen).await;
        if place == first {
            assert!(seen.len() > 5, "the tabulator only goes between {seen:?}");
            return;
        }
        assert!(seen.insert(place), "the tabulator never comes back to where it was");
    }
    panic!("the tabulator never comes round");
}

async fn tab(screen: &Screen) -> i64 {
    screen.keys(TAB).await;
    let (name, shows, place) = screen.focused().await;
    assert!(shows, "{name} does not show that it has the focus");
    place
}
