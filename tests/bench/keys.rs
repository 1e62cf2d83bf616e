//! Keys in a list of conflicts.

use crosswalk_tests::screens::{Screen, word};

use super::figure::{Figure, percentile};
use super::seeds::Seeded;
use super::spent::{count, step};

/// A key as the browser would tell it.
const PRESS: &str = "document.body.dispatchEvent(new KeyboardEvent('keydown', \
    { key: arguments[0], code: arguments[1], bubbles: true, cancelable: true }))";

/// Going through the list, and settling one after the other.
pub async fn figures(screen: &Screen, house: &Seeded) -> Vec<Figure> {
    screen.goto(&house.address()).await;
    screen.open("/conflicts").await;
    screen.see_word("conflict_choose").await;
    count(screen).await;
    let listed = screen.count(".queue li").await;
    let mut went = Vec::new();
    for number in 0..60 {
        let (key, code) = if number % 6 == 5 { ("k", "KeyK") } else { ("j", "KeyJ") };
        went.push(pressed(screen, key, code).await);
    }
    let mut settled = Vec::new();
    for number in 1..=20 {
        settled.push(pressed(screen, "1", "Digit1").await);
        // The next one is answered when this one is.
        let left = listed - number;
        screen.until("one less", async || screen.count(".queue li").await == left).await;
        screen.until("its answer", async || !screen.shows(&word("loading")).await).await;
    }
    vec![
        Figure::told("conflicts in the list", listed as f64, "rows"),
        Figure::at_most("a key that goes on: script, the most", percentile(&went, 100), 16.0, "ms"),
        Figure::told("– the median", percentile(&went, 50), "ms"),
        Figure::at_most("a key that settles: script, the most", percentile(&settled, 100), 16.0, "ms"),
        Figure::told("– the median", percentile(&settled, 50), "ms"),
    ]
}

async fn pressed(screen: &Screen, key: &str, code: &str) -> f64 {
    let (before, after) = step(screen, PRESS, vec![key.into(), code.into()]).await;
    after.script_since(&before)
}
