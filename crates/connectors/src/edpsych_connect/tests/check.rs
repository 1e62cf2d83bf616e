//! The check: every stage, and the remedy in words.

use crosswalk_connector_kit::{CancellationToken, CheckResult, CheckState};
use serde_json::{Value as Json, json};
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::{open, service};
use crate::edpsych_connect::catalog;

fn meta(version: &str, scopes: &[&str], without: &str) -> Json {
    let streams = catalog::catalog().streams;
    let resources: Vec<Json> = streams
        .iter()
        .filter(|stream| stream.name != without)
        .map(|stream| {
            let names = stream.fields.iter().filter(|field| !field.read_only && field.name != stream.key);
            let attributes: Vec<Json> = names.map(|field| json!({ "name": field.name })).collect();
            json!({ "name": stream.name, "operations": ["upsert"], "attributes": attributes })
        })
        .collect();
    json!({ "api_version": version, "service": "EdPsych Connect", "scopes": scopes, "resources": resources })
}

async fn check(server: &MockServer, meta: Json) -> Vec<CheckResult> {
    let answer = ResponseTemplate::new(200).set_body_json(meta);
    Mock::given(path("/v1/meta")).respond_with(answer).mount(server).await;
    open(server).check(&CancellationToken::new()).await
}

fn states(checks: &[CheckResult]) -> Vec<CheckState> {
    checks.iter().map(|check| check.state).collect()
}

const BOTH: [&str; 2] = ["roster.read", "roster.write"];

use CheckState::{Failed, Passed, Skipped, Warned};

#[tokio::test]
async fn each_stage_passes_or_says_what_to_do() {
    let cases = [
        (meta("1.0", &BOTH, ""), [Passed, Passed, Passed, Passed, Passed], ""),
        (meta("1.7", &BOTH[..1], ""), [Passed, Passed, Failed, Passed, Passed], "roster.write"),
        (meta("2.0", &BOTH, ""), [Passed, Passed, Passed, Failed, Passed], "Update Crosswalk"),
        (meta("1.0", &BOTH, "groups"), [Passed, Passed, Passed, Passed, Warned], "groups"),
    ];
    for (meta, expect, words) in cases {
        let checks = check(&service().await, meta).await;
        assert_eq!(states(&checks), expect);
        assert!(checks.iter().any(|check| check.message.contains(words)));
    }
}

#[tokio::test]
async fn wrong_credentials_and_a_closed_door_are_told_apart() {
    for (status, error, expect) in [
        (401, "invalid_client", [Passed, Failed, Skipped, Skipped, Skipped]),
        (400, "invalid_scope", [Passed, Passed, Failed, Skipped, Skipped]),
        (500, "", [Failed, Skipped, Skipped, Skipped, Skipped]),
    ] {
        let server = MockServer::start().await;
        let body = json!({ "error": error, "error_description": "words" });
        Mock::given(path("/oauth/token"))
            .respond_with(ResponseTemplate::new(status).set_body_json(body))
            .mount(&server)
            .await;
        let checks = check(&server, meta("1.0", &BOTH, "")).await;
        assert_eq!(states(&checks), expect, "{status}");
        assert!(!format!("{checks:?}").contains("canary"));
    }
}
