//! The connector against answers as PostgREST's documents describe them.

mod check;
mod discover;
mod read;
mod shipped;
mod write;

use crosswalk_connector_kit::{Connection, Connector, Secrets, Settings, WriteBatch, WriteChange};
use crosswalk_model::{ChangeOp, Fields, Value};
use serde_json::Value as Json;
use wiremock::{MockServer, Request};

use super::Supabase;

fn settings(server: &MockServer) -> Settings {
    Settings::default().with("project_url", server.uri()).with("own_servers", "127.0.0.1")
}

fn secrets() -> Secrets {
    Secrets::default().with("api_key", "sb_secret_canary")
}

fn open(server: &MockServer) -> Box<dyn Connection> {
    Supabase.open(&settings(server), &secrets()).unwrap()
}

fn fields(pairs: &[(&'static str, Value)]) -> Fields {
    pairs.iter().map(|(name, value)| ((*name).into(), value.clone())).collect()
}

fn change(op: ChangeOp, key: &str, pairs: &[(&'static str, Value)]) -> WriteChange {
    WriteChange {
        idempotency_key: format!("change-{key}"),
        op,
        key: key.to_owned(),
        foreign_id: None,
        fields: fields(pairs),
    }
}

fn batch(changes: Vec<WriteChange>) -> WriteBatch {
    WriteBatch { stream: "people".into(), at: "2026-03-02T21:15:33Z".parse().unwrap(), changes }
}

/// A query parameter as it was sent.
fn query(request: &Request, name: &str) -> Option<String> {
    request.url.query_pairs().find(|(own, _)| own == name).map(|(_, value)| value.into_owned())
}

fn header<'a>(request: &'a Request, name: &str) -> &'a str {
    request.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn body(request: &Request) -> Json {
    serde_json::from_slice(&request.body).unwrap_or_default()
}

/// What was sent with one method.
async fn sent(server: &MockServer, method: &str) -> Vec<Request> {
    let all = server.received_requests().await.unwrap();
    all.into_iter().filter(|request| request.method.as_str() == method).collect()
}
