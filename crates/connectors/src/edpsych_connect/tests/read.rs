//! Reading back over cursors.

use crosswalk_connector_kit::{KitError, PresentRecord, ReadBack};
use crosswalk_model::Value;
use serde_json::{Value as Json, json};
use wiremock::matchers::{header, method, path, query_param};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use super::{open, problem, service};

fn learner(number: usize, active: bool) -> Json {
    json!({
        "id": format!("ep_l_{number:016}"), "external_id": number.to_string(), "active": active, "version": 3,
        "created_at": "2026-03-01T13:01:09Z", "updated_at": "2026-03-02T21:15:33Z",
        "given_name": "Aroha", "family_name": "Ngāwai-Pene", "preferred_name": null, "year_level": 9,
        "tutor_group": "9TWH", "school_code": "9999", "email": "a@school.example", "birth_date": null,
        "starts_on": "2026-01-29", "ends_on": null, "added_later": "unknown",
    })
}

/// Pages of two; the total is as it is told.
async fn learners(server: &MockServer, count: usize, total: usize) {
    let answer = move |request: &Request| {
        let cursor = request.url.query_pairs().find(|(name, _)| name == "cursor");
        let from: usize = cursor.map_or(0, |(_, cursor)| cursor.parse().unwrap());
        let data: Vec<Json> = (from..count.min(from + 2)).map(|n| learner(n, n != 1)).collect();
        let next = (from + 2 < count).then(|| (from + 2).to_string());
        ResponseTemplate::new(200).set_body_json(json!({ "data": data, "next_cursor": next, "total": total }))
    };
    Mock::given(method("GET"))
        .and(path("/v1/learners"))
        .and(query_param("include_inactive", "true"))
        .and(header("authorization", "Bearer eptok"))
        .respond_with(answer)
        .mount(server)
        .await;
}

async fn read(server: &MockServer, keys: Option<Vec<String>>) -> Result<Vec<PresentRecord>, KitError> {
    open(server).read_back(&ReadBack { stream: "learners".into(), keys, ..ReadBack::default() }).await
}

#[tokio::test]
async fn cursors_are_followed_to_the_end() {
    for count in [0, 1, 2, 5] {
        let server = service().await;
        learners(&server, count, count).await;
        assert_eq!(read(&server, None).await.unwrap().len(), count);
    }
}

#[tokio::test]
async fn a_part_is_never_taken_for_the_whole() {
    for total in [4, 6] {
        let server = service().await;
        learners(&server, 5, total).await;
        assert_eq!(read(&server, None).await.unwrap_err().code(), "unexpected_answer");
    }
}

#[tokio::test]
async fn pages_that_never_end_are_left() {
    let server = service().await;
    let turns = json!({ "data": [], "next_cursor": "again", "total": 0 });
    Mock::given(path("/v1/learners"))
        .respond_with(ResponseTemplate::new(200).set_body_json(turns))
        .mount(&server)
        .await;
    assert_eq!(read(&server, None).await.unwrap_err().code(), "unexpected_answer");
}

#[tokio::test]
async fn a_record_that_comes_twice_is_told() {
    let server = service().await;
    let twice = json!({ "data": [learner(1, true), learner(1, true)], "next_cursor": null, "total": 2 });
    Mock::given(path("/v1/learners"))
        .respond_with(ResponseTemplate::new(200).set_body_json(twice))
        .mount(&server)
        .await;
    assert_eq!(read(&server, None).await.unwrap_err().code(), "unexpected_answer");
}

#[tokio::test]
async fn resources_become_records() {
    let server = service().await;
    learners(&server, 3, 3).await;
    let present = read(&server, Some(vec!["1".into(), "2".into(), "9".into()])).await.unwrap();
    assert_eq!(present.iter().map(|record| record.key.as_str()).collect::<Vec<_>>(), ["1", "2"]);
    assert_eq!((present[0].active, present[1].active), (false, true));
    let record = &present[1];
    assert_eq!(record.foreign_id.as_deref(), Some("ep_l_0000000000000002"));
    assert!(record.fields["year_level"] == Value::Int(9) && record.fields["ends_on"] == Value::Null);
    for hidden in ["id", "version", "updated_at", "added_later"] {
        assert!(!record.fields.contains_key(hidden), "{hidden}");
    }
    assert!(read(&server, Some(Vec::new())).await.unwrap().is_empty());
}

#[tokio::test]
async fn some_keys_are_asked_for_a_hundred_at_a_time() {
    let server = service().await;
    let answer = |request: &Request| {
        let pairs = request.url.query_pairs().filter(|(name, _)| name == "external_id");
        let data: Vec<Json> = pairs.map(|(_, key)| learner(key.parse().unwrap(), true)).collect();
        let total = data.len();
        assert!((1..=100).contains(&total), "{total}");
        ResponseTemplate::new(200).set_body_json(json!({ "data": data, "next_cursor": null, "total": total }))
    };
    Mock::given(path("/v1/learners")).respond_with(answer).expect(3).mount(&server).await;
    let keys: Vec<String> = (0..250).map(|n| n.to_string()).collect();
    assert_eq!(read(&server, Some(keys)).await.unwrap().len(), 250);
}

#[tokio::test]
async fn a_missing_scope_is_named() {
    let server = service().await;
    let mut refusal = problem("insufficient-scope", "The token may not do this", 403);
    refusal["errors"] = json!([{ "pointer": "", "code": "insufficient_scope", "detail": "roster.read" }]);
    Mock::given(path("/v1/learners"))
        .respond_with(ResponseTemplate::new(403).set_body_json(refusal))
        .mount(&server)
        .await;
    let error = read(&server, None).await.unwrap_err();
    assert!(error.to_string().contains("Missing: roster.read."), "{error}");
}

#[tokio::test]
async fn an_unknown_stream_is_not_asked_for() {
    let request = ReadBack { stream: "pets".into(), ..ReadBack::default() };
    assert_eq!(open(&service().await).read_back(&request).await.unwrap_err().code(), "not_found");
}
