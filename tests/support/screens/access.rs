//! Whether everybody can use a page: axe finds nothing serious in light, dark and high contrast, it fits a narrow window and a page that
//! is magnified, and nothing moves where somebody has asked for stillness.

use serde_json::{Value, json};

use super::{Screen, browser};

const AXE: &str = include_str!("../../fixtures/axe-core/axe.min.js");

/// Findings of axe that keep somebody from using the page, by rule and place.
const SERIOUS: &str = "const [rules, done] = arguments; \
    axe.run(document, { resultTypes: ['violations'], runOnly: rules }).then(found => done(found.violations \
        .filter(one => ['serious', 'critical'].includes(one.impact)) \
        .map(one => one.id + ': ' + one.nodes.slice(0, 4).map(node => node.target.join(' ') + ' ' + (node.any[0]?.message ?? '')).join(' | '))), \
        problem => done([String(problem)]))";

/// What goes on moving, by the names of its animations.
const MOVING: &str = "return document.getAnimations().filter(one => one.playState === 'running' && \
    one.effect.getComputedTiming().duration > 50).map(one => one.animationName ?? one.transitionProperty)";

/// What is wider than the page.
const WIDE: &str = "const page = document.querySelector('main'); \
    return page.scrollWidth > page.clientWidth || document.documentElement.scrollWidth > document.documentElement.clientWidth";

/// The themes in which each page is looked at, as a system would ask for them: the scheme, and the contrast.
///
/// Colours that the system forces on a page are the system's own, and axe would judge ours that nobody sees; what such
/// a page must not lose stands in `styles/base.css`.
const THEMES: [(&str, &str, &str); 4] = [
    ("light", "light", "no-preference"),
    ("dark", "dark", "no-preference"),
    ("high contrast", "light", "more"),
    ("high contrast, dark", "dark", "more"),
];

/// What axe looks at: everything once, and what depends on colours in each further theme.
fn rules(theme: &str) -> Value {
    match theme {
        "light" => json!(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]),
        _ => json!({ "type": "rule", "values": ["color-contrast", "link-in-text-block"] }),
    }
}

impl Screen {
    /// Asks the browser itself for something; only Chromium's driver can.
    pub async fn browser(&self, command: &str, params: Value) -> Value {
        let session = self.client.session_id().await.ok().flatten().expect("a session");
        browser::command(self.log.expect("Chromium"), &session, command, params).await
    }

    /// Shows the page as a system with these wishes would.
    async fn wish(&self, scheme: &str, contrast: &str, motion: &str) {
        let wish = |name: &str, value: &str| json!({ "name": name, "value": value });
        let wishes = json!([
            wish("prefers-color-scheme", scheme),
            wish("prefers-contrast", contrast),
            wish("prefers-reduced-motion", motion)
        ]);
        self.browser("Emulation.setEmulatedMedia", json!({ "features": wishes })).await;
    }

    async fn size(&self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.browser("Emulation.setDeviceMetricsOverride", size).await;
    }

    /// What keeps somebody from using the page that is open.
    pub async fn barriers(&self, name: &str) -> Vec<String> {
        let mut found = Vec::new();
        self.run(AXE).await;
        for (theme, scheme, contrast) in THEMES {
            self.wish(scheme, contrast, "reduce").await;
            self.until(theme, async || self.count(&format!("[data-theme={scheme}]")).await == 1).await;
            super::evidence::shoot(self, &format!("{name}-{}", theme.replace([' ', ','], "-"))).await;
            let serious = self.client.execute_async(SERIOUS, vec![rules(theme)]).await.expect("axe answers");
            found.extend(texts(&serious).map(|one| format!("{name}, {theme}: {one}")));
        }
        let moving = self.run(MOVING).await;
        found.extend(texts(&moving).map(|one| format!("{name}: {one} moves though nothing should")));
        self.wish("light", "no-preference", "no-preference").await;
        // A window of 320 pixels, and one of 1280 that is magnified twice.
        for (width, height) in [(320, 700), (640, 430)] {
            self.size(width, height).await;
            super::evidence::shoot(self, &format!("{name}-{width}")).await;
            if self.run(WIDE).await == Value::Bool(true) {
                found.push(format!("{name}: wider than a window of {width} pixels"));
            }
        }
        self.browser("Emulation.clearDeviceMetricsOverride", json!({})).await;
        found
    }
}

fn texts(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str)
}
