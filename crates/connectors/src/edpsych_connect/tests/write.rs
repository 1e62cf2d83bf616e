//! Writing in batches.

use crosswalk_connector_kit::{CancellationToken, Connection, KitError, ReadBack, WriteBatch, WriteChange};
use crosswalk_model::OutcomeKind::{Applied, Drifted, Failed, Refused, Unchanged};
use crosswalk_model::{ChangeOp, Fields, Outcome, OutcomeKind, Reference, Value};
use serde_json::{Value as Json, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use super::{batches, body, open, problem, service};

fn change(op: ChangeOp, key: &str, pairs: &[(&'static str, Value)]) -> WriteChange {
    let fields: Fields = pairs.iter().map(|(name, value)| ((*name).into(), value.clone())).collect();
    WriteChange { idempotency_key: format!("chg-{key}"), op, key: key.into(), foreign_id: None, fields }
}

fn batch(changes: Vec<WriteChange>) -> WriteBatch {
    WriteBatch { stream: "learners".into(), at: "2026-03-02T21:15:33Z".parse().unwrap(), changes }
}

async fn write(connection: &dyn Connection, changes: Vec<WriteChange>) -> Result<Vec<Outcome>, KitError> {
    connection.write(&batch(changes), &CancellationToken::new()).await
}

fn kinds(outcomes: &[Outcome]) -> Vec<OutcomeKind> {
    outcomes.iter().map(|outcome| outcome.kind).collect()
}

fn result(item: &Json, status: &str) -> Json {
    let key = item["new_external_id"].as_str().or(item["external_id"].as_str()).unwrap();
    json!({ "external_id": key, "status": status, "id": format!("ep_l_{key}"), "version": 7, "problem": null })
}

/// Carries everything out, and answers for each item by its operation.
fn carries_out(request: &Request) -> ResponseTemplate {
    let items = body(request)["items"].as_array().cloned().unwrap();
    let status = |item: &Json| match item["op"].as_str().unwrap() {
        "upsert" => "created",
        "rekey" => "rekeyed",
        _ => "deactivated",
    };
    let results: Vec<Json> = items.iter().map(|item| result(item, status(item))).collect();
    ResponseTemplate::new(200).set_body_json(json!({ "results": results }))
}

async fn answers(server: &MockServer, results: Json) {
    Mock::given(method("POST"))
        .and(path("/v1/learners/batch"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({ "results": results })))
        .mount(server)
        .await;
}

async fn ready() -> MockServer {
    let server = service().await;
    Mock::given(method("POST"))
        .and(path("/v1/learners/batch"))
        .respond_with(carries_out)
        .mount(&server)
        .await;
    server
}

#[tokio::test]
async fn every_change_is_an_item_in_a_safe_order() {
    let server = ready().await;
    let changes = vec![
        change(ChangeOp::Create, "24999", &[("given_name", "Aroha".into()), ("year_level", Value::Int(9))]),
        change(ChangeOp::Deactivate, "21840", &[]),
        change(ChangeOp::Update, "3", &[("tutor_group", Value::Null)]),
        change(ChangeOp::Relink { from: "24999".into() }, "24118", &[]),
    ];
    let outcomes = write(&*open(&server), changes).await.unwrap();
    assert_eq!(kinds(&outcomes), [Applied; 4]);
    assert_eq!(outcomes[3].foreign_id.as_deref(), Some("ep_l_24118"));
    let expect = json!([
        { "op": "rekey", "external_id": "24999", "new_external_id": "24118", "key": "chg-24118" },
        { "op": "deactivate", "external_id": "21840", "key": "chg-21840" },
        { "op": "upsert", "external_id": "3", "key": "chg-3", "attributes": { "tutor_group": null } },
        {
            "op": "upsert", "external_id": "24999", "key": "chg-24999",
            "attributes": { "given_name": "Aroha", "year_level": 9 },
        },
    ]);
    assert_eq!(body(&batches(&server).await[0])["items"], expect);
}

#[tokio::test]
async fn a_batch_sent_again_bears_the_same_key_and_another_does_not() {
    let server = ready().await;
    let connection = open(&server);
    for key in ["1", "1", "2"] {
        write(&*connection, vec![change(ChangeOp::Create, key, &[])]).await.unwrap();
    }
    let sent = batches(&server).await;
    let keys: Vec<_> =
        sent.iter().map(|request| request.headers["idempotency-key"].to_str().unwrap()).collect();
    assert!(keys[0] == keys[1] && keys[1] != keys[2] && (1..=200).contains(&keys[0].len()));
}

#[tokio::test]
async fn long_batches_go_in_parts_of_two_hundred() {
    let server = ready().await;
    let changes = (0..450).map(|n| change(ChangeOp::Create, &n.to_string(), &[])).collect();
    let outcomes = write(&*open(&server), changes).await.unwrap();
    assert!(outcomes.len() == 450 && outcomes.iter().all(Outcome::confirmed));
    let sizes: Vec<_> =
        batches(&server).await.iter().map(|call| body(call)["items"].as_array().unwrap().len()).collect();
    assert_eq!(sizes, [200, 200, 50]);
}

#[tokio::test]
async fn results_become_outcomes() {
    let mut validation = problem("validation", "The resource could not be validated", 422);
    validation["errors"] = json!([{ "pointer": "/items/0/attributes/email", "code": "format", "detail": "aroha@x is no e-mail" }]);
    let cases = [
        (json!({ "status": "created", "id": "ep_l_1", "version": 1, "problem": null }), Applied),
        (json!({ "status": "unchanged", "id": "ep_l_1", "version": 1, "problem": null }), Unchanged),
        (json!({ "status": "created", "id": null, "version": null, "problem": null }), Failed),
        (json!({ "status": "postponed", "id": "ep_l_1", "version": 1, "problem": null }), Failed),
        (json!({ "status": "rejected", "id": null, "version": null, "problem": validation }), Refused),
        (
            json!({
                "status": "rejected", "id": "ep_l_1", "version": 5,
                "problem": problem("version-conflict", "The resource has changed", 412),
            }),
            Drifted,
        ),
        (
            json!({
                "status": "rejected", "id": null, "version": null,
                "problem": problem("not-found", "There is no such resource", 404),
            }),
            Drifted,
        ),
        (
            json!({
                "status": "rejected", "id": null, "version": null,
                "problem": problem("idempotency-conflict", "The key was used before", 409),
            }),
            Failed,
        ),
    ];
    for (mut result, expect) in cases {
        let server = service().await;
        result["external_id"] = json!("1");
        answers(&server, json!([result])).await;
        let outcomes = write(&*open(&server), vec![change(ChangeOp::Update, "1", &[])]).await.unwrap();
        assert_eq!(kinds(&outcomes), [expect]);
        let words = outcomes[0].words.clone().unwrap_or_default();
        assert!(!words.contains("Aroha") && !words.contains('@') && !words.contains("24117"), "{words}");
        assert!(expect != Refused || words.contains("email: format"), "{words}");
    }
}

#[tokio::test]
async fn results_that_do_not_fit_the_items_are_an_error() {
    for results in
        [json!([]), json!([{ "external_id": "2", "status": "created", "id": "ep_l_2", "version": 1 }])]
    {
        let server = service().await;
        answers(&server, results).await;
        let error = write(&*open(&server), vec![change(ChangeOp::Create, "1", &[])]).await.unwrap_err();
        assert_eq!(error.code(), "unexpected_answer");
    }
}

#[tokio::test]
async fn a_deactivation_with_fields_writes_them_first() {
    let server = ready().await;
    let changes = vec![change(ChangeOp::Deactivate, "1", &[("ends_on", "2026-03-02".into())])];
    assert_eq!(kinds(&write(&*open(&server), changes).await.unwrap()), [Applied]);
    let expect = json!([
        { "op": "upsert", "external_id": "1", "key": "chg-1/fields", "attributes": { "ends_on": "2026-03-02" } },
        { "op": "deactivate", "external_id": "1", "key": "chg-1" },
    ]);
    assert_eq!(body(&batches(&server).await[0])["items"], expect);
}

#[tokio::test]
async fn the_version_that_was_read_is_the_condition_of_the_write() {
    let server = ready().await;
    let learner = json!({ "id": "ep_l_1", "external_id": "1", "active": true, "version": 4 });
    let page = json!({ "data": [learner], "next_cursor": null, "total": 1 });
    Mock::given(method("GET"))
        .respond_with(ResponseTemplate::new(200).set_body_json(page))
        .mount(&server)
        .await;
    let connection = open(&server);
    connection.read_back(&ReadBack { stream: "learners".into(), ..ReadBack::default() }).await.unwrap();
    for _ in 0..2 {
        write(&*connection, vec![change(ChangeOp::Update, "1", &[])]).await.unwrap();
    }
    let sent = batches(&server).await;
    let items: Vec<_> = sent.iter().map(|call| body(call)["items"][0].clone()).collect();
    let conditions: Vec<_> = items.iter().map(|item| (&item["if_version"], &item["key"])).collect();
    assert_eq!(
        conditions,
        [(&json!(4), &json!("chg-1@4")), (&json!(7), &json!("chg-1@7"))],
        "the second write goes by the version that the first one made, under a key of its own"
    );
}

#[tokio::test]
async fn what_cannot_be_sent_has_its_outcome_too() {
    let server = ready().await;
    let points = Value::Ref(Reference::Key { to: "learners".into(), key: "1".into() });
    let changes = vec![
        change(ChangeOp::Delete, "1", &[]),
        change(ChangeOp::Create, "2", &[("member_id", points)]),
        change(ChangeOp::Create, "3", &[]),
    ];
    assert_eq!(kinds(&write(&*open(&server), changes).await.unwrap()), [Refused, Failed, Applied]);
}

#[tokio::test]
async fn a_refused_batch_is_an_error_without_values() {
    let cases = [
        (400, "malformed", "refused"),
        (403, "insufficient-scope", "forbidden"),
        (409, "idempotency-conflict", "unexpected_answer"),
        (413, "too-many-items", "refused"),
    ];
    for (status, name, code) in cases {
        let server = service().await;
        Mock::given(path("/v1/learners/batch"))
            .respond_with(ResponseTemplate::new(status).set_body_json(problem(
                name,
                "It was refused",
                status,
            )))
            .mount(&server)
            .await;
        let error = write(&*open(&server), vec![change(ChangeOp::Create, "1", &[])]).await.unwrap_err();
        assert_eq!(error.code(), code);
        assert!(!error.to_string().contains("Aroha") && !error.to_string().contains("24117"), "{error}");
    }
}
