//! A receiver of webhooks that checks their signatures as Standard Webhooks say, written from the published text alone.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use axum::routing::post;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;

use crate::cloud::{Faults, Hosting, Log, serve};

/// A running receiver. It stops when this is dropped.
pub struct Hook {
    /// Where to post to.
    pub url: String,
    /// What to sign with: `whsec_` and base64.
    pub secret: String,
    faults: Faults,
    log: Log,
    _hosting: Hosting,
}

impl Hook {
    /// Starts a receiver.
    ///
    /// # Errors
    /// When no loopback port is to be had.
    pub async fn start() -> std::io::Result<Self> {
        let key: Arc<[u8]> = Arc::from(*b"a key of the model town, no real one");
        let secret = format!("whsec_{}", STANDARD.encode(&key));
        let (faults, log) = (Faults::default(), Log::default());
        let router = Router::new().route("/hook", post(receive)).with_state(key);
        let wording = |_, _: &axum::http::Uri| StatusCode::SERVICE_UNAVAILABLE.into_response();
        let hosting = serve(router, faults.clone(), log.clone(), wording).await?;
        let url = format!("http://{}/hook", hosting.address);
        Ok(Self { url, secret, faults, log, _hosting: hosting })
    }

    /// The switches for faults.
    pub fn faults(&self) -> &Faults {
        &self.faults
    }

    /// The messages that were accepted, the oldest first: id and body.
    pub fn accepted(&self) -> Vec<(String, Value)> {
        let taken = self.log.of("POST", "/hook").into_iter().filter(|one| one.status == 204);
        taken.map(|one| (one.header("webhook-id").unwrap_or_default().to_owned(), one.json())).collect()
    }

    /// How many messages were not accepted.
    pub fn refused(&self) -> usize {
        self.log.of("POST", "/hook").iter().filter(|one| one.status != 204).count()
    }
}

async fn receive(State(key): State<Arc<[u8]>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    if is_signed(&key, &headers, &body) { StatusCode::NO_CONTENT } else { StatusCode::UNAUTHORIZED }
}

fn is_signed(key: &[u8], headers: &HeaderMap, body: &[u8]) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return false };
    for part in [text("webhook-id").as_bytes(), b".", text("webhook-timestamp").as_bytes(), b".", body] {
        mac.update(part);
    }
    let expected = mac.finalize().into_bytes();
    let versions = text("webhook-signature").split(' ').filter_map(|one| one.strip_prefix("v1,"));
    versions.filter_map(|one| STANDARD.decode(one).ok()).any(|signature| signature[..] == expected[..])
}
