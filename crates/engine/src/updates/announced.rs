//! Reads the page on which versions are announced: the static JSON of Tauri's updater, so that the same file can serve
//! it too (<https://v2.tauri.app/plugin/updater/#static-json-file>), and `"severity": "security"`, which that ignores.
//!
//! ```json
//! { "version": "1.3.0", "notes": "…", "pub_date": "2026-11-20T02:00:00Z", "severity": "security",
//!   "platforms": { "windows-x86_64": { "url": "https://…", "signature": "…" } } }
//! ```

use std::collections::BTreeMap;

use crosswalk_connector_kit::http::secure_link;
use crosswalk_contract::{Release, ReleaseLink};
use semver::Version;
use serde::Deserialize;

/// So much of what is new is kept.
const NOTES: usize = 4_000;
/// Nobody's versions and addresses are longer.
const LONGEST_VERSION: usize = 64;
const LONGEST_URL: usize = 2_000;

#[derive(Deserialize)]
struct Page {
    version: String,
    #[serde(default)]
    notes: Option<String>,
    #[serde(default)]
    pub_date: Option<String>,
    #[serde(default)]
    severity: Option<String>,
    #[serde(default)]
    platforms: BTreeMap<String, Platform>,
}

#[derive(Deserialize)]
struct Platform {
    #[serde(default)]
    url: Option<String>,
}

/// What this was built for, in the words of the page: `linux`, `darwin` or `windows`, and the processor.
pub(super) fn system() -> String {
    let os = match std::env::consts::OS {
        "macos" => "darwin",
        other => other,
    };
    let processor = match std::env::consts::ARCH {
        "x86" => "i686",
        "arm" => "armv7",
        other => other,
    };
    format!("{os}-{processor}")
}

/// Reads the page; `host` is the computer that it came from. `None` where it announces no version.
pub(super) fn read(body: &[u8], system: &str, host: Option<&str>) -> Option<Release> {
    let page: Page = serde_json::from_slice(body).ok()?;
    let version = version(&page.version)?;
    let url = page.platforms.get(system).and_then(|platform| platform.url.as_deref());
    Some(Release {
        version: version.to_string(),
        published: page.pub_date.and_then(|date| date.trim().parse().ok()),
        notes: plain(page.notes.as_deref().unwrap_or_default()),
        security: page.severity.is_some_and(|severity| severity.trim().eq_ignore_ascii_case("security")),
        link: url.and_then(|url| link(url, host)),
    })
}

/// A version, with or without a `v` before it.
fn version(text: &str) -> Option<Version> {
    let text = text.trim();
    let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
    Version::parse(text).ok().filter(|_| text.len() <= LONGEST_VERSION)
}

/// Whether one version comes after another. Whoever runs a finished version is not told of unfinished ones, and two
/// builds of one version are the same.
pub(super) fn is_newer(own: &str, other: &str) -> bool {
    let (Some(own), Some(other)) = (version(own), version(other)) else { return false };
    let is_wanted = other.pre.is_empty() || !own.pre.is_empty();
    is_wanted && own.cmp_precedence(&other).is_lt()
}

/// Plain text within its bounds: lines stay, whatever else steers a screen goes.
fn plain(text: &str) -> String {
    let steers = |c: &char| c.is_control() && *c != '\n' || TURNS.contains(c);
    let mut kept = text.trim().chars().filter(|c| !steers(c));
    let mut plain: String = kept.by_ref().take(NOTES).collect();
    if kept.next().is_some() {
        plain.push('…');
    }
    plain
}

/// Marks that turn the direction of reading, with which a text can look like another.
const TURNS: [char; 9] = [
    '\u{202A}', '\u{202B}', '\u{202C}', '\u{202D}', '\u{202E}', '\u{2066}', '\u{2067}', '\u{2068}',
    '\u{2069}',
];

