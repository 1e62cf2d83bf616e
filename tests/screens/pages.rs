//! What a person does on each page.

use crosswalk_tests::screens::words::{beginning, told};
use crosswalk_tests::screens::{Screen, word};

/// Opens the demo school on the first run and waits until its first day has been taken in.
pub async fn open_demo(screen: &Screen) {
    screen.see_word("first_title").await;
    screen.press_word("first_demo").await;
    screen.at("/overview").await;
    screen.see_word("demo_school").await;
    screen.until("a filled roster", async || figure(screen, "figure_lessons").await > 0).await;
}

/// Begins with a school of one's own; the catalogue comes next.
pub async fn create_school(screen: &Screen, name: &str) {
    screen.see_word("first_title").await;
    screen.fill(&word("first_own_name"), name).await;
    screen.press_word("first_own").await;
    screen.at("/connections/new").await;
    screen.see_word("connect_title").await;
}

/// A figure of the roster on the overview.
pub async fn figure(screen: &Screen, name: &str) -> u64 {
    let script = "const name = [...document.querySelectorAll('.roster dt')].find(dt => dt.textContent === arguments[0]); \
                  return name?.nextElementSibling?.textContent ?? ''";
    let told = screen.client.execute(script, vec![word(name).into()]).await.unwrap_or_default();
    number(told.as_str().unwrap_or_default())
}

/// Runs every destination from the overview.
pub async fn run_now(screen: &Screen) {
    screen.open("/overview").await;
    screen.press_word("overview_run").await;
}

/// What waits behind a page of the navigation, by its badge.
pub async fn waiting(screen: &Screen, path: &str) -> u64 {
    let script =
        "return document.querySelector(`nav a[href='${arguments[0]}'] b [aria-hidden]`)?.textContent ?? ''";
    let told = screen.client.execute(script, vec![path.into()]).await.unwrap_or_default();
    number(told.as_str().unwrap_or_default())
}

/// Waits until so many plans wait for approval.
pub async fn plans_wait(screen: &Screen, count: u64) {
    screen.until(&format!("{count} plans that wait"), async || waiting(screen, "/plan").await == count).await;
}

/// Opens the waiting plan of a sync, from the list of plans.
pub async fn open_plan(screen: &Screen, sync: &str) {
    screen.open("/plan").await;
    screen.press(sync).await;
    screen.at("/plan/").await;
    screen.see(&beginning("plan_approve")).await;
}

/// Reads the plan's sentence, approves it, and waits for the end of its run.
pub async fn approve(screen: &Screen) -> String {
    let sentence = screen.head(|sentence| sentence.ends_with('.')).await;
    screen.press(&beginning("plan_approve")).await;
    screen.at("/runs/").await;
    run_ends(screen).await;
    sentence
}

/// Waits until the run on the screen has ended well.
pub async fn run_ends(screen: &Screen) {
    let done = word("run_state_done");
    let state = "return document.querySelector('.head .chip')?.innerText ?? ''";
    let ended = async || screen.run(state).await.as_str().is_some_and(|state| state.ends_with(&done));
    screen.until("the end of the run", ended).await;
}

/// The cells of a table, row by row.
pub async fn rows(screen: &Screen) -> Vec<Vec<String>> {
    let script = "return [...document.querySelectorAll('main tbody tr')].map(row => [...row.cells].map(cell => cell.innerText.trim()))";
    serde_json::from_value(screen.run(script).await).unwrap_or_default()
}

/// A number as the screens write it.
fn number(text: &str) -> u64 {
    text.replace(',', "").parse().unwrap_or_default()
}

/// Opens how people are mapped to a destination.
pub async fn open_mapping(screen: &Screen, destination: &str) {
    screen.open("/mapping").await;
    screen.press(&format!("Roster → {destination}")).await;
    screen.at("/mapping/").await;
    screen.press("user → people").await;
    screen.until("the board", async || screen.count(".board-row.used").await > 2).await;
}

/// Takes a target of the mapping in hand.
pub async fn take_up(screen: &Screen, field: &str) {
    let target = format!("(//div[@class='board']/ul)[last()]//button[normalize-space(.)='{field}']");
    screen.act(&target, async |button| button.click().await).await;
    let title = told("inspector_title", &[("field", field)]);
    screen.until("its rule", async || screen.count(&format!("aside[aria-label='{title}']")).await == 1).await;
}

/// Takes the rule of a field away.
pub async fn unmap(screen: &Screen, field: &str) {
    take_up(screen, field).await;
    screen.press_word("mapping_remove").await;
    let free = format!("//li[contains(@class, 'free')]//b[normalize-space(.)='{field}']");
    screen.act(&free, async |_| Ok(())).await;
}

/// The targets that nothing is mapped to.
pub async fn free_fields(screen: &Screen) -> Vec<String> {
    let script = "return [...document.querySelectorAll('.board-row.free b')].map(name => name.innerText)";
    serde_json::from_value(screen.run(script).await).unwrap_or_default()
}
