//! How much a person has to do: presses of the pointer as the browser itself counts them, and where the focus is.

use super::Screen;

/// Presses that a person made; what a script dispatches is none.
const COUNTING: &str = "window.presses = 0; \
    addEventListener('pointerdown', event => { window.presses += event.isTrusted ? 1 : 0 }, true)";

/// What has the focus: its name, whether that can be seen, and the number that it got when it first had it. Its place
/// among all elements would not do: a message that goes gives its place to the next one.
const FOCUSED: &str = "const at = document.activeElement, style = getComputedStyle(at); \
    const met = window.focusMet ??= new Map(); \
    if (!met.has(at)) met.set(at, met.size + 1); \
    const place = met.get(at); \
    if (at.tabIndex < 0 || at === document.body) return ['(the page)', true, place]; \
    const name = at.getAttribute('aria-label') || at.labels?.[0]?.innerText || at.innerText || ''; \
    const rim = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0; \
    return [name.trim(), rim || style.boxShadow !== 'none', place]";

impl Screen {
    /// Has the browser count presses from now on, until the page is loaded anew.
    pub async fn count_presses(&self) {
        self.run(COUNTING).await;
    }

    /// So many presses since the count began; fails where nobody counts.
    pub async fn presses(&self) -> u64 {
        self.run("return window.presses ?? null").await.as_u64().expect("the presses are counted")
    }

    /// The name of what has the focus, whether that can be seen, and which of all that had it since
    /// the page was loaded.
    pub async fn focused(&self) -> (String, bool, i64) {
        serde_json::from_value(self.run(FOCUSED).await).unwrap_or_default()
    }
}
