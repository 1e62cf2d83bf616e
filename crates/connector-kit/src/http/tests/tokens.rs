//! Client credentials: one token for all, a new one when the old one is no longer taken.

use std::sync::atomic::{AtomicU32, Ordering};

use crosswalk_model::Secret;
use futures::future::join_all;
use serde_json::json;
use tokio_util::sync::CancellationToken;
use wiremock::matchers::{body_string, header, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use super::client;
use crate::KitError;
use crate::http::HttpRequest;
use crate::http::oauth::ClientCredentials;

/// Gives `token-1`, `token-2`, … that last for so many seconds.
async fn issues_tokens(server: &MockServer, expires_in: u64) {
    let count = AtomicU32::new(0);
    let issue = move |_: &Request| {
        let number = count.fetch_add(1, Ordering::SeqCst) + 1;
        ResponseTemplate::new(200).set_body_json(json!({
            "access_token": format!("token-{number}"),
            "token_type": "Bearer",
            "expires_in": expires_in,
            "scope": "roster.read roster.write",
        }))
    };
    Mock::given(path("/oauth/token"))
        .and(header("authorization", "Basic aWQ6c2VjcmV0"))
        .and(body_string("grant_type=client_credentials&scope=roster.read"))
        .respond_with(issue)
        .mount(server)
        .await;
}

/// Takes one token and no other.
async fn takes(server: &MockServer, token: &str) {
    Mock::given(path("/x"))
        .and(header("authorization", format!("Bearer {token}")))
        .respond_with(ResponseTemplate::new(200))
        .mount(server)
        .await;
    Mock::given(path("/x")).respond_with(ResponseTemplate::new(401)).with_priority(9).mount(server).await;
}

fn credentials(server: &MockServer) -> ClientCredentials {
    ClientCredentials::new(client(server), "/oauth/token", "id", &Secret::new("secret"), "roster.read")
}

async fn tokens_issued(server: &MockServer) -> usize {
    let all = server.received_requests().await.unwrap();
    all.iter().filter(|request| request.url.path() == "/oauth/token").count()
}

async fn call(credentials: &ClientCredentials) -> Result<u16, KitError> {
    let answer = credentials.send(&HttpRequest::get("/x"), &CancellationToken::new()).await?;
    Ok(answer.status())
}

#[tokio::test]
async fn all_who_wait_share_one_token() {
    let server = MockServer::start().await;
    issues_tokens(&server, 3600).await;
    takes(&server, "token-1").await;
    let credentials = credentials(&server);
    let answers = join_all((0..8).map(|_| call(&credentials))).await;
    assert!(answers.iter().all(|answer| *answer == Ok(200)), "{answers:?}");
    assert_eq!(tokens_issued(&server).await, 1);
    let token = credentials.token(&CancellationToken::new()).await.unwrap();
    assert!(token.scopes.contains("roster.write"));
    assert!(!format!("{token:?}").contains("token-1"));
}

#[tokio::test]
async fn a_token_that_is_no_longer_taken_is_replaced_once() {
    let server = MockServer::start().await;
    issues_tokens(&server, 3600).await;
    takes(&server, "token-2").await;
    let credentials = credentials(&server);
    let answers = join_all((0..4).map(|_| call(&credentials))).await;
    assert!(answers.iter().all(|answer| *answer == Ok(200)), "{answers:?}");
    assert_eq!(tokens_issued(&server).await, 2);
}

#[tokio::test]
async fn a_service_that_takes_no_token_is_not_asked_for_ever() {
    let server = MockServer::start().await;
    issues_tokens(&server, 3600).await;
    takes(&server, "another").await;
    assert_eq!(call(&credentials(&server)).await.unwrap_err().code(), "unauthorised");
    assert_eq!(tokens_issued(&server).await, 2);
}

#[tokio::test]
async fn a_token_is_renewed_before_it_runs_out() {
    let server = MockServer::start().await;
    issues_tokens(&server, 30).await;
    let credentials = credentials(&server);
    for _ in 0..2 {
        credentials.token(&CancellationToken::new()).await.unwrap();
    }
    assert_eq!(tokens_issued(&server).await, 2);
}

#[tokio::test]
async fn wrong_credentials_and_scopes_that_were_not_granted_say_so() {
    for (status, error, code) in [
        (401, "invalid_client", "unauthorised"),
        (400, "invalid_client", "unauthorised"),
        (400, "invalid_scope", "forbidden"),
        (400, "invalid_request", "refused"),
    ] {
        let server = MockServer::start().await;
        let body = json!({ "error": error, "error_description": "words" });
        Mock::given(path("/oauth/token"))
            .respond_with(ResponseTemplate::new(status).set_body_json(body))
            .mount(&server)
            .await;
        assert_eq!(call(&credentials(&server)).await.unwrap_err().code(), code);
    }
}
