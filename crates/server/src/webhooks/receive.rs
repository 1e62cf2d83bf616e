//! One pushed request, from its head to its answer.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::extract::{Request, State};
use axum::http::header::{ALLOW, AUTHORIZATION, CONTENT_TYPE, EXPECT, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, request::Parts};
use axum::response::Response;
use crosswalk_engine::{PushHead, PushRoute};
use crosswalk_faults::{Point, Stage, enter};

use super::Desk;
use super::pump::{PumpError, drain, pump};
use crate::reply::{bytes, empty, hang_up, sentence};
use crate::serve::Came;

/// How much of a refused body is read and forgotten, so that the sender reads its answer.
const DRAIN: u64 = 64 << 20;
const DRAIN_TIME: Duration = Duration::from_secs(10);

const TOO_LARGE: &str = "The message is larger than this listener takes in. Nothing of it was kept. Send less at \
                         once, for example fewer weeks of timetables.";
const BUSY: &str = "Too many messages come in at once. Nothing of this one was kept; send it again.";

pub(super) async fn receive(State(desk): State<Arc<Desk>>, request: Request) -> Response {
    let Ok(place) = desk.places.try_acquire() else { return busy() };
    let (parts, body) = request.into_parts();
    match take_in(&desk, &parts, body).await {
        Ok(response) => response,
        Err((early, body)) => {
            // Whoever was refused takes no place from those who may push while the rest of their body comes.
            drop(place);
            // Whoever waits for "100 Continue" sends nothing after another answer.
            if !parts.headers.contains_key(EXPECT) {
                drain(body, DRAIN, DRAIN_TIME).await;
            }
            early
        }
    }
}

/// The answer; or one that came before the body was read, with the body.
async fn take_in(desk: &Desk, parts: &Parts, body: Body) -> Result<Response, (Response, Body)> {
    let knows = parts
        .extensions
        .get::<Came>()
        .is_some_and(|came| desk.hosts.admit(&parts.headers, &parts.uri, came.0));
    if !knows {
        return Err((empty(StatusCode::MISDIRECTED_REQUEST), body));
    }
    let route = match desk.engine.route(parts.uri.path()).await {
        Ok(Some(route)) => route,
        Ok(None) => return Err((empty(StatusCode::NOT_FOUND), body)),
        Err(error) => {
            tracing::error!(error = %error, "A push could not be routed");
            return Err((busy(), body));
        }
    };
    let head = head(parts);
    if let Err(answer) = route.greet(&head).await {
        return Err((worded(answer.status, &answer.content_type, answer.body), body));
    }
    if body.size_hint().lower() > desk.limits.bytes {
        return Err((sentence(StatusCode::PAYLOAD_TOO_LARGE, TOO_LARGE), body));
    }
    Ok(spooled(desk, &route, &head, body).await)
}

async fn spooled(desk: &Desk, route: &PushRoute, head: &PushHead, body: Body) -> Response {
    let stage = enter(Stage::Stage);
    let spool = route.spool();
    let pumped =
        pump(body, &desk.limits, move || Ok(spool), |spool| spool.finish().map_err(std::io::Error::other));
    match pumped.await {
        Ok(body) => {
            let answer = route.receive(head, body).await;
            drop(stage);
            let _answering = enter(Stage::Ack);
            if crosswalk_faults::at(Point::Answer).is_err() {
                return hang_up();
            }
            worded(answer.status, &answer.content_type, answer.body)
        }
        Err(PumpError::TooLarge) => sentence(StatusCode::PAYLOAD_TOO_LARGE, TOO_LARGE),
        Err(error @ (PumpError::CutOff | PumpError::TooSlow)) => {
            tracing::warn!(reason = %error, "A push was not taken in");
            hang_up()
        }
        Err(PumpError::Spool(error)) => {
            tracing::error!(error = %error, "A push could not be spooled");
            let answer = route.sorry(head);
            worded(answer.status, &answer.content_type, answer.body)
        }
    }
}

fn head(parts: &Parts) -> PushHead {
    PushHead {
        method: parts.method.as_str().to_owned(),
        content_type: text(&parts.headers, CONTENT_TYPE).unwrap_or_default(),
        authorization: text(&parts.headers, AUTHORIZATION),
    }
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

/// An answer that the connector worded.
fn worded(status: u16, content_type: &str, body: Vec<u8>) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if body.is_empty() {
        return empty(status);
    }
    let unknown = HeaderValue::from_static("application/octet-stream");
    let mut response = bytes(status, HeaderValue::from_str(content_type).unwrap_or(unknown), body);
    if status == StatusCode::METHOD_NOT_ALLOWED {
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("POST"));
    }
    response
}

fn busy() -> Response {
    let mut response = sentence(StatusCode::SERVICE_UNAVAILABLE, BUSY);
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("5"));
    response
}
