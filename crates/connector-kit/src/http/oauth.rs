//! OAuth 2.0 client credentials (RFC 6749, section 4.4): a token for a program, without a person.

use std::collections::BTreeSet;
use std::time::Duration;

use crosswalk_model::Secret;
use serde::Deserialize;
use tokio::sync::Mutex;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::{HttpClient, HttpRequest, HttpResponse};
use crate::KitError;

/// A token is renewed this long before it runs out, so that none runs out on its way.
const MARGIN: Duration = Duration::from_secs(30);

/// Gets tokens and sends requests with them: one token for all, fetched once however many wait for it, and fetched
/// again once when the service no longer takes it.
pub struct ClientCredentials {
    client: HttpClient,
    route: &'static str,
    id: String,
    secret: Secret,
    scopes: String,
    held: Mutex<Option<Token>>,
}

/// An access token and what it is good for.
#[derive(Clone, Debug)]
pub struct Token {
    secret: Secret,
    /// The scopes that it bears, as far as the service said.
    pub scopes: BTreeSet<String>,
    fresh_until: Instant,
}

#[derive(Deserialize)]
struct TokenAnswer {
    access_token: Secret,
    #[serde(default)]
    expires_in: Option<u64>,
    #[serde(default)]
    scope: Option<String>,
}

#[derive(Default, Deserialize)]
struct Refusal {
    #[serde(default)]
    error: String,
}

impl ClientCredentials {
    /// A token source. `scopes` are separated by spaces; empty asks for all that were granted.
    pub fn new(client: HttpClient, route: &'static str, id: &str, secret: &Secret, scopes: &str) -> Self {
        let (id, secret, scopes) = (id.to_owned(), secret.clone(), scopes.to_owned());
        Self { client, route, id, secret, scopes, held: Mutex::new(None) }
    }

    /// The token that is held, or a new one.
    ///
    /// # Errors
    /// [`KitError::Unauthorised`] when id or secret are wrong, [`KitError::Forbidden`] for a scope that was not
    /// granted, and what [`HttpClient::send`] gives.
    pub async fn token(&self, cancel: &CancellationToken) -> Result<Token, KitError> {
        self.another_than(None, cancel).await
    }

    /// Sends a request with a token. A token that the service does not take is replaced once.
    ///
    /// # Errors
    /// As [`ClientCredentials::token`] and [`HttpClient::send`]; [`KitError::Unauthorised`] when a fresh token is not
    /// taken either.
    pub async fn send(
        &self,
        request: &HttpRequest,
        cancel: &CancellationToken,
    ) -> Result<HttpResponse, KitError> {
        let token = self.token(cancel).await?;
        let answer = self.client.send(&request.clone().bearer(&token.secret), cancel).await?;
        if answer.status() != 401 {
            return Ok(answer);
        }
        let fresh = self.another_than(Some(&token), cancel).await?;
        let answer = self.client.send(&request.clone().bearer(&fresh.secret), cancel).await?;
        if answer.status() == 401 { Err(answer.failure("")) } else { Ok(answer) }
    }

    /// The token that is held, unless it is the refused one. The lock is held while a new one is fetched, so that
    /// all who wait share it.
    async fn another_than(
        &self,
        refused: Option<&Token>,
        cancel: &CancellationToken,
    ) -> Result<Token, KitError> {
        let mut held = tokio::select! {
            biased;
            () = cancel.cancelled() => return Err(KitError::Cancelled),
            held = self.held.lock() => held,
        };
        let is_refused = |token: &Token| refused.is_some_and(|refused| refused.secret == token.secret);
        if let Some(token) = held.as_ref().filter(|token| token.is_fresh() && !is_refused(token)) {
            return Ok(token.clone());
        }
        let token = self.fetch(cancel).await?;
        *held = Some(token.clone());
        Ok(token)
    }

    async fn fetch(&self, cancel: &CancellationToken) -> Result<Token, KitError> {
        let mut form = vec![("grant_type", "client_credentials")];
        if !self.scopes.is_empty() {
            form.push(("scope", &self.scopes));
        }
        let request = HttpRequest::post(self.route).basic(&self.id, &self.secret).form(&form).repeatable();
        let asked_at = Instant::now();
        let answer = self.client.send(&request, cancel).await?;
        if !answer.is_success() {
            return Err(self.refusal(&answer));
        }
        let body: TokenAnswer = answer.json()?;
        let scopes = body.scope.unwrap_or_else(|| self.scopes.clone());
        let lifetime = Duration::from_secs(body.expires_in.unwrap_or(300));
        Ok(Token {
            secret: body.access_token,
            scopes: scopes.split_whitespace().map(str::to_owned).collect(),
            fresh_until: asked_at + lifetime.saturating_sub(MARGIN),
        })
    }

    fn refusal(&self, answer: &HttpResponse) -> KitError {
        let service = self.client.service().to_owned();
        let refusal: Refusal = answer.json_if_any().unwrap_or_default();
        match (answer.status(), refusal.error.as_str()) {
            (401, _) | (_, "invalid_client" | "unauthorized_client") => KitError::Unauthorised {
                service,
                remedy: "The client id or the client secret is wrong, or was withdrawn. Enter both again."
                    .into(),
            },
            (_, "invalid_scope") => KitError::Forbidden {
                service,
                permission: self.scopes.clone(),
                remedy: "Ask whoever issued the client id to grant it.".into(),
            },
            _ => answer.failure(&refusal.error),
        }
    }
}

impl Token {
    fn is_fresh(&self) -> bool {
        Instant::now() < self.fresh_until
    }
}

impl std::fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ClientCredentials({})", self.client.service())
    }
}
