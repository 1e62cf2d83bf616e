//! How quick the screens are: a real Chromium over a house with a district and a house with conflicts, both invented
//! from a seed. `cargo xtask bench --screens` builds it in release and starts it.
//!
//! It judges nothing but what `docs/PERFORMANCE.md` promises: a target that is missed is said, and is no failure.
//! Start with `loads.rs` (bundle, first paint), then `plan.rs` (filter, scrolling) and `keys.rs` (conflicts).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod figure;
mod keys;
mod loads;
mod plan;
mod seeds;
mod spent;

use std::io::Write;
use std::process::ExitCode;

use crosswalk_tests::screens::in_browser;

use figure::Figure;

/// So many enrolments, and with people, classes and the rest a few more changes.
const ENROLLMENTS: usize = 100_000;

#[tokio::main(worker_threads = 2)]
async fn main() -> ExitCode {
    let asked = Asked::of(&std::env::args().skip(1).collect::<Vec<_>>());
    let figures = measure(&asked).await;
    let is_json = asked.json;
    let text =
        if is_json { serde_json::to_string_pretty(&figures).unwrap() } else { figure::table(&figures) };
    let _ = writeln!(std::io::stdout(), "{text}");
    // Without a browser nothing is measured, which is said where it is left out.
    if figures.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// What is asked for.
struct Asked {
    json: bool,
    /// Bytes of the wasm file as it is packed into the application, where it was told.
    packed: Option<usize>,
    enrollments: usize,
}

impl Asked {
    fn of(arguments: &[String]) -> Self {
        let after = |name: &str| {
            let place = arguments.iter().position(|argument| argument == name)?;
            arguments.get(place + 1)?.parse().ok()
        };
        Self {
            json: arguments.iter().any(|argument| argument == "--json"),
            packed: after("--packed"),
            enrollments: after("--enrollments").unwrap_or(ENROLLMENTS),
        }
    }
}

async fn measure(asked: &Asked) -> Vec<Figure> {
    let packed = asked.packed.map(|bytes| bytes as f64 / 1e3);
    let mut figures: Vec<Figure> = packed
        .map(|packed| Figure::at_most("the wasm file, packed as in the application", packed, 900.0, "kB"))
        .into_iter()
        .collect();
    in_browser("bench", async |screen| {
        let house = seeds::district(asked.enrollments).await;
        add(&mut figures, loads::figures(&screen, &house).await);
        add(&mut figures, plan::figures(&screen, &house).await);
        house.close().await;
        let house = seeds::conflicts().await;
        add(&mut figures, keys::figures(&screen, &house).await);
        house.close().await;
    })
    .await;
    figures
}

/// What was measured is told at once, so that nothing is lost where a later part fails.
fn add(all: &mut Vec<Figure>, more: Vec<Figure>) {
    let _ = write!(std::io::stderr(), "{}", figure::table(&more));
    all.extend(more);
}
