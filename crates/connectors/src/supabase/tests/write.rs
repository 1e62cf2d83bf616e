//! Writing: few calls, one outcome for each change, and nothing believed without proof.

use crosswalk_model::{ChangeOp, Outcome, OutcomeKind, Value};
use serde_json::{Value as Json, json};
use wiremock::matchers::method;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use super::{batch, body, change, header, open, query, sent};
use crosswalk_connector_kit::{CancellationToken, KitError, WriteChange};

/// PostgreSQL's word for a row that breaks a rule: the whole call fails.
fn violation() -> ResponseTemplate {
    ResponseTemplate::new(400).set_body_json(json!({
        "code": "23514",
        "details": "Failing row contains (Aroha Ngāwai, 24117).",
        "hint": null,
        "message": "new row for relation \"people\" violates check constraint \"people_kind_check\"",
    }))
}

fn stored(key: &str) -> Json {
    json!({ "source_key": key, "id": format!("id-of-{key}") })
}

/// Stores what it is sent, but refuses any call with a row of the kind `bad`.
fn upserts(request: &Request) -> ResponseTemplate {
    let rows = body(request).as_array().cloned().unwrap();
    if rows.iter().any(|row| row["kind"] == "bad") {
        return violation();
    }
    let proof: Vec<Json> = rows.iter().map(|row| stored(row["source_key"].as_str().unwrap())).collect();
    ResponseTemplate::new(201).set_body_json(proof)
}

/// The keys that a filter matches.
fn keys(request: &Request) -> Vec<String> {
    let filter = query(request, "source_key").unwrap();
    match filter.strip_prefix("eq.") {
        Some(key) => vec![key.to_owned()],
        None => filter.split('"').skip(1).step_by(2).map(str::to_owned).collect(),
    }
}

/// Changes every row but those whose key begins with `gone`.
fn patches(request: &Request) -> ResponseTemplate {
    let renamed = body(request)["source_key"].as_str().map(str::to_owned);
    let found = keys(request).into_iter().filter(|key| !key.starts_with("gone"));
    let proof: Vec<Json> = found.map(|key| stored(renamed.as_ref().unwrap_or(&key))).collect();
    ResponseTemplate::new(200).set_body_json(proof)
}

async fn project() -> MockServer {
    let server = MockServer::start().await;
    Mock::given(method("POST")).respond_with(upserts).mount(&server).await;
    Mock::given(method("PATCH")).respond_with(patches).mount(&server).await;
    server
}

async fn write(server: &MockServer, changes: Vec<WriteChange>) -> Result<Vec<Outcome>, KitError> {
    open(server).write(&batch(changes), &CancellationToken::new()).await
}

fn kinds(outcomes: &[Outcome]) -> Vec<OutcomeKind> {
    outcomes.iter().map(|outcome| outcome.kind).collect()
}

fn create(key: &str, kind: &str) -> WriteChange {
    change(ChangeOp::Create, key, &[("kind", kind.into()), ("display_name", "Aroha".into())])
}

use OutcomeKind::{Applied, Drifted, Failed, Refused};

#[tokio::test]
async fn creates_are_upserts_grouped_by_their_columns() {
    let server = project().await;
    let mut fuller = create("3", "pupil");
    fuller.fields.insert("house".into(), Value::Null);
    let outcomes = write(&server, vec![create("1", "pupil"), fuller, create("2", "staff")]).await.unwrap();
    assert_eq!(kinds(&outcomes), [Applied, Applied, Applied]);
    assert_eq!(outcomes[1].foreign_id.as_deref(), Some("id-of-3"));
    let calls = sent(&server, "POST").await;
    assert_eq!(calls.len(), 2);
    for call in &calls {
        assert_eq!(query(call, "on_conflict").as_deref(), Some("source_key"));
        assert_eq!(header(call, "prefer"), "resolution=merge-duplicates,return=representation");
        let columns = query(call, "columns").unwrap();
        for row in body(call).as_array().unwrap() {
            let own: Vec<_> = row.as_object().unwrap().keys().map(String::as_str).collect();
            assert_eq!(own.join(","), columns);
            assert_eq!(row["ended_at"], Json::Null, "a record that comes back is in use again");
        }
    }
}

#[tokio::test]
async fn keys_are_sent_as_the_newer_and_the_older_keys_want_it() {
    let server = project().await;
    write(&server, vec![create("1", "pupil")]).await.unwrap();
    let call = &sent(&server, "POST").await[0];
    assert_eq!((header(call, "apikey"), header(call, "authorization")), ("sb_secret_canary", ""));
    assert_eq!(header(call, "content-profile"), "public");
}

