//! Calls: an envelope in, a reply or a problem out.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use crosswalk_contract::{Envelope, Problem};
use crosswalk_model::Actor;
use serde::Serialize;

use super::{Desk, status};
use crate::reply::empty;

/// Answers one call. The person at this computer makes it: the session is theirs.
pub(super) async fn call(State(desk): State<Arc<Desk>>, headers: HeaderMap, body: Bytes) -> Response {
    // A page of another site cannot send this type without asking first, and is never allowed to.
    let is_json =
        headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    if !is_json {
        return empty(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    let envelope: Envelope = match serde_json::from_slice(&body) {
        Ok(envelope) => envelope,
        Err(_) => return problem(&not_understood()),
    };
    let (request, name) = (envelope.request.clone(), envelope.call.name());
    match desk.engine.call(&Actor::local_administrator(), envelope).await {
        Ok(reply) => Json(reply).into_response(),
        Err(told) => {
            tracing::debug!(request, call = name, code = told.code, "A call was answered with a problem");
            problem(&told)
        }
    }
}

fn problem(problem: &Problem) -> Response {
    (status::of(problem), Json(problem)).into_response()
}

/// What was sent may hold secrets: the parser's words, which quote it, are not passed on.
fn not_understood() -> Problem {
    Problem::new(
        "call.not_understood",
        "The call was not understood.",
        "The screens and the engine are of different versions.",
        "Close the page, start Crosswalk again and open the screens anew.",
    )
}

/// How the house is.
#[derive(Serialize)]
struct Health<'a> {
    version: &'a str,
    event: u64,
}

/// Tells that the engine answers.
pub(super) async fn health(State(desk): State<Arc<Desk>>) -> Response {
    let (version, event) = (desk.engine.tuning().version.as_str(), desk.engine.events().last());
    Json(Health { version, event }).into_response()
}
