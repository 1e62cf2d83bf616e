//! The files of the screens, from one folder.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{ALLOW, CACHE_CONTROL};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::Response;

use super::Desk;
use crate::reply::{bytes, empty, sentence};

/// The page that every address of the screens opens; the screens themselves know which page is meant.
const PAGE: &str = "index.html";
const NOT_BUILT: &str = "The screens are not here. Build them with `cargo xtask screens`, or name their folder with \
                         `crosswalkd serve --ui FOLDER`.\n";

/// By the ending; browsers run no script and no wasm under another type.
const TYPES: [(&str, &str); 12] = [
    ("html", "text/html; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("wasm", "application/wasm"),
    ("css", "text/css; charset=utf-8"),
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("ico", "image/x-icon"),
    ("woff2", "font/woff2"),
    ("json", "application/json"),
    ("webmanifest", "application/manifest+json"),
    ("txt", "text/plain; charset=utf-8"),
    ("map", "application/json"),
];

/// A file of the screens, or their page for every other address.
pub(super) async fn screens(State(desk): State<Arc<Desk>>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut response = empty(StatusCode::METHOD_NOT_ALLOWED);
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    let path = request.uri().path();
    if path.starts_with("/app/") {
        return empty(StatusCode::NOT_FOUND);
    }
    let Some(folder) = &desk.screens else { return sentence(StatusCode::NOT_FOUND, NOT_BUILT) };
    let name = named(path).unwrap_or_else(|| PathBuf::from(PAGE));
    match file(folder, &name).await {
        Some(response) => response,
        None if has_type(&name) && name != Path::new(PAGE) => empty(StatusCode::NOT_FOUND),
        None => match file(folder, Path::new(PAGE)).await {
            Some(response) => response,
            None => sentence(StatusCode::NOT_FOUND, NOT_BUILT),
        },
    }
}

async fn file(folder: &Path, name: &Path) -> Option<Response> {
    let content = tokio::fs::read(folder.join(name)).await.ok()?;
    let mut response = bytes(StatusCode::OK, HeaderValue::from_static(kind(name)?), content);
    let keep = if is_hashed(name) { "private, max-age=31536000, immutable" } else { "no-cache" };
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(keep));
    Some(response)
}

/// The path below the folder. Only plain names: nothing leads out of the folder, nothing is hidden, nothing is coded.
fn named(path: &str) -> Option<PathBuf> {
    let is_plain = |name: &str| {
        let plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        !name.is_empty() && !name.starts_with('.') && name.chars().all(plain)
    };
    let names = path.strip_prefix('/')?;
    names.split('/').all(is_plain).then(|| names.split('/').collect())
}

fn ending(name: &Path) -> Option<&str> {
    name.extension().and_then(|ending| ending.to_str())
}

fn kind(name: &Path) -> Option<&'static str> {
    let ending = ending(name)?;
    TYPES.iter().find(|(own, _)| *own == ending).map(|(_, kind)| *kind)
}

/// Whether it looks like a file of the screens: a page's address has no such ending.
fn has_type(name: &Path) -> bool {
    kind(name).is_some()
}

/// Whether the name bears the hash of its content, as `crosswalk-0f3a…9c.wasm` does: then it never changes.
fn is_hashed(name: &Path) -> bool {
    let stem = name.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let hash = stem.rsplit(['-', '.']).next().unwrap_or_default();
    hash != stem && hash.len() >= 8 && hash.chars().all(|c| c.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_names_lead_into_the_folder() {
        for good in ["/index.html", "/assets/inter-0123abcd.woff2", "/plans/018f"] {
            assert_eq!(named(good), Some(PathBuf::from(&good[1..])), "{good}");
        }
        for bad in [
            "/",
            "",
            "/../secret",
            "/a/../b",
            "/.hidden",
            "/a//b",
            "/%2e%2e/b",
            "/a\\b",
            "/c:/x",
            "/a/./b",
            "//etc/x",
        ] {
            assert_eq!(named(bad), None, "{bad}");
        }
    }

    #[test]
    fn only_names_with_a_hash_are_kept_for_long() {
        for (name, hashed) in [
            ("crosswalk-0f3a9c12.wasm", true),
            ("snippets/a.0123456789abcdef.js", true),
            ("index.html", false),
            ("deadbeef.js", false),
            ("crosswalk-late.css", false),
        ] {
            assert_eq!(is_hashed(Path::new(name)), hashed, "{name}");
        }
    }

    #[test]
    fn what_a_browser_must_know_has_its_type() {
        assert_eq!(kind(Path::new("a.wasm")), Some("application/wasm"));
        assert_eq!(kind(Path::new("a.exe")), None);
    }
}
