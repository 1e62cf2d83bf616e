//! The API over HTTP, with tokens, and what its refusals mean.

use crosswalk_connector_kit::http::oauth::{ClientCredentials, Token};
use crosswalk_connector_kit::http::{HttpClient, HttpRequest, HttpResponse, HttpSettings};
use crosswalk_connector_kit::{CancellationToken, KitError};
use serde_json::json;

use super::config::Config;
use super::wire::{BatchResult, Item, Meta, Page, Problem};

const TITLE: &str = "EdPsych Connect";

/// How many resources are asked for at once: the most that the API gives.
const PAGE: usize = 500;

/// One school's roster over the API.
pub(super) struct Roster {
    tokens: ClientCredentials,
}

impl Roster {
    pub(super) fn new(config: &Config) -> Result<Self, KitError> {
        let settings = HttpSettings::new(TITLE, config.url_field, &config.base_url)
            .own_servers(config.own_servers.clone());
        let http = HttpClient::new(settings)?;
        let (id, secret) = (&config.client_id, &config.client_secret);
        Ok(Self { tokens: ClientCredentials::new(http, "/oauth/token", id, secret, &config.scopes) })
    }

    /// A token, and with it the scopes that were granted.
    pub(super) async fn token(&self, cancel: &CancellationToken) -> Result<Token, KitError> {
        self.tokens.token(cancel).await
    }

    /// What the service holds and how much it takes.
    pub(super) async fn meta(&self, cancel: &CancellationToken) -> Result<Meta, KitError> {
        self.send(&HttpRequest::get("/v1/meta"), cancel).await?.json()
    }

    /// A page of a stream, inactive resources included: of all resources, or of those with some keys.
    pub(super) async fn page(
        &self,
        stream: &str,
        keys: &[&str],
        cursor: Option<&str>,
        cancel: &CancellationToken,
    ) -> Result<Page, KitError> {
        let mut request = HttpRequest::get("/v1/{stream}")
            .value("stream", stream)
            .query("limit", PAGE.to_string())
            .query("include_inactive", "true");
        for key in keys {
            request = request.query("external_id", *key);
        }
        if let Some(cursor) = cursor {
            request = request.query("cursor", cursor);
        }
        self.send(&request, cancel).await?.json()
    }

    /// Sends a batch. The same items always go under the same `Idempotency-Key`, so that sending them again gives the
    /// first answer again.
    pub(super) async fn batch(
        &self,
        stream: &str,
        items: &[Item],
        cancel: &CancellationToken,
    ) -> Result<BatchResult, KitError> {
        let body = json!({ "items": items }).to_string().into_bytes();
        let request = HttpRequest::post("/v1/{stream}/batch")
            .value("stream", stream)
            .header("idempotency-key", blake3::hash(&body).to_hex().to_string())
            .json_bytes(body)
            .repeatable();
        self.send(&request, cancel).await?.json()
    }

    async fn send(
        &self,
        request: &HttpRequest,
        cancel: &CancellationToken,
    ) -> Result<HttpResponse, KitError> {
        let answer = self.tokens.send(request, cancel).await?;
        if answer.is_success() { Ok(answer) } else { Err(failure(&answer)) }
    }

    pub(super) fn not_found(&self, what: &str) -> KitError {
        KitError::NotFound { service: TITLE.into(), what: what.to_owned() }
    }

    pub(super) fn unexpected(&self, place: &str, detail: String) -> KitError {
        KitError::Unexpected { service: TITLE.into(), place: place.to_owned(), detail }
    }
}

fn failure(answer: &HttpResponse) -> KitError {
    let problem: Problem = answer.json_if_any().unwrap_or_default();
    match (answer.status(), problem.name()) {
        (403, _) => forbidden(problem.missing_scope().unwrap_or("a permission")),
        (409, _) => answer.unexpected("it says that this batch was sent before with another content."),
        _ => answer.failure(&problem.words()),
    }
}

/// The error for a scope that was not granted.
pub(super) fn forbidden(scope: &str) -> KitError {
    KitError::Forbidden {
        service: TITLE.into(),
        permission: scope.to_owned(),
        remedy: "Ask EdPsych Connect to grant it to this client id, then press Check again.".into(),
    }
}
