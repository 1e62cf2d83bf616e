//! What a page spends, by the browser's own count.

use crosswalk_tests::screens::Screen;
use serde_json::{Value, json};

/// Seconds that the page has spent since it was loaded.
#[derive(Clone, Copy)]
pub struct Spent {
    script: f64,
    layout: f64,
}

impl Spent {
    /// What was spent so far.
    pub async fn of(screen: &Screen) -> Self {
        let told = screen.browser("Performance.getMetrics", json!({})).await;
        let metric = |name: &str| {
            let all = told["metrics"].as_array().into_iter().flatten();
            all.clone().find(|one| one["name"] == name).and_then(|one| one["value"].as_f64()).unwrap_or(0.0)
        };
        Self {
            script: metric("ScriptDuration"),
            layout: metric("LayoutDuration") + metric("RecalcStyleDuration"),
        }
    }

    /// Milliseconds of script since then.
    pub fn script_since(&self, before: &Self) -> f64 {
        (self.script - before.script) * 1e3
    }

    /// Milliseconds of script, style and layout since then.
    pub fn all_since(&self, before: &Self) -> f64 {
        self.script_since(before) + (self.layout - before.layout) * 1e3
    }
}

/// Has the browser count.
pub async fn count(screen: &Screen) {
    screen.browser("Performance.enable", json!({})).await;
}

/// Runs a script in the page that calls `done` with what it found.
pub async fn timed(screen: &Screen, script: &str, arguments: Vec<Value>) -> Value {
    let script = format!("const done = arguments[arguments.length - 1]; {script}");
    screen.client.execute_async(&script, arguments).await.expect("the page answers")
}

/// Does something in the page, waits for two frames, and says what it spent.
pub async fn step(screen: &Screen, does: &str, arguments: Vec<Value>) -> (Spent, Spent) {
    let before = Spent::of(screen).await;
    let frames = "requestAnimationFrame(() => requestAnimationFrame(() => done(null)))";
    timed(screen, &format!("{does}; {frames}"), arguments).await;
    (before, Spent::of(screen).await)
}
