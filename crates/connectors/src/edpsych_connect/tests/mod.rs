//! The connector against answers as the published API describes them.

mod check;
mod read;
mod shipped;
mod write;

use crosswalk_connector_kit::{Connection, Connector, Secrets, Settings};
use serde_json::{Value as Json, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use super::EdPsychConnect;

fn settings(server: &MockServer) -> Settings {
    Settings::default()
        .with("base_url", server.uri())
        .with("client_id", "school")
        .with("own_servers", "127.0.0.1")
}

fn secrets() -> Secrets {
    Secrets::default().with("client_secret", "canary")
}

fn open(server: &MockServer) -> Box<dyn Connection> {
    EdPsychConnect.open(&settings(server), &secrets()).unwrap()
}

/// A service that signs in.
async fn service() -> MockServer {
    let server = MockServer::start().await;
    let token = json!({
        "access_token": "eptok", "token_type": "Bearer", "expires_in": 3600, "scope": "roster.read roster.write",
    });
    Mock::given(method("POST"))
        .and(path("/oauth/token"))
        .respond_with(ResponseTemplate::new(200).set_body_json(token))
        .mount(&server)
        .await;
    server
}

fn problem(name: &str, title: &str, status: u16) -> Json {
    json!({
        "type": format!("https://edpsych-connect.example/problems/{name}"),
        "title": title,
        "status": status,
        "detail": "Aroha Ngāwai, 24117",
        "instance": "/v1/learners/batch",
        "errors": [],
    })
}

async fn batches(server: &MockServer) -> Vec<Request> {
    let all = server.received_requests().await.unwrap();
    all.into_iter().filter(|request| request.url.path().ends_with("/batch")).collect()
}

fn body(request: &Request) -> Json {
    serde_json::from_slice(&request.body).unwrap()
}
