//! A service that repeats everything that it is told, and one that nobody hears from.

use std::sync::{Arc, Mutex};

use crosswalk_model::{Exchange, Secret};
use serde_json::json;
use tokio_util::sync::CancellationToken;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use super::{Witness, witnessed};
use crate::KitError;
use crate::http::oauth::ClientCredentials;
use crate::http::{HttpClient, HttpRequest, HttpSettings, Limits, OwnServers};

const TOKEN: &str = "canary-token-of-the-service";
const PASSWORD: &str = "canary password+of/the client";

#[derive(Default)]
struct Kept(Mutex<Vec<Exchange>>);

impl Witness for Kept {
    fn note(&self, exchange: Exchange) {
        self.0.lock().unwrap().push(exchange);
    }
}

/// Says back what it was sent: in its words, its members, its headers and its ids.
fn echo(status: u16) -> impl Fn(&Request) -> ResponseTemplate {
    move |request: &Request| {
        let header = |name: &str| {
            let value = request.headers.get(name).and_then(|value| value.to_str().ok());
            value.unwrap_or_default().to_owned()
        };
        let (sent, key) = (header("authorization"), header("apikey"));
        let body = String::from_utf8_lossy(&request.body).into_owned();
        let said = json!({ "message": format!("{sent} {key}"), "token": sent, "code": key.as_str(), sent.as_str(): body });
        ResponseTemplate::new(status)
            .insert_header("x-request-id", sent.rsplit(' ').next().unwrap_or_default())
            .insert_header("retry-after", "0")
            .set_body_json(said)
    }
}

fn settings(address: &str) -> HttpSettings {
    let limits = Limits { retries: 1, first_wait: std::time::Duration::from_millis(1), ..Limits::default() };
    let own = OwnServers::parse("127.0.0.1").unwrap();
    HttpSettings::new("The service", "url", address)
        .own_servers(own)
        .limits(limits)
        .header("accept-profile", "public")
        .header("idempotency-key", "0123")
        .secret_header("apikey", "", &Secret::new(TOKEN))
}

async fn exchanges(client: &HttpClient, request: HttpRequest) -> Vec<Exchange> {
    let kept = Arc::new(Kept::default());
    let cancel = CancellationToken::new();
    let sent = witnessed(kept.clone(), client.send(&request, &cancel)).await;
    assert!(!matches!(sent, Err(KitError::Cancelled)));
    std::mem::take(&mut *kept.0.lock().unwrap())
}

#[tokio::test]
async fn a_call_is_told_without_secrets_and_without_people() {
    let server = MockServer::start().await;
    Mock::given(path("/rest/people")).respond_with(echo(409)).mount(&server).await;
    let client = HttpClient::new(settings(&format!("{}/rest", server.uri()))).unwrap();
    let request = HttpRequest::patch("/{table}")
        .value("table", "people")
        .query("select", "id,given_name")
        .query("source_key", "eq.24117")
        .bearer(&Secret::new(PASSWORD.replace(' ', "-")))
        .json(&json!({ "given_name": "Aroha", "born": "2011-05-04" }));
    let told = exchanges(&client, request).await;
    let [one] = told.as_slice() else { panic!("one exchange: {told:?}") };
    assert_eq!(one.address, format!("{}/rest/people?select=id,given_name&source_key=…", server.uri()));
    assert_eq!(
        (one.method.as_str(), one.status, one.attempt, one.is_failed()),
        ("PATCH", Some(409), 1, true)
    );
    let has = |name: &str, text: &str| one.sent.headers.contains(&(name.to_owned(), text.to_owned()));
    assert!(
        has("apikey", "$TOKEN") && has("authorization", "Bearer $TOKEN") && has("accept-profile", "public")
    );
    assert!(has("idempotency-key", "…") && has("content-type", "application/json"), "{:?}", one.sent.headers);
    let body: serde_json::Value = serde_json::from_str(one.sent.body.as_deref().unwrap()).unwrap();
    assert_eq!(body, json!({ "given_name": "x", "born": "9999-99-99" }));
    assert!(one.came.bytes > 50 && one.came.headers.contains(&("retry-after".into(), "0".into())));
    let text = serde_json::to_string(&told).unwrap();
    for private in [TOKEN, "canary-password", "Aroha", "2011", "24117", "0123"] {
        assert!(!text.contains(private), "{private} in {text}");
    }
}

#[tokio::test]
async fn every_attempt_is_told_and_so_is_what_nobody_answered() {
    let server = MockServer::start().await;
    Mock::given(path("/x")).respond_with(echo(503)).up_to_n_times(1).with_priority(1).mount(&server).await;
    Mock::given(path("/x")).respond_with(ResponseTemplate::new(204)).mount(&server).await;
    let client = HttpClient::new(settings(&server.uri())).unwrap();
    let told = exchanges(&client, HttpRequest::get("/x")).await;
    let seen: Vec<_> = told.iter().map(|one| (one.attempt, one.status, one.is_failed())).collect();
    assert_eq!(seen, [(1, Some(503), true), (2, Some(204), false)]);
    drop(server);
    let told =
        exchanges(&HttpClient::new(settings("http://127.0.0.1:9")).unwrap(), HttpRequest::post("/x")).await;
    assert!(told[0].status.is_none() && told[0].is_failed());
    assert!(told[0].problem.as_ref().unwrap().contains("listens"), "{told:?}");
}

#[tokio::test]
async fn a_sign_in_tells_neither_password_nor_token() {
    let server = MockServer::start().await;
    let answer = json!({ "access_token": TOKEN, "expires_in": 300, "token_type": "bearer" });
    let granted = ResponseTemplate::new(200).set_body_json(answer);
    Mock::given(method("POST")).and(path("/token")).respond_with(granted).mount(&server).await;
    Mock::given(path("/x")).respond_with(echo(422)).mount(&server).await;
    let own = OwnServers::parse("127.0.0.1").unwrap();
    let plain = HttpSettings::new("The service", "url", &server.uri()).own_servers(own);
    let client = HttpClient::new(plain).unwrap();
    let tokens =
        ClientCredentials::new(client, "/token", "the client", &Secret::new(PASSWORD), "roster.write");
    let kept = Arc::new(Kept::default());
    let (request, cancel) = (HttpRequest::get("/x"), CancellationToken::new());
    witnessed(kept.clone(), tokens.send(&request, &cancel)).await.unwrap();
    let text = serde_json::to_string(&*kept.0.lock().unwrap()).unwrap();
    assert!(text.contains("grant_type=client_credentials&scope=roster.write"), "{text}");
    let encoded = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, PASSWORD);
    for secret in [TOKEN, PASSWORD, "canary", encoded.as_str()] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

#[tokio::test]
async fn nobody_is_told_outside() {
    assert!(super::witness().is_none());
}
