//! Problems as RFC 9457 has them.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// Where problem types live.
const TYPES: &str = "https://edpsych-connect.example/problems/";

/// A problem of a request or of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// End of the type.
    pub kind: &'static str,
    /// HTTP status.
    pub status: u16,
    /// One sentence for the kind.
    pub title: &'static str,
    /// One sentence for this case.
    pub detail: String,
    /// What it happened to.
    pub instance: String,
    /// Field, code, sentence.
    pub errors: Vec<FieldError>,
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// JSON pointer into the request.
    pub pointer: String,
    /// Short code.
    pub code: &'static str,
    /// One sentence.
    pub detail: String,
}

impl Problem {
    /// A problem of a known kind.
    pub fn new(kind: &'static str, instance: &str, detail: impl Into<String>) -> Self {
        let (status, title) = match kind {
            "malformed" => (400, "The request could not be understood"),
            "unauthorized" => (401, "There is no valid token"),
            "token-expired" => (401, "The token has expired"),
            "insufficient-scope" => (403, "The token may not do this"),
            "not-found" => (404, "There is no such resource"),
            "external-id-taken" => (409, "The external id is in use"),
            "duplicate-membership" => (409, "The membership exists already"),
            "idempotency-conflict" => (409, "The key was used before"),
            "version-conflict" => (412, "The resource has changed"),
            "too-many-items" => (413, "The batch is too large"),
            "unknown-attribute" => (422, "There is no such attribute"),
            "validation" => (422, "A value is not allowed"),
            "rate-limited" => (429, "Too many requests"),
            _ => (503, "EdPsych Connect is not available"),
        };
        Self { kind, status, title, detail: detail.into(), instance: instance.to_owned(), errors: Vec::new() }
    }

    /// The problem with one field named.
    #[must_use]
    pub fn field(
        mut self,
        pointer: impl Into<String>,
        code: &'static str,
        detail: impl Into<String>,
    ) -> Self {
        self.errors.push(FieldError { pointer: pointer.into(), code, detail: detail.into() });
        self
    }

    /// The JSON form.
    pub fn json(&self) -> Value {
        let error = |e: &FieldError| json!({"pointer": e.pointer, "code": e.code, "detail": e.detail});
        json!({
            "type": format!("{TYPES}{}", self.kind),
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "instance": self.instance,
            "errors": self.errors.iter().map(error).collect::<Vec<_>>(),
        })
    }

    fn challenge(&self) -> Option<String> {
        match self.kind {
            "unauthorized" => Some("Bearer".to_owned()),
            "token-expired" => {
                Some("Bearer error=\"invalid_token\", error_description=\"The token has expired\"".to_owned())
            }
            "insufficient-scope" => {
                let scope = self.errors.first().map(|e| e.detail.as_str()).unwrap_or_default();
                Some(format!("Bearer error=\"insufficient_scope\", scope=\"{scope}\""))
            }
            _ => None,
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let challenge = self.challenge().and_then(|text| HeaderValue::from_str(&text).ok());
        let content_type = [(header::CONTENT_TYPE, "application/problem+json")];
        let mut response = (status, content_type, self.json().to_string()).into_response();
        if let Some(challenge) = challenge {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        }
        response
    }
}
