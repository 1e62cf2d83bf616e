//! Small answers.

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;

/// Marks an answer that is not to be sent: the connection is closed instead.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HangUp;

/// A status and nothing else.
pub(crate) fn empty(status: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

/// A status and a sentence.
pub(crate) fn sentence(status: StatusCode, words: &'static str) -> Response {
    bytes(status, HeaderValue::from_static("text/plain; charset=utf-8"), words)
}

/// A status and a body of known length.
pub(crate) fn bytes(status: StatusCode, content_type: HeaderValue, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    response
}

/// No answer at all.
pub(crate) fn hang_up() -> Response {
    let mut response = empty(StatusCode::BAD_REQUEST);
    response.extensions_mut().insert(HangUp);
    response
}