fn link(url: &str, announced_by: Option<&str>) -> Option<ReleaseLink> {
    let (url, host) = secure_link(url).filter(|(url, _)| url.len() <= LONGEST_URL)?;
    let elsewhere = announced_by != Some(host.as_str());
    Some(ReleaseLink { url, host, elsewhere })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HERE: &str = "linux-x86_64";

    fn page(version: &str, more: &str) -> String {
        format!(r#"{{"version":"{version}"{more}}}"#)
    }

    #[test]
    fn a_page_is_read_as_the_updater_reads_it() {
        let more = r#","notes":" Mends it.\r\nAnd\u0007 more. ","pub_date":"2026-11-20T02:00:00Z","severity":"Security",
            "platforms":{"linux-x86_64":{"signature":"x","url":"https://get.example/a.AppImage"},"other":{}}"#;
        let release = read(page("v1.3.0", more).as_bytes(), HERE, Some("get.example")).unwrap();
        assert_eq!((release.version.as_str(), release.notes.as_str()), ("1.3.0", "Mends it.\nAnd more."));
        assert!(release.security && release.published.is_some());
        let link = release.link.unwrap();
        assert_eq!((link.url.as_str(), link.elsewhere), ("https://get.example/a.AppImage", false));
        let elsewhere = read(page("1.3.0", more).as_bytes(), HERE, Some("updates.example")).unwrap();
        assert!(elsewhere.link.unwrap().elsewhere);
        assert_eq!(read(page("1.3.0", more).as_bytes(), "darwin-aarch64", None).unwrap().link, None);
    }

    #[test]
    fn what_announces_no_version_is_no_announcement() {
        let long = format!("1.0.0-{}", "a".repeat(LONGEST_VERSION));
        let bad =
            ["", "{}", "[]", "<html>", r#"{"version":1}"#, r#"{"version":"newest"}"#, r#"{"version":"1.2"}"#];
        for text in bad.map(str::to_owned).into_iter().chain([page(&long, "")]) {
            assert_eq!(read(text.as_bytes(), HERE, None), None, "{text}");
        }
        for (more, why) in [
            (r#","pub_date":"soon""#, "a date that is none"),
            (r#","platforms":{"linux-x86_64":{"url":"http://get.example/a"}}"#, "an address without TLS"),
            (r#","platforms":{"linux-x86_64":{"url":"javascript:alert(1)"}}"#, "no address"),
        ] {
            let release = read(page("1.0.0", more).as_bytes(), HERE, None).unwrap();
            assert_eq!((release.published, release.link, release.security), (None, None, false), "{why}");
        }
    }

    #[test]
    fn versions_are_compared_as_semantic_versioning_says() {
        for (own, other, newer) in [
            ("1.2.0", "1.10.0", true),
            ("1.2.0", "v1.2.1", true),
            ("1.2.0", "1.2.0", false),
            ("1.2.0", "1.2.0+build.7", false),
            ("1.2.0", "1.1.9", false),
            ("1.2.0", "1.3.0-rc.1", false),
            ("1.3.0-rc.1", "1.3.0-rc.2", true),
            ("1.3.0-rc.1", "1.3.0", true),
            ("1.3.0", "1.3.0-rc.2", false),
            ("own", "1.0.0", false),
            ("1.0.0", "other", false),
        ] {
            assert_eq!(is_newer(own, other), newer, "{own} {other}");
        }
    }

    #[test]
    fn what_is_new_is_bounded() {
        let notes = plain(&"ā".repeat(NOTES + 1));
        assert_eq!(notes.chars().count(), NOTES + 1);
        assert!(notes.ends_with('…'));
        assert_eq!(plain("a\u{202E}b\tc\u{0}"), "abc");
    }

    proptest! {
        #[test]
        fn nothing_that_comes_breaks_the_reading(body in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _whatever_it_is = read(&body, HERE, Some("updates.example"));
        }

        #[test]
        fn no_version_is_newer_than_itself(major in 0u64..9, minor in 0u64..9, pre in "[a-z0-9]{0,3}") {
            let mark = if pre.is_empty() { String::new() } else { format!("-a{pre}") };
            let version = format!("{major}.{minor}.0{mark}");
            prop_assert!(!is_newer(&version, &version));
        }
    }
}
