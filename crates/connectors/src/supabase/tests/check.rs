//! The check: every stage, and the remedy in words.

use crosswalk_connector_kit::{CancellationToken, CheckResult, CheckState, Connector, Secrets};
use serde_json::json;
use wiremock::matchers::{method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::{open, secrets, sent, settings};
use crate::supabase::Supabase;

async fn project() -> MockServer {
    let server = MockServer::start().await;
    let empty = ResponseTemplate::new(200).insert_header("content-range", "*/*").set_body_json(json!([]));
    Mock::given(method("GET")).respond_with(empty).mount(&server).await;
    Mock::given(method("PATCH")).respond_with(ResponseTemplate::new(204)).mount(&server).await;
    server
}

async fn refuses(server: &MockServer, verb: &str, table: &str, status: u16, code: &str) {
    let answer = ResponseTemplate::new(status).set_body_json(json!({ "code": code, "message": "words" }));
    Mock::given(method(verb))
        .and(path(format!("/rest/v1/{table}")))
        .respond_with(answer)
        .with_priority(1)
        .mount(server)
        .await;
}

async fn check(server: &MockServer) -> Vec<CheckResult> {
    open(server).check(&CancellationToken::new()).await
}

fn state(checks: &[CheckResult], name: &str) -> CheckState {
    checks.iter().find(|check| check.name == name).unwrap().state
}

#[tokio::test]
async fn a_good_project_passes_and_nothing_is_written() {
    let server = project().await;
    let checks = check(&server).await;
    assert!(checks.iter().all(|check| check.state == CheckState::Passed), "{checks:?}");
    let names: Vec<_> = checks.iter().map(|check| check.name.as_str()).collect();
    let expect = [
        "Reach the project",
        "Key accepted",
        "Table present: people",
        "Table present: classes",
        "Table present: enrolments",
        "Table present: timetable",
        "May read",
        "May write",
    ];
    assert_eq!(names, expect);
    assert!(sent(&server, "POST").await.is_empty());
    for patch in sent(&server, "PATCH").await {
        assert_eq!(super::query(&patch, "source_key").unwrap(), "eq.crosswalk check: matches nothing");
    }
}

#[tokio::test]
async fn a_wrong_key_says_where_the_right_one_is() {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(401).set_body_json(json!({ "message": "Invalid API key" }));
    Mock::given(method("GET")).respond_with(answer).mount(&server).await;
    let checks = check(&server).await;
    assert_eq!(state(&checks, "Reach the project"), CheckState::Passed);
    assert_eq!(state(&checks, "Key accepted"), CheckState::Failed);
    assert_eq!(state(&checks, "May read"), CheckState::Skipped);
    assert!(checks[1].message.contains("Project settings"), "{}", checks[1].message);
}

#[tokio::test]
async fn the_public_key_is_told_apart() {
    let server = project().await;
    for (key, expect) in [("sb_publishable_x", CheckState::Warned), ("sb_secret_x", CheckState::Passed)] {
        let connection = Supabase.open(&settings(&server), &Secrets::default().with("api_key", key)).unwrap();
        let checks = connection.check(&CancellationToken::new()).await;
        assert_eq!(state(&checks, "Key accepted"), expect);
    }
}

#[tokio::test]
async fn a_missing_table_and_missing_rights_are_named() {
    let server = project().await;
    refuses(&server, "GET", "timetable", 404, "PGRST205").await;
    refuses(&server, "GET", "classes", 403, "42501").await;
    refuses(&server, "PATCH", "enrolments", 403, "42501").await;
    let checks = check(&server).await;
    assert_eq!(state(&checks, "Table present: people"), CheckState::Passed);
    assert_eq!(state(&checks, "Table present: timetable"), CheckState::Failed);
    assert_eq!(state(&checks, "May read"), CheckState::Failed);
    let message = |name: &str| checks.iter().find(|check| check.name == name).unwrap().message.clone();
    assert!(message("Table present: timetable").contains("te-kete-ako.sql"));
    assert!(message("May read").contains("reading the table classes"));
    assert!(message("May write").contains("writing the table enrolments"));
    assert!(message("May write").contains("add a policy"));
}

#[tokio::test]
async fn a_missing_column_is_told() {
    let server = project().await;
    refuses(&server, "GET", "people", 400, "42703").await;
    let narrow = ResponseTemplate::new(200).set_body_json(json!([]));
    let first = Mock::given(method("GET")).and(query_param("select", "source_key"));
    first.respond_with(narrow).with_priority(1).mount(&server).await;
    assert_eq!(state(&check(&server).await, "Table present: people"), CheckState::Failed);
}

#[tokio::test]
async fn nothing_listening_skips_the_rest() {
    let settings = crosswalk_connector_kit::Settings::default()
        .with("project_url", "http://127.0.0.1:1")
        .with("own_servers", "127.0.0.1");
    let connection = Supabase.open(&settings, &secrets()).unwrap();
    let checks = connection.check(&CancellationToken::new()).await;
    assert_eq!(state(&checks, "Reach the project"), CheckState::Failed);
    assert_eq!(state(&checks, "Key accepted"), CheckState::Skipped);
}
