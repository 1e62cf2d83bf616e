//! A plan of a hundred thousand changes: how soon a filter shows what it finds, and what a step of scrolling costs.

use crosswalk_tests::screens::Screen;
use serde_json::{Value, json};

use super::figure::{Figure, percentile};
use super::seeds::Seeded;
use super::spent::{step, timed};

/// A facet is turned on; done when another number of rows is there and the first of them is drawn.
const TURN: &str = "const table = document.querySelector('.change-table'), began = performance.now(); \
    const before = table.getAttribute('aria-rowcount'); \
    const look = () => { \
        const count = table.getAttribute('aria-rowcount'), row = document.querySelector('.rows .change'); \
        const is_there = count !== before && row && !row.querySelector('.bone'); \
        if (is_there) setTimeout(() => done(performance.now() - began), 0); else requestAnimationFrame(look) }; \
    document.querySelectorAll('.facets input')[arguments[0]].click(); requestAnimationFrame(look)";

/// Somebody goes into the box, and has typed a first text half a second later.
const ENTER: &str =
    "document.querySelector('.plan-side input[type=search]').focus(); setTimeout(() => done(null), 500)";

/// A text is typed at once; done as above. The page waits for a pause in typing, which is taken off.
const TYPE: &str = "const table = document.querySelector('.change-table'), began = performance.now(); \
    const before = table.getAttribute('aria-rowcount'), field = document.querySelector('.plan-side input[type=search]'); \
    const look = () => { \
        const count = table.getAttribute('aria-rowcount'), row = document.querySelector('.rows .change'); \
        const is_there = count !== before && row && !row.querySelector('.bone'); \
        if (is_there) setTimeout(() => done(performance.now() - began), 0); else requestAnimationFrame(look) }; \
    field.value = arguments[0]; field.dispatchEvent(new Event('input', { bubbles: true })); \
    requestAnimationFrame(look)";

/// The pause of `ui/src/pages/plan/view.rs`.
const PAUSE: f64 = 220.0;
/// Part of many names, and of fewer.
const TEXTS: [&str; 3] = ["ana", "smith", "mathematics"];

const STEPS: usize = 300;
/// Ten rows a step, as a wheel does; now and then the whole way down, as the scroll bar does.
const SCROLL: &str = "document.querySelector('.rows').scrollTop += arguments[0]";
const ROWS: &str = "return document.querySelectorAll('.rows .change').length";

/// Filter and scrolling.
pub async fn figures(screen: &Screen, house: &Seeded) -> Vec<Figure> {
    let plan = house.plan.expect("the district made a plan");
    screen.goto(&format!("{}/plan/{plan}", house.origin())).await;
    drawn(screen).await;
    let changes = rowcount(screen).await;
    let facets = turned(screen).await;
    let texts = typed(screen).await;
    let (steps, rows) = scrolled(screen).await;
    vec![
        Figure::told("changes of the plan", changes, "rows"),
        Figure::at_most(
            "filter by a facet, until its rows are drawn, the slowest",
            percentile(&facets, 100),
            100.0,
            "ms",
        ),
        Figure::at_most(
            "filter by a text, after the pause, the slowest of three",
            percentile(&texts, 100),
            100.0,
            "ms",
        ),
        Figure::at_most(
            "a step of scrolling: script, style, layout, 95 %",
            percentile(&steps, 95),
            8.0,
            "ms",
        ),
        Figure::told("– the median", percentile(&steps, 50), "ms"),
        Figure::told("– the most", percentile(&steps, 100), "ms"),
        Figure::at_most("rows in the page, the most", rows, 60.0, "rows"),
    ]
}

async fn drawn(screen: &Screen) {
    let there = "return document.querySelectorAll('.rows .change').length > 5 && !document.querySelector('.rows .bone')";
    screen.until("the changes", async || screen.run(there).await == Value::Bool(true)).await;
}

async fn rowcount(screen: &Screen) -> f64 {
    let told =
        screen.run("return Number(document.querySelector('.change-table').getAttribute('aria-rowcount'))");
    told.await.as_f64().unwrap_or_default()
}

/// Each facet value on and off again.
async fn turned(screen: &Screen) -> Vec<f64> {
    let mut took = Vec::new();
    let count = screen.count(".facets input").await;
    let all = rowcount(screen).await;
    for place in 0..count {
        let of_it = format!(
            "return document.querySelectorAll('.facets b')[{place}].textContent.replaceAll(/[^0-9]/g, '')"
        );
        let is_all = screen.run(&of_it).await.as_str().and_then(|one| one.parse().ok()) == Some(all);
        // What everything has in common filters nothing.
        for _ in 0..if is_all { 0 } else { 2 } {
            took.extend(timed(screen, TURN, vec![place.into()]).await.as_f64());
        }
    }
    assert!(!took.is_empty(), "the plan has no facets");
    took
}

async fn typed(screen: &Screen) -> Vec<f64> {
    let mut took = Vec::new();
    timed(screen, ENTER, Vec::new()).await;
    for text in TEXTS {
        took.extend(timed(screen, TYPE, vec![text.into()]).await.as_f64().map(|took| took - PAUSE));
    }
    timed(screen, TYPE, vec!["".into()]).await;
    drawn(screen).await;
    took
}

/// Milliseconds of each step, and the most rows that were in the page.
async fn scrolled(screen: &Screen) -> (Vec<f64>, f64) {
    let (mut took, mut most) = (Vec::new(), 0.0_f64);
    for number in 0..STEPS {
        let pixels = if number % 50 == 49 { 340_000 } else { 340 };
        let (before, after) = step(screen, SCROLL, vec![json!(pixels)]).await;
        took.push(after.all_since(&before));
        most = most.max(screen.run(ROWS).await.as_f64().unwrap_or_default());
    }
    (took, most)
}