#[tokio::test]
async fn a_bad_row_stands_alone_in_the_end() {
    let server = project().await;
    let changes: Vec<_> =
        (0..100).map(|n| create(&n.to_string(), if n == 42 { "bad" } else { "pupil" })).collect();
    let outcomes = write(&server, changes).await.unwrap();
    let refused: Vec<_> = (0..100).filter(|n| outcomes[*n].kind == Refused).collect();
    assert_eq!(refused, [42]);
    assert_eq!(outcomes.iter().filter(|outcome| outcome.kind == Applied).count(), 99);
    let words = outcomes[42].words.clone().unwrap();
    assert!(words.contains("people_kind_check") && words.contains("23514"), "{words}");
    assert!(!words.contains("Aroha") && !words.contains("24117"), "{words}");
    assert!(sent(&server, "POST").await.len() <= 1 + 2 * 7);
}

#[tokio::test]
async fn what_every_row_would_meet_is_asked_once() {
    let server = MockServer::start().await;
    let unknown = json!({ "code": "PGRST204", "message": "Could not find the 'house' column of 'people'" });
    let answer = ResponseTemplate::new(400).set_body_json(unknown);
    Mock::given(method("POST")).respond_with(answer).mount(&server).await;
    let outcomes = write(&server, (0..10).map(|n| create(&n.to_string(), "pupil")).collect()).await.unwrap();
    assert!(outcomes.iter().all(|outcome| outcome.kind == Refused));
    assert_eq!(sent(&server, "POST").await.len(), 1);
}

#[tokio::test]
async fn an_answer_without_proof_is_not_believed() {
    let partly = |request: &Request| {
        let rows = body(request).as_array().cloned().unwrap();
        ResponseTemplate::new(201).set_body_json([stored(rows[0]["source_key"].as_str().unwrap())])
    };
    let server = MockServer::start().await;
    Mock::given(method("POST")).respond_with(partly).mount(&server).await;
    let outcomes = write(&server, vec![create("1", "pupil"), create("2", "pupil")]).await.unwrap();
    assert_eq!(kinds(&outcomes), [Applied, Failed]);

    let server = MockServer::start().await;
    Mock::given(method("POST")).respond_with(ResponseTemplate::new(201)).mount(&server).await;
    assert_eq!(kinds(&write(&server, vec![create("1", "pupil")]).await.unwrap()), [Failed]);
}

#[tokio::test]
async fn a_filter_that_was_not_heeded_is_an_error() {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(200).set_body_json([stored("1"), stored("2")]);
    Mock::given(method("PATCH")).respond_with(answer).mount(&server).await;
    let update = change(ChangeOp::Update, "1", &[("house", "Kauri".into())]);
    assert_eq!(write(&server, vec![update]).await.unwrap_err().code(), "unexpected_answer");
}

