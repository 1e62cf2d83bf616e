//! What is fetched, and how soon the overview can be read.

use crosswalk_tests::screens::Screen;
use serde_json::json;

use super::figure::{Figure, percentile};
use super::seeds::Seeded;
use super::spent;

/// How often the overview is loaded; the first time fills the browser's cache and is told apart.
const TIMES: usize = 11;

/// From the start of the navigation until the overview's sentence and the roster's figures are on the screen.
const WATCH: &str = "const look = () => { \
    const said = document.querySelector('main h1')?.textContent, roster = document.querySelector('.roster .big'); \
    if (said && roster) requestAnimationFrame(() => setTimeout(() => { window.useful = performance.now() }, 0)); \
    else requestAnimationFrame(look) }; requestAnimationFrame(look)";

/// Bytes of the wasm file as it is served on this computer.
const BYTES: &str = "const wasm = performance.getEntriesByType('resource').find(one => one.name.endsWith('.wasm')); \
    return wasm?.decodedBodySize ?? 0";

/// The size of the wasm file, and the first useful paint.
pub async fn figures(screen: &Screen, house: &Seeded) -> Vec<Figure> {
    screen.browser("Page.enable", json!({})).await;
    screen.browser("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH })).await;
    screen.goto(&house.address()).await;
    let cold = useful(screen).await;
    let whole = screen.run(BYTES).await.as_f64().unwrap_or_default();
    assert!(whole > 0.0, "the browser does not tell how large the bundle is");
    let overview = format!("{}/overview", house.origin());
    let mut warm = Vec::new();
    for _ in 1..TIMES {
        screen.goto(&overview).await;
        warm.push(useful(screen).await);
    }
    spent::count(screen).await;
    vec![
        Figure::told("the wasm file, as it is", whole / 1e3, "kB"),
        Figure::at_most(
            "first useful paint of the overview, warm, median",
            percentile(&warm, 50) / 1e3,
            1.0,
            "s",
        ),
        Figure::told("– the slowest of ten", percentile(&warm, 100) / 1e3, "s"),
        Figure::told("– cold, with a new session", cold / 1e3, "s"),
    ]
}

/// Milliseconds until the page could be read.
async fn useful(screen: &Screen) -> f64 {
    let read = async || screen.run("return window.useful ?? null").await.as_f64();
    screen.until("the overview", async || read().await.is_some()).await;
    read().await.unwrap_or(f64::NAN)
}
