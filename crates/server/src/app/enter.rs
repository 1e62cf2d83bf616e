//! The ways in: with a code in a browser, with the token of the data folder from another process.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use axum::http::header::{AUTHORIZATION, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use super::Desk;
use super::gate::{has_session, no_session};
use crate::reply::{bytes, empty};

/// Leads on to the screens. A redirection would not do: followed from a link on another page (a terminal in a browser,
/// a chat), it counts as coming from there, and the browser keeps the new cookie to itself.
const INSIDE: &str = "<!doctype html><html lang=\"en-NZ\"><head><meta charset=\"utf-8\"><title>Crosswalk</title>\
                      <meta http-equiv=\"refresh\" content=\"0; url=/\"></head>\
                      <body><a href=\"/\">Open Crosswalk</a></body></html>\n";

/// What stands behind `?`.
#[derive(Deserialize)]
pub(super) struct Code {
    #[serde(default)]
    code: String,
}

/// What a process that attaches gets.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Attached {
    /// An address that opens the screens once.
    pub(crate) address: String,
}

/// Turns a code into a session. Who has one already, and opens an old address, just goes in.
pub(super) async fn enter(
    State(desk): State<Arc<Desk>>,
    Query(Code { code }): Query<Code>,
    headers: HeaderMap,
) -> Response {
    if let Some(session) = desk.door.enter(&code) {
        let cookie = format!("{}={session}; Path=/; HttpOnly; SameSite=Strict", desk.door.cookie());
        return inside(HeaderValue::from_str(&cookie).ok());
    }
    if has_session(&desk.door, &headers) { inside(None) } else { no_session() }
}

fn inside(cookie: Option<HeaderValue>) -> Response {
    let mut response = bytes(StatusCode::OK, HeaderValue::from_static("text/html; charset=utf-8"), INSIDE);
    if let Some(cookie) = cookie {
        response.headers_mut().insert(SET_COOKIE, cookie);
    }
    response
}

/// Gives an address to whoever can read the token in the data folder. No page of a browser can: those say where
/// they come from.
pub(super) async fn attach(State(desk): State<Arc<Desk>>, headers: HeaderMap) -> Response {
    let is_browser = headers.contains_key("origin") || headers.contains_key("sec-fetch-site");
    let token = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    match token {
        Some(token) if !is_browser && desk.door.trusts(token) => {
            Json(Attached { address: desk.door.address() }).into_response()
        }
        _ => empty(StatusCode::FORBIDDEN),
    }
}
