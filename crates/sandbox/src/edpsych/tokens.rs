//! OAuth 2.0 client credentials.

use std::collections::{BTreeSet, HashMap};

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::{Timestamp, ToSpan};
use serde_json::json;

use super::problem::Problem;
use crate::clock;
use crate::random::Random;

/// The scopes that exist.
pub const SCOPES: [&str; 2] = ["roster.read", "roster.write"];

const LETTERS: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/// The one client and its tokens.
pub struct Tokens {
    /// Client id.
    pub client_id: String,
    /// Client secret.
    pub client_secret: String,
    /// What the client was granted.
    pub granted: BTreeSet<String>,
    /// Seconds that a new token lives.
    pub lifetime: i64,
    issued: HashMap<String, (BTreeSet<String>, Timestamp)>,
    random: Random,
}

/// A refusal of RFC 6749.
pub struct Refused {
    error: &'static str,
    description: String,
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let body = json!({"error": self.error, "error_description": self.description}).to_string();
        let json = (header::CONTENT_TYPE, "application/json");
        match self.error {
            "invalid_client" => {
                let challenge = (header::WWW_AUTHENTICATE, "Basic realm=\"EdPsych Connect\"");
                (StatusCode::UNAUTHORIZED, [json, challenge], body).into_response()
            }
            _ => (StatusCode::BAD_REQUEST, [json], body).into_response(),
        }
    }
}

fn refused(error: &'static str, description: impl Into<String>) -> Refused {
    Refused { error, description: description.into() }
}

impl Tokens {
    /// One invented client with all scopes.
    pub fn new() -> Self {
        let mut random = Random::new(0xED_5EC2E7);
        Self {
            client_id: format!("epc_{}", random.text(LETTERS, 12)),
            client_secret: format!("eps_{}", random.text(LETTERS, 40)),
            granted: SCOPES.map(str::to_owned).into(),
            lifetime: 3600,
            issued: HashMap::new(),
            random,
        }
    }

    /// Makes every token that was issued so far an expired one.
    pub fn expire_all(&mut self) {
        self.issued.values_mut().for_each(|(_, expires)| *expires = Timestamp::UNIX_EPOCH);
    }

    /// Answers a token request.
    pub fn issue(
        &mut self,
        headers: &HeaderMap,
        form: &HashMap<String, String>,
    ) -> Result<Response, Refused> {
        match form.get("grant_type").map(String::as_str) {
            Some("client_credentials") => {}
            Some(_) => {
                return Err(refused("unsupported_grant_type", "Only client_credentials is supported."));
            }
            None => return Err(refused("invalid_request", "grant_type is missing.")),
        }
        let in_form = || Some((form.get("client_id")?.clone(), form.get("client_secret")?.clone()));
        let known =
            basic(headers).or_else(in_form) == Some((self.client_id.clone(), self.client_secret.clone()));
        if !known {
            return Err(refused("invalid_client", "The client id or the client secret is wrong."));
        }
        let asked: BTreeSet<String> =
            form.get("scope").into_iter().flat_map(|s| s.split(' ')).map(str::to_owned).collect();
        let asked: BTreeSet<String> = asked.into_iter().filter(|s| !s.is_empty()).collect();
        if let Some(scope) = asked.iter().find(|scope| !self.granted.contains(*scope)) {
            return Err(refused("invalid_scope", format!("This client was not granted {scope}.")));
        }
        let scopes = if asked.is_empty() { self.granted.clone() } else { asked };
        Ok(self.token(scopes))
    }

    fn token(&mut self, scopes: BTreeSet<String>) -> Response {
        let token = format!("eptok_{}", self.random.text(LETTERS, 40));
        let scope = scopes.iter().cloned().collect::<Vec<_>>().join(" ");
        let expires = clock::now().saturating_add(self.lifetime.seconds()).unwrap_or(Timestamp::MAX);
        self.issued.insert(token.clone(), (scopes, expires));
        let body = json!({"access_token": token, "token_type": "Bearer", "expires_in": self.lifetime, "scope": scope});
        ([(header::CACHE_CONTROL, "no-store")], axum::Json(body)).into_response()
    }

    /// The scopes of the token in the headers.
    ///
    /// # Errors
    /// `unauthorized` or `token-expired`; `insufficient-scope` when one is needed and not there.
    pub fn scopes(
        &self,
        headers: &HeaderMap,
        path: &str,
        needed: Option<&str>,
    ) -> Result<BTreeSet<String>, Problem> {
        let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = bearer.and_then(|value| value.strip_prefix("Bearer "));
        let missing = || {
            Problem::new("unauthorized", path, "Ask /oauth/token for a token and send it as a bearer token.")
        };
        let (scopes, expires) = token.and_then(|token| self.issued.get(token)).ok_or_else(missing)?;
        if *expires <= clock::now() {
            return Err(Problem::new("token-expired", path, "Ask /oauth/token for a new one."));
        }
        match needed.filter(|scope| !scopes.contains(*scope)) {
            Some(scope) => Err(Self::insufficient(path, scope)),
            None => Ok(scopes.clone()),
        }
    }

    /// The refusal that names a scope.
    pub fn insufficient(path: &str, scope: &str) -> Problem {
        let detail = format!("This needs the scope {scope}.");
        Problem::new("insufficient-scope", path, detail).field("", "insufficient_scope", scope)
    }
}

fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Basic ")?;
    let pair = String::from_utf8(STANDARD.decode(value).ok()?).ok()?;
    pair.split_once(':').map(|(id, secret)| (id.to_owned(), secret.to_owned()))
}