#[tokio::test]
async fn updates_with_the_same_values_share_a_call() {
    let server = project().await;
    let update = |key: &str, house: &str| change(ChangeOp::Update, key, &[("house", house.into())]);
    let outcomes = write(
        &server,
        vec![update("1", "Kauri"), update("2", "Rimu"), update("gone", "Kauri"), update("3", "Kauri")],
    )
    .await
    .unwrap();
    assert_eq!(kinds(&outcomes), [Applied, Applied, Drifted, Applied]);
    let calls = sent(&server, "PATCH").await;
    assert_eq!(calls.len(), 2);
    let kauri = calls.iter().find(|call| body(call)["house"] == "Kauri").unwrap();
    assert_eq!(body(kauri), json!({ "house": "Kauri", "ended_at": null }));
    assert_eq!(query(kauri, "source_key").as_deref(), Some(r#"in.("1","gone","3")"#));
    assert_eq!(query(kauri, "select").as_deref(), Some("source_key,id"));
}

#[tokio::test]
async fn an_ended_record_gets_the_instant_of_the_batch() {
    let server = project().await;
    let changes = vec![
        change(ChangeOp::Deactivate, "1", &[]),
        change(ChangeOp::Withdraw, "2", &[]),
        change(ChangeOp::Deactivate, "3", &[("ends_on", "2026-03-02".into())]),
    ];
    assert_eq!(kinds(&write(&server, changes).await.unwrap()), [Applied, Applied, Applied]);
    let mut bodies: Vec<_> = sent(&server, "PATCH").await.iter().map(body).collect();
    bodies.sort_by_key(Json::to_string);
    let at = "2026-03-02T21:15:33Z";
    assert_eq!(bodies, [json!({ "ended_at": at, "ends_on": "2026-03-02" }), json!({ "ended_at": at })]);
}

#[tokio::test]
async fn an_update_without_fields_brings_a_record_back() {
    let server = project().await;
    write(&server, vec![change(ChangeOp::Update, "1", &[])]).await.unwrap();
    assert_eq!(body(&sent(&server, "PATCH").await[0]), json!({ "ended_at": null }));
}

#[tokio::test]
async fn a_relink_keeps_the_row_and_comes_before_a_create_with_its_old_key() {
    let server = project().await;
    let relink = change(ChangeOp::Relink { from: "TWH".into() }, "WHA", &[("house", "Rimu".into())]);
    let outcomes = write(&server, vec![create("TWH", "staff"), relink]).await.unwrap();
    assert_eq!(kinds(&outcomes), [Applied, Applied]);
    assert_eq!(outcomes[1].foreign_id.as_deref(), Some("id-of-WHA"));
    let all = server.received_requests().await.unwrap();
    assert_eq!(all.iter().map(|request| request.method.as_str()).collect::<Vec<_>>(), ["PATCH", "POST"]);
    assert_eq!(query(&all[0], "source_key").as_deref(), Some("eq.TWH"));
    assert_eq!(body(&all[0]), json!({ "source_key": "WHA", "house": "Rimu" }));
}

#[tokio::test]
async fn a_relink_that_was_sent_before_a_crash_is_done() {
    for (found, expect) in [("id-of-WHA", Applied), ("another", Drifted)] {
        let server = project().await;
        let answer = ResponseTemplate::new(200).set_body_json([json!({ "source_key": "WHA", "id": found })]);
        Mock::given(method("GET")).respond_with(answer).mount(&server).await;
        let mut relink = change(ChangeOp::Relink { from: "gone".into() }, "WHA", &[]);
        relink.foreign_id = Some("id-of-WHA".into());
        assert_eq!(kinds(&write(&server, vec![relink]).await.unwrap()), [expect]);
    }
}

#[tokio::test]
async fn what_cannot_be_sent_has_its_outcome_too() {
    let server = project().await;
    let points = Value::Ref(crosswalk_model::Reference::Key { to: "people".into(), key: "1".into() });
    let outcomes = write(
        &server,
        vec![
            change(ChangeOp::Delete, "1", &[]),
            change(ChangeOp::Create, "2", &[("kind", points)]),
            create("3", "pupil"),
        ],
    )
    .await
    .unwrap();
    assert_eq!(kinds(&outcomes), [Refused, Failed, Applied]);
    assert!(write(&server, Vec::new()).await.unwrap().is_empty());
}

#[tokio::test]
async fn the_same_key_twice_goes_in_two_calls() {
    let server = project().await;
    let outcomes = write(&server, vec![create("1", "pupil"), create("1", "staff")]).await.unwrap();
    assert_eq!(kinds(&outcomes), [Applied, Applied]);
    let calls: Vec<_> =
        sent(&server, "POST").await.iter().map(|call| body(call)[0]["kind"].clone()).collect();
    assert_eq!(calls, ["pupil", "staff"]);
}

#[tokio::test]
async fn a_missing_right_concerns_the_whole_batch() {
    let cases = [
        (
            403,
            json!({ "code": "42501", "message": "new row violates row-level security policy" }),
            "forbidden",
        ),
        (401, json!({ "code": "PGRST301", "message": "JWT expired" }), "unauthorised"),
        (404, json!({ "code": "PGRST205", "message": "Could not find the table" }), "not_found"),
        (
            405,
            json!({ "code": "25006", "message": "cannot execute INSERT in a read-only transaction" }),
            "refused",
        ),
        (429, json!({}), "rate_limited"),
        (
            500,
            json!({ "code": "57014", "message": "canceling statement due to statement timeout" }),
            "unreachable",
        ),
    ];
    for (status, problem, code) in cases {
        let server = MockServer::start().await;
        let answer =
            ResponseTemplate::new(status).insert_header("retry-after", "3600").set_body_json(problem);
        Mock::given(method("POST")).respond_with(answer).mount(&server).await;
        let error = write(&server, vec![create("1", "pupil"), create("2", "pupil")]).await.unwrap_err();
        assert_eq!(error.code(), code, "{error}");
        assert_eq!(sent(&server, "POST").await.len(), 1);
    }
}

#[tokio::test]
async fn a_call_that_is_too_large_is_halved() {
    let server = MockServer::start().await;
    let small = |request: &Request| {
        if body(request).as_array().unwrap().len() > 3 {
            ResponseTemplate::new(413)
        } else {
            upserts(request)
        }
    };
    Mock::given(method("POST")).respond_with(small).mount(&server).await;
    let outcomes = write(&server, (0..10).map(|n| create(&n.to_string(), "pupil")).collect()).await.unwrap();
    assert!(outcomes.iter().all(Outcome::confirmed));
}
