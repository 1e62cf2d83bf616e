use serde_json::{Value, json};

use super::*;
use crate::http::{self, Answer, Request};

struct Client<'a> {
    project: &'a Supabase,
    key: String,
    bearer: Option<String>,
}

impl Client<'_> {
    async fn ask(&self, method: &str, path: &str, body: &Value, headers: &[(&str, &str)]) -> Answer {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let mut request = Request::new(method, &format!("/rest/v1/{path}"), body)
            .header("apikey", self.key.clone())
            .header("Content-Type", "application/json");
        if let Some(token) = &self.bearer {
            request = request.header("Authorization", format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        http::send(&self.project.target(), &request).await.unwrap()
    }

    async fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &Value::Null, &[]).await
    }

    async fn upsert(&self, table: &str, rows: Value) -> Answer {
        let prefer = [("Prefer", "resolution=merge-duplicates,return=representation")];
        self.ask("POST", &format!("{table}?on_conflict=source_key"), &rows, &prefer).await
    }
}

fn service(project: &Supabase) -> Client<'_> {
    Client { project, key: project.service_key.clone(), bearer: None }
}

fn pupil(key: &str) -> Value {
    json!({"source_key": key, "kind": "pupil", "display_name": format!("Pupil {key}")})
}

fn code(answer: &Answer) -> (u16, String) {
    (answer.status, answer.json()["code"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn an_upsert_inserts_then_updates_only_what_it_names() {
    let project = Supabase::start().await.unwrap();
    let client = service(&project);
    let first = client
        .upsert("people", json!([{"source_key": "1", "kind": "pupil", "display_name": "A", "house": "Rimu"}]))
        .await;
    assert_eq!(first.status, 201);
    let id = first.json()[0]["id"].clone();
    let second =
        client.upsert("people", json!([{"source_key": "1", "kind": "pupil", "display_name": "B"}])).await;
    assert_eq!(second.status, 200, "nothing new was created");
    let row = &second.json()[0];
    assert_eq!((&row["id"], &row["display_name"], &row["house"]), (&id, &json!("B"), &json!("Rimu")));
    let plain = client.ask("POST", "people", &pupil("1"), &[]).await;
    assert_eq!(code(&plain), (409, "23505".into()));
    assert_eq!(plain.json()["details"], "Key (source_key)=(1) already exists.");
}

#[tokio::test]
async fn a_bulk_upsert_nulls_what_a_row_leaves_out_of_the_columns() {
    let project = Supabase::start().await.unwrap();
    let client = service(&project);
    let rows =
        json!([{"source_key": "1", "kind": "pupil", "display_name": "A", "house": "Rimu"}, pupil("2")]);
    let uneven = client.upsert("people", rows.clone()).await;
    assert_eq!(code(&uneven), (400, "PGRST102".into()));
    assert_eq!(uneven.json()["message"], "All object keys must match");
    client
        .upsert(
            "people",
            json!([{"source_key": "2", "kind": "pupil", "display_name": "B", "house": "Kauri"}]),
        )
        .await;
    let path = "people?on_conflict=source_key&columns=source_key,kind,display_name,house";
    let prefer = [("Prefer", "resolution=merge-duplicates")];
    assert_eq!(client.ask("POST", path, &rows, &prefer).await.status, 201);
    let house = client.get("people?source_key=eq.2&select=house").await.json();
    assert_eq!(house, json!([{"house": null}]), "the second row left it out");
}

#[tokio::test]
async fn missing_default_takes_the_default_instead_of_null() {
    let project = Supabase::start().await.unwrap();
    let client = service(&project);
    let path = "people?columns=id,source_key,kind,display_name";
    let null = client.ask("POST", path, &json!([pupil("1")]), &[]).await;
    assert_eq!(code(&null), (400, "23502".into()));
    let prefer = [("Prefer", "missing=default"), ("Prefer", "return=representation")];
    let filled = client.ask("POST", path, &json!([pupil("1")]), &prefer).await;
    assert_eq!(filled.status, 201);
    assert_eq!(filled.json()[0]["id"].as_str().unwrap().len(), 36);
    assert_eq!(filled.header("preference-applied"), Some("missing=default, return=representation"));
}

#[tokio::test]
async fn one_faulty_row_fails_the_whole_request() {
    let project = Supabase::start().await.unwrap();
    let client = service(&project);
    client.upsert("people", json!([pupil("1")])).await;
    let before = project.snapshot();
    let cases = [
        (json!([pupil("8"), {"source_key": "9", "kind": "pupil", "display_name": null}]), 400, "23502"),
        (json!([pupil("8"), {"source_key": "9", "kind": "robot", "display_name": "x"}]), 400, "23514"),
        (json!([pupil("8"), pupil("8")]), 500, "21000"),
        (json!([pupil("1"), {"source_key": "9", "kind": "pupil", "display_name": null}]), 400, "23502"),
        (
            json!([{"source_key": "9", "kind": "pupil", "display_name": "x", "year_level": "nine"}]),
            400,
            "22P02",
        ),
        (
            json!([{"source_key": "9", "kind": "pupil", "display_name": "x", "starts_on": "2026-02-30"}]),
            400,
            "22008",
        ),
        (json!([{"source_key": "9", "colour": "x"}]), 400, "PGRST204"),
        (json!("text"), 400, "PGRST102"),
    ];
    for (rows, status, expect) in cases {
        assert_eq!(code(&client.upsert("people", rows).await), (status, expect.into()));
        assert_eq!(project.snapshot(), before, "{expect} stores nothing");
    }
    let null = client.upsert("people", json!([{"source_key": "1", "kind": "pupil"}])).await;
    assert_eq!(code(&null), (400, "23502".into()), "NOT NULL is checked before the conflict is looked for");
}

#[tokio::test]
async fn foreign_keys_hold_in_both_directions() {
    let project = Supabase::start().await.unwrap();
    let client = service(&project);
    let person = client.upsert("people", json!([pupil("1")])).await.json()[0]["id"].clone();
    let class =
        client.upsert("classes", json!([{"source_key": "c", "title": "C"}])).await.json()[0]["id"].clone();
    let nobody = "00000000-0000-4000-8000-000000000000";
    let enrolment = |person: &Value| json!([{"source_key": "e", "person_id": person, "class_id": class, "role": "pupil"}]);
    let missing = client.upsert("enrolments", enrolment(&json!(nobody))).await;
    assert_eq!(code(&missing), (409, "23503".into()));
    assert_eq!(
        missing.json()["details"],
        format!("Key (person_id)=({nobody}) is not present in table \"people\".")
    );
    assert_eq!(code(&client.upsert("enrolments", enrolment(&json!("x"))).await), (400, "22P02".into()));
    assert_eq!(client.upsert("enrolments", enrolment(&person)).await.status, 201);
    let delete = client.ask("DELETE", "people?source_key=eq.1", &Value::Null, &[]).await;
    assert_eq!(code(&delete), (409, "23503".into()));
    assert_eq!(client.ask("DELETE", "enrolments?source_key=eq.e", &Value::Null, &[]).await.status, 204);
    assert_eq!(client.ask("DELETE", "people?source_key=eq.1", &Value::Null, &[]).await.status, 204);
    assert!(project.snapshot().table("people").is_empty());
}

#[tokio::test]
async fn pages_are_capped_counted_and_bounded() {
    let project = Supabase::start().await.unwrap();
    let client = service(&project);
    let rows: Vec<Value> = (0..30).map(|n| pupil(&format!("{n:03}"))).collect();
    client.upsert("people", rows.into()).await;
    project.set_max_rows(25);
    let count = [("Prefer", "count=exact")];
    let capped = client.ask("GET", "people?order=source_key", &Value::Null, &count).await;
    assert_eq!((capped.status, capped.header("content-range")), (206, Some("0-24/30")));
    let headers = [("Prefer", "count=exact"), ("Range-Unit", "items"), ("Range", "25-49")];
    let rest = client.ask("GET", "people?order=source_key&select=source_key", &Value::Null, &headers).await;
    assert_eq!((rest.status, rest.header("content-range")), (206, Some("25-29/30")));
    assert_eq!(rest.json()[0]["source_key"], "025");
    let all = client.ask("GET", "people?limit=5&offset=3", &Value::Null, &[]).await;
    assert_eq!(
        (all.status, all.header("content-range")),
        (200, Some("3-7/*")),
        "without a count it is no part"
    );
    let beyond = client.ask("GET", "people?offset=60", &Value::Null, &count).await;
    assert_eq!(code(&beyond), (416, "PGRST103".into()));
    let none = client.ask("GET", "people?source_key=eq.x", &Value::Null, &count).await;
    assert_eq!((none.status, none.header("content-range"), none.text()), (200, Some("*/0"), "[]".to_owned()));
}

#[tokio::test]
async fn an_update_moves_its_row_to_the_end_of_the_heap() {
    let project = Supabase::start().await.unwrap();
    let client = service(&project);
    client.upsert("people", json!([pupil("1"), pupil("2"), pupil("3")])).await;
    client.ask("PATCH", "people?source_key=eq.1", &json!({"house": "Rimu"}), &[]).await;
    let keys = |answer: Answer| {
        answer.json().as_array().unwrap().iter().map(|r| r["source_key"].to_string()).collect::<String>()
    };
    assert_eq!(keys(client.get("people?select=source_key").await), "\"2\"\"3\"\"1\"");
    assert_eq!(keys(client.get("people?select=source_key&order=source_key").await), "\"1\"\"2\"\"3\"");
}

#[tokio::test]
async fn patch_and_delete_need_a_condition_and_tell_what_they_did() {
    let project = Supabase::start().await.unwrap();
    let client = service(&project);
    client.upsert("people", json!([pupil("1"), pupil("2")])).await;
    for method in ["PATCH", "DELETE"] {
        let refused = client.ask(method, "people", &json!({"house": "Rimu"}), &[]).await;
        assert_eq!(code(&refused), (400, "21000".into()));
    }
    let before = client.get("people?source_key=eq.2").await.json()[0]["updated_at"].clone();
    let headers = [("Prefer", "return=representation"), ("Prefer", "count=exact")];
    let body = json!({"ended_at": "2026-03-02T00:00:00Z", "updated_at": "1999-01-01T00:00:00Z"});
    let patched = client.ask("PATCH", "people?source_key=in.(2,5)", &body, &headers).await;
    assert_eq!((patched.status, patched.header("content-range")), (200, Some("0-0/1")));
    let row = &patched.json()[0];
    assert_eq!(row["ended_at"], "2026-03-02T00:00:00+00:00");
    assert!(row["updated_at"].as_str() > before.as_str(), "updated_at belongs to the database");
    assert_eq!(
        client.ask("PATCH", "people?source_key=eq.2", &json!({"x": 1}), &[]).await.json()["code"],
        "PGRST204"
    );
    assert_eq!(client.ask("PATCH", "people?source_key=eq.9", &json!({"house": "x"}), &[]).await.status, 204);
}

#[tokio::test]
async fn keys_and_tokens_are_checked_as_supabase_does() {
    let project = Supabase::start().await.unwrap();
    service(&project).upsert("people", json!([pupil("1")])).await;
    let bare = http::send(&project.target(), &Request::new("GET", "/rest/v1/people", "")).await.unwrap();
    assert_eq!((bare.status, &bare.json()["message"]), (401, &json!("No API key found in request")));
    let with = |key: &str, bearer: Option<String>| Client { project: &project, key: key.to_owned(), bearer };
    assert_eq!(with("wrong", None).get("people").await.json()["message"], "Invalid API key");
    let anonymous = with(&project.anon_key, None);
    assert_eq!(anonymous.get("people").await.text(), "[]", "row-level security shows nothing");
    assert_eq!(code(&anonymous.upsert("people", json!([pupil("2")])).await), (401, "42501".into()));
    let user = with(&project.anon_key, Some(project.issue_user_token(60)));
    assert_eq!(user.upsert("people", json!([pupil("2")])).await.status, 201);
    let expired = with(&project.anon_key, Some(project.issue_user_token(-1)));
    assert_eq!(code(&expired.get("people").await), (401, "PGRST301".into()));
    project.set_dialect(Dialect::V13);
    assert_eq!(code(&expired.get("people").await), (401, "PGRST303".into()));
    let forged = with(&project.anon_key, Some("forged".into()));
    assert_eq!(code(&forged.get("people").await), (401, "PGRST301".into()));
}

#[tokio::test]
async fn unknown_tables_and_methods_have_their_codes() {
    let project = Supabase::start().await.unwrap();
    let client = service(&project);
    assert_eq!(code(&client.get("peple").await), (404, "42P01".into()));
    project.set_dialect(Dialect::V13);
    let missing = client.get("peoples").await;
    assert_eq!(code(&missing), (404, "PGRST205".into()));
    assert_eq!(missing.json()["hint"], "Perhaps you meant the table 'public.people'");
    assert_eq!(client.ask("PUT", "people", &pupil("1"), &[]).await.status, 405);
    let long = format!("people?source_key=in.({})", "12345,".repeat(3000));
    assert_eq!(client.get(&long).await.status, 414);
    let elsewhere = http::send(&project.target(), &Request::new("GET", "/auth/v1/x", "")).await.unwrap();
    assert_eq!(elsewhere.status, 404);
}

#[tokio::test]
async fn the_schema_is_for_secret_keys() {
    let project = Supabase::start().await.unwrap();
    let document = service(&project).get("").await.json();
    assert_eq!(document["swagger"], "2.0");
    let person = &document["definitions"]["enrolments"]["properties"]["person_id"];
    assert_eq!((&person["format"], &person["type"]), (&json!("uuid"), &json!("string")));
    assert!(person["description"].as_str().unwrap().contains("<fk table='people' column='id'/>"));
    let people = &document["definitions"]["people"];
    assert_eq!(people["required"], json!(["id", "source_key", "kind", "display_name", "updated_at"]));
    assert!(people["properties"]["house"]["description"].as_str().unwrap().starts_with("House"));
    let anonymous = Client { project: &project, key: project.anon_key.clone(), bearer: None };
    let refused = anonymous.get("").await;
    assert_eq!((refused.status, &refused.json()["message"]), (401, &json!("Access to schema is forbidden")));
    project.set_schema_for_anonymous(true);
    assert_eq!(anonymous.get("").await.status, 200);
}

#[tokio::test]
async fn faults_are_as_switched() {
    let project = Supabase::start().await.unwrap();
    let client = service(&project);
    project.faults().lose_every(2);
    let lied = client.upsert("people", json!([pupil("1"), pupil("2"), pupil("3")])).await;
    assert_eq!((lied.status, lied.json().as_array().unwrap().len()), (201, 3));
    assert_eq!(project.snapshot().table("people").len(), 2, "one row was confirmed and not stored");
    project.faults().clear();
    project.faults().refuse("classes", true);
    assert_eq!(
        code(&client.upsert("classes", json!([{"source_key": "c", "title": "C"}])).await),
        (403, "42501".into())
    );
    project.faults().refuse("classes", false);
    assert_eq!(client.upsert("classes", json!([{"source_key": "c", "title": "C"}])).await.status, 201);
    project.faults().reject_value("Pupil 9");
    assert_eq!(code(&client.upsert("people", json!([pupil("8"), pupil("9")])).await), (400, "23514".into()));
    assert_eq!(project.snapshot().table("people").len(), 2);
    project.faults().throttle_for(1, 3);
    let throttled = client.get("people").await;
    assert_eq!((throttled.status, throttled.header("retry-after")), (429, Some("3")));
    project.faults().unavailable_for(1);
    assert_eq!(client.get("people").await.status, 503);
    assert_eq!(client.get("people").await.status, 200);
}

#[tokio::test]
async fn somebody_may_edit_a_row_by_hand() {
    let project = Supabase::start().await.unwrap();
    service(&project).upsert("people", json!([pupil("1")])).await;
    project.edit("people", "1", &json!({"house": "Kauri"})).unwrap();
    assert_eq!(project.snapshot().table("people")[0]["house"], "Kauri");
    assert_eq!(project.edit("people", "9", &json!({})), Err(EditError::NoRow));
    assert_eq!(project.edit("robots", "9", &json!({})), Err(EditError::NoTable));
    let refused = project.edit("people", "1", &json!({"kind": "robot"}));
    assert_eq!(refused, Err(EditError::Refused("23514".into())));
    let bodies: Vec<Value> = project.log().of("POST", "/people").iter().map(|r| r.json()).collect();
    assert_eq!(bodies, [json!([pupil("1")])]);
}

#[tokio::test]
async fn one_object_may_be_asked_for() {
    let project = Supabase::start().await.unwrap();
    let client = service(&project);
    client.upsert("people", json!([pupil("1"), pupil("2")])).await;
    let accept = [("Accept", "application/vnd.pgrst.object+json")];
    let one = client.ask("GET", "people?source_key=eq.1", &Value::Null, &accept).await;
    assert_eq!(one.json()["source_key"], "1");
    assert_eq!(code(&client.ask("GET", "people", &Value::Null, &accept).await), (406, "PGRST116".into()));
    let headers = [accept[0], ("Prefer", "return=representation")];
    let refused = client.ask("PATCH", "people?kind=eq.pupil", &json!({"house": "x"}), &headers).await;
    assert_eq!(refused.status, 406);
    assert!(project.snapshot().table("people").iter().all(|r| r["house"].is_null()), "nothing is kept");
}
