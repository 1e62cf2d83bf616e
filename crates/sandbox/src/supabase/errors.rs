//! Errors as PostgREST words them: `code`, `message`, `details`, `hint`, and the HTTP status that goes with the code.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// An error of the gateway, PostgREST or PostgreSQL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PgError {
    /// HTTP status.
    pub status: u16,
    /// SQLSTATE or `PGRST…`; none for the gateway's own.
    pub code: Option<String>,
    /// What happened.
    pub message: String,
    /// More of it. May hold the values of a row, as PostgreSQL's do.
    pub details: Option<String>,
    /// What to do.
    pub hint: Option<String>,
}

impl PgError {
    /// An error with a code.
    pub fn new(status: u16, code: &str, message: impl Into<String>) -> Self {
        Self { status, code: Some(code.to_owned()), message: message.into(), details: None, hint: None }
    }

    /// An error of the gateway before PostgREST.
    pub fn gateway(status: u16, message: &str, hint: Option<&str>) -> Self {
        Self { status, code: None, message: message.to_owned(), details: None, hint: hint.map(str::to_owned) }
    }

    /// The same with details.
    #[must_use]
    pub fn details(mut self, details: impl Into<String>) -> Self {
        self.details = Some(details.into());
        self
    }

    /// The same with a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The query string cannot be parsed.
    pub fn query(what: &str) -> Self {
        Self::new(400, "PGRST100", format!("\"failed to parse {what}\"")).details("unexpected input")
    }

    /// A column in a filter, `select` or `order` that does not exist.
    pub fn no_such_column(table: &str, column: &str) -> Self {
        Self::new(400, "42703", format!("column {table}.{column} does not exist"))
    }

    /// A column in a payload that does not exist.
    pub fn unknown_payload_column(table: &str, column: &str) -> Self {
        Self::new(
            400,
            "PGRST204",
            format!("Could not find the '{column}' column of '{table}' in the schema cache"),
        )
    }

    /// Row-level security.
    pub fn row_security(table: &str, anonymous: bool) -> Self {
        let status = if anonymous { 401 } else { 403 };
        Self::new(
            status,
            "42501",
            format!("new row violates row-level security policy for table \"{table}\""),
        )
    }

    fn body(&self) -> Value {
        match &self.code {
            Some(code) => {
                json!({"code": code, "message": self.message, "details": self.details, "hint": self.hint})
            }
            None => match &self.hint {
                Some(hint) => json!({"message": self.message, "hint": hint}),
                None => json!({"message": self.message}),
            },
        }
    }
}

impl IntoResponse for PgError {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(self.body())).into_response();
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
        if self.message == "JWT expired" {
            let challenge =
                HeaderValue::from_static("Bearer error=\"invalid_token\", error_description=\"JWT expired\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        }
        response
    }
}
