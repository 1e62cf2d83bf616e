//! Reading back: every row or an error.

use crosswalk_connector_kit::{KitError, PresentRecord, ReadBack};
use crosswalk_model::Value;
use serde_json::{Value as Json, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use super::{header, open, query, sent};

fn row(number: usize) -> Json {
    json!({
        "id": format!("00000000-0000-0000-0000-{number:012}"), "source_key": format!("{number:05}"),
        "kind": "pupil", "display_name": "Aroha Ngāwai", "year_level": 9, "email": null,
        "starts_on": "2026-01-29", "ended_at": null, "updated_at": "2026-03-02T21:15:33+00:00",
        "added_by_the_school": "not ours",
    })
}

/// A table that gives at most so many rows at once, whatever is asked for, and counts as it is told.
async fn table(server: &MockServer, rows: usize, cap: usize, counted: usize) {
    let answer = move |request: &Request| {
        let (from, to) = header(request, "range").split_once('-').unwrap();
        let (from, to): (usize, usize) = (from.parse().unwrap(), to.parse().unwrap());
        let page: Vec<Json> = (from..rows.min(to + 1).min(from + cap)).map(row).collect();
        let total = if header(request, "prefer") == "count=exact" { counted.to_string() } else { "*".into() };
        let range = if page.is_empty() { "*".into() } else { format!("{from}-{}", from + page.len() - 1) };
        ResponseTemplate::new(206)
            .insert_header("content-range", format!("{range}/{total}"))
            .set_body_json(page)
    };
    Mock::given(method("GET")).and(path("/rest/v1/people")).respond_with(answer).mount(server).await;
}

async fn read(server: &MockServer, keys: Option<Vec<String>>) -> Result<Vec<PresentRecord>, KitError> {
    let request = ReadBack { stream: "people".into(), keys, ..ReadBack::default() };
    open(server).read_back(&request).await
}

#[tokio::test]
async fn pages_are_followed_whatever_their_size() {
    for (rows, cap, requests) in [(0, 1000, 1), (7, 1000, 1), (7, 3, 3), (1000, 1000, 1), (2500, 1000, 3)] {
        let server = MockServer::start().await;
        table(&server, rows, cap, rows).await;
        let present = read(&server, None).await.unwrap();
        assert_eq!(present.len(), rows);
        let asked = sent(&server, "GET").await;
        assert_eq!(asked.len(), requests, "{rows} {cap}");
        assert!(asked.iter().all(|request| query(request, "order").as_deref() == Some("source_key.asc")));
    }
}

#[tokio::test]
async fn a_part_is_never_taken_for_the_whole() {
    for (rows, cap, counted) in [(5, 3, 6), (5, 1000, 6), (7, 1000, 6)] {
        let server = MockServer::start().await;
        table(&server, rows, cap, counted).await;
        assert_eq!(read(&server, None).await.unwrap_err().code(), "unexpected_answer");
    }
}

#[tokio::test]
async fn a_table_that_is_not_counted_is_not_believed() {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(200).insert_header("content-range", "0-0/*").set_body_json([row(1)]);
    Mock::given(method("GET")).respond_with(answer).mount(&server).await;
    assert_eq!(read(&server, None).await.unwrap_err().code(), "unexpected_answer");
}

#[tokio::test]
async fn a_row_that_comes_twice_is_told() {
    let server = MockServer::start().await;
    let answer =
        ResponseTemplate::new(200).insert_header("content-range", "0-1/2").set_body_json([row(1), row(1)]);
    Mock::given(method("GET")).respond_with(answer).mount(&server).await;
    assert_eq!(read(&server, None).await.unwrap_err().code(), "unexpected_answer");
}

#[tokio::test]
async fn rows_become_records() {
    let server = MockServer::start().await;
    let mut ended = row(2);
    ended["ended_at"] = json!("2026-03-01T00:00:00+00:00");
    let answer =
        ResponseTemplate::new(200).insert_header("content-range", "0-1/2").set_body_json([row(1), ended]);
    Mock::given(method("GET")).respond_with(answer).mount(&server).await;
    let present = read(&server, None).await.unwrap();
    let first = &present[0];
    assert_eq!((first.key.as_str(), first.active, present[1].active), ("00001", true, false));
    assert_eq!(first.foreign_id.as_deref(), Some("00000000-0000-0000-0000-000000000001"));
    assert!(first.fields["year_level"] == Value::Int(9) && first.fields["email"] == Value::Null);
    assert!(first.fields["starts_on"] == Value::text("2026-01-29"));
    for hidden in ["id", "ended_at", "updated_at", "added_by_the_school", "house"] {
        assert!(!first.fields.contains_key(hidden), "{hidden}");
    }
}

#[tokio::test]
async fn many_keys_are_asked_for_in_several_addresses() {
    let server = MockServer::start().await;
    let answer = |request: &Request| {
        let keys = query(request, "source_key").unwrap();
        let count = keys.matches('"').count() / 2;
        let rows: Vec<Json> =
            keys.split('"').skip(1).step_by(2).map(|key| row(key.parse().unwrap())).collect();
        let range = format!("0-{}/{count}", count - 1);
        ResponseTemplate::new(200).insert_header("content-range", range).set_body_json(rows)
    };
    Mock::given(method("GET")).respond_with(answer).mount(&server).await;
    let keys: Vec<String> = (0..600).map(|number| format!("{number:05}")).collect();
    assert_eq!(read(&server, Some(keys)).await.unwrap().len(), 600);
    let asked = sent(&server, "GET").await;
    assert!(asked.len() > 1 && asked.iter().all(|request| request.url.as_str().len() < 8_000));
    assert!(read(&server, Some(Vec::new())).await.unwrap().is_empty());
}

#[tokio::test]
async fn errors_say_what_is_missing() {
    let cases = [
        (401, json!({ "message": "Invalid API key" }), "unauthorised"),
        (401, json!({ "code": "42501", "message": "permission denied for table people" }), "forbidden"),
        (403, json!({ "code": "42501", "message": "permission denied for table people" }), "forbidden"),
        (404, json!({ "code": "PGRST205", "message": "Could not find the table" }), "not_found"),
        (406, json!({ "code": "PGRST106", "message": "The schema must be one of" }), "bad_setting"),
        (400, json!({ "code": "42703", "message": "column people.house does not exist" }), "refused"),
        (500, json!({ "code": "XX000" }), "unreachable"),
    ];
    for (status, problem, code) in cases {
        let server = MockServer::start().await;
        let answer = ResponseTemplate::new(status).set_body_json(problem);
        Mock::given(method("GET")).respond_with(answer).mount(&server).await;
        assert_eq!(read(&server, None).await.unwrap_err().code(), code, "{status}");
    }
}
