//! Who may ask anything at all.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{COOKIE, ORIGIN};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;

use super::{Desk, Door};
use crate::reply::{empty, sentence};
use crate::serve::Came;

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const NO_SESSION: &str =
    "Open the address that crosswalkd printed. It works once; `crosswalkd open` prints another one.\n";

/// Turns away foreign names and other sites' pages, with an empty answer.
pub(super) async fn origin(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    let came = request.extensions().get::<Came>().copied();
    if !came.is_some_and(|came| desk.hosts.admit(request.headers(), request.uri(), came.0)) {
        return empty(StatusCode::MISDIRECTED_REQUEST);
    }
    if !is_ours(request.method(), request.uri().path(), request.headers()) {
        return empty(StatusCode::FORBIDDEN);
    }
    next.run(request).await
}

/// Whether a request comes from our own pages. `Origin` must be that of the address that was called (the `Host`, which
/// is known by now). Browsers say by themselves from which site a request comes; only opening a page may come from
/// elsewhere. A request that changes something must say where it comes from.
fn is_ours(method: &Method, path: &str, headers: &HeaderMap) -> bool {
    let host = headers.get("host").and_then(|host| host.to_str().ok()).unwrap_or_default();
    let own = format!("http://{host}");
    let same_origin =
        headers.get(ORIGIN).map(|origin| origin.as_bytes().eq_ignore_ascii_case(own.as_bytes()));
    let same_site = headers.get(FETCH_SITE).map(|site| site == "same-origin" || site == "none");
    let opens_a_page = *method == Method::GET && !path.starts_with("/app/");
    match (same_origin, same_site) {
        (Some(false), _) => false,
        (_, Some(false)) => opens_a_page && path == "/enter",
        (None, None) => method.is_safe() || path == "/app/attach",
        _ => true,
    }
}

/// Lets in who has a session; everybody else gets one sentence.
pub(super) async fn session(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    if has_session(&desk.door, request.headers()) {
        return next.run(request).await;
    }
    no_session()
}

pub(super) fn no_session() -> Response {
    sentence(StatusCode::UNAUTHORIZED, NO_SESSION)
}

pub(super) fn has_session(door: &Door, headers: &HeaderMap) -> bool {
    let name = door.cookie();
    let texts = headers.get_all(COOKIE).iter().filter_map(|cookies| cookies.to_str().ok());
    let mut pairs = texts.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.any(|(own, value)| own == name && door.knows(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours(method: &Method, path: &str, given: &[(&'static str, &str)]) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert("host", "127.0.0.1:4710".parse().unwrap());
        for (name, value) in given {
            headers.insert(*name, value.parse().unwrap());
        }
        is_ours(method, path, &headers)
    }

    const OWN: (&str, &str) = ("origin", "http://127.0.0.1:4710");

    #[test]
    fn our_pages_may_ask() {
        assert!(ours(&Method::POST, "/app/call", &[OWN, ("sec-fetch-site", "same-origin")]));
        assert!(ours(&Method::POST, "/app/call", &[OWN]));
        assert!(ours(&Method::POST, "/app/call", &[("sec-fetch-site", "same-origin")]));
        assert!(ours(&Method::GET, "/app/events", &[("sec-fetch-site", "same-origin")]));
        assert!(ours(&Method::GET, "/app/events", &[]));
        assert!(ours(&Method::GET, "/", &[("sec-fetch-site", "none")]));
        assert!(ours(&Method::GET, "/enter", &[("sec-fetch-site", "cross-site")]));
        assert!(ours(&Method::POST, "/app/attach", &[]));
    }

    #[test]
    fn other_pages_may_not() {
        for origin in ["http://evil.example", "null", "https://127.0.0.1:4710", "http://127.0.0.1:4711", ""] {
            for method in [Method::GET, Method::POST] {
                for path in ["/app/call", "/app/events", "/app/attach", "/enter", "/"] {
                    assert!(!ours(&method, path, &[("origin", origin)]), "{method} {path} {origin}");
                }
            }
        }
        for site in ["cross-site", "same-site", ""] {
            assert!(!ours(&Method::POST, "/app/call", &[("sec-fetch-site", site)]), "{site}");
            assert!(!ours(&Method::POST, "/app/call", &[OWN, ("sec-fetch-site", site)]), "{site}");
            assert!(!ours(&Method::GET, "/app/events", &[("sec-fetch-site", site)]), "{site}");
            assert!(!ours(&Method::GET, "/crosswalk.wasm", &[("sec-fetch-site", site)]), "{site}");
        }
        assert!(!ours(&Method::POST, "/app/call", &[]));
    }
}
