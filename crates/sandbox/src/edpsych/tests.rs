use serde_json::{Value, json};

use super::*;
use crate::http::{self, Answer, Request};

struct Client<'a> {
    service: &'a EdPsych,
    token: String,
}

async fn token(service: &EdPsych, form: &str) -> Answer {
    let request = Request::new("POST", "/oauth/token", form)
        .header("Content-Type", "application/x-www-form-urlencoded");
    http::send(&service.target(), &request).await.unwrap()
}

async fn client<'a>(service: &'a EdPsych, scope: &str) -> Client<'a> {
    let (id, secret) = (&service.client_id, &service.client_secret);
    let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}&scope={scope}");
    let answer = token(service, &form).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    Client { service, token: answer.json()["access_token"].as_str().unwrap().to_owned() }
}

impl Client<'_> {
    async fn get(&self, path: &str) -> Answer {
        let request = Request::new("GET", path, "").header("Authorization", format!("Bearer {}", self.token));
        http::send(&self.service.target(), &request).await.unwrap()
    }

    async fn batch(&self, resource: &str, key: &str, items: Value) -> Answer {
        let request =
            Request::new("POST", &format!("/v1/{resource}/batch"), json!({ "items": items }).to_string())
                .header("Authorization", format!("Bearer {}", self.token))
                .header("Idempotency-Key", key);
        http::send(&self.service.target(), &request).await.unwrap()
    }

    /// The results of a batch that nobody has sent before.
    async fn write(&self, resource: &str, items: Value) -> Vec<Value> {
        let key = format!("key-{}", self.service.log().requests().len());
        self.batch(resource, &key, items).await.json()["results"].as_array().cloned().unwrap_or_default()
    }
}

fn learner(id: &str) -> Value {
    json!({"op": "upsert", "external_id": id, "key": format!("k{id}"), "attributes": {"given_name": format!("N{id}"), "year_level": 9}})
}

fn status(result: &Value) -> (&str, &str) {
    let kind = result["problem"]["type"].as_str().and_then(|t| t.rsplit('/').next()).unwrap_or_default();
    (result["status"].as_str().unwrap_or_default(), kind)
}

#[tokio::test]
async fn tokens_are_given_for_the_right_secret_and_scope() {
    let service = EdPsych::start().await.unwrap();
    let read = client(&service, "roster.read").await;
    assert_eq!(read.get("/v1/learners").await.status, 200);
    let refused = read.batch("learners", "k", json!([])).await;
    assert_eq!((refused.status, &refused.json()["errors"][0]["detail"]), (403, &json!("roster.write")));
    assert!(refused.header("www-authenticate").unwrap().contains("scope=\"roster.write\""));
    let form = format!("grant_type=client_credentials&client_id={}&client_secret=wrong", service.client_id);
    let wrong = token(&service, &form).await;
    assert_eq!((wrong.status, &wrong.json()["error"]), (401, &json!("invalid_client")));
    let other = token(&service, "grant_type=password").await;
    assert_eq!((other.status, &other.json()["error"]), (400, &json!("unsupported_grant_type")));
    service.set_granted_scopes(&["roster.read"]);
    let (id, secret) = (&service.client_id, &service.client_secret);
    let form =
        format!("grant_type=client_credentials&client_id={id}&client_secret={secret}&scope=roster.write");
    assert_eq!(token(&service, &form).await.json()["error"], "invalid_scope");
    service.expire_tokens();
    let expired = read.get("/v1/learners").await;
    assert_eq!((expired.status, status(&json!({"problem": expired.json()})).1), (401, "token-expired"));
    let nobody = http::send(&service.target(), &Request::new("GET", "/v1/meta", "")).await.unwrap();
    assert_eq!(nobody.status, 401);
}

#[tokio::test]
async fn basic_credentials_work_as_well() {
    use base64::Engine;
    let service = EdPsych::start().await.unwrap();
    let pair = base64::engine::general_purpose::STANDARD
        .encode(format!("{}:{}", service.client_id, service.client_secret));
    let request = Request::new("POST", "/oauth/token", "grant_type=client_credentials")
        .header("Authorization", format!("Basic {pair}"));
    let answer = http::send(&service.target(), &request).await.unwrap();
    assert_eq!(answer.json()["scope"], "roster.read roster.write");
    assert_eq!(answer.json()["expires_in"], 3600);
}

#[tokio::test]
async fn items_are_created_updated_left_deactivated_and_rekeyed() {
    let service = EdPsych::start().await.unwrap();
    let client = client(&service, "").await;
    let made = &client.write("learners", json!([learner("1")])).await[0];
    assert_eq!((status(made).0, &made["version"]), ("created", &json!(1)));
    let item = |key: &str, op: &str, more: Value| {
        let mut item = json!({"op": op, "external_id": "1", "key": key});
        item.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!([item])
    };
    let same =
        &client.write("learners", item("a", "upsert", json!({"attributes": {"year_level": 9}}))).await[0];
    assert_eq!((status(same).0, &same["version"]), ("unchanged", &json!(1)));
    let changed =
        &client.write("learners", item("b", "upsert", json!({"attributes": {"year_level": 10}}))).await[0];
    assert_eq!((status(changed).0, &changed["version"], &changed["id"]), ("updated", &json!(2), &made["id"]));
    let gone = &client.write("learners", item("c", "deactivate", json!({}))).await[0];
    assert_eq!((status(gone).0, &gone["version"]), ("deactivated", &json!(3)));
    let back =
        &client.write("learners", item("d", "upsert", json!({"attributes": {"year_level": 10}}))).await[0];
    assert_eq!((status(back).0, &back["id"]), ("updated", &made["id"]), "who comes back is the same");
    let moved = &client.write("learners", item("e", "rekey", json!({"new_external_id": "2"}))).await[0];
    assert_eq!((status(moved).0, &moved["external_id"], &moved["id"]), ("rekeyed", &json!("2"), &made["id"]));
    let row = service.snapshot().table("learners")[0].clone();
    assert_eq!(
        (&row["external_id"], &row["given_name"], &row["year_level"]),
        (&json!("2"), &json!("N1"), &json!(10))
    );
}

#[tokio::test]
async fn a_rejected_item_disturbs_no_other() {
    let service = EdPsych::start().await.unwrap();
    let client = client(&service, "").await;
    client.write("learners", json!([learner("1"), learner("2")])).await;
    let upsert = |id: &str, attributes: Value| json!({"op": "upsert", "external_id": id, "key": format!("x{id}{attributes}"), "attributes": attributes});
    let results = client
        .write(
            "learners",
            json!([
                upsert("3", json!({"given_name": "ok"})),
                upsert("4", json!({"given_name": "x", "shoe_size": 40})),
                upsert("4", json!({"given_name": "x", "year_level": "nine", "email": "none"})),
                upsert("4", json!({"year_level": 9})),
                {"op": "deactivate", "external_id": "4", "key": "x5"},
                {"op": "rekey", "external_id": "1", "new_external_id": "2", "key": "x6"},
                {"op": "upsert", "external_id": "1", "key": "x7", "if_version": 7, "attributes": {"year_level": 9}},
                {"op": "upsert", "external_id": "9", "key": "k1", "attributes": {"given_name": "y"}},
                upsert("5", json!({"given_name": "ok"})),
            ]),
        )
        .await;
    let kinds: Vec<_> = results.iter().map(status).collect();
    let rejected = |kind| ("rejected", kind);
    let expect = [
        ("created", ""),
        rejected("unknown-attribute"),
        rejected("validation"),
        rejected("validation"),
        rejected("not-found"),
        rejected("external-id-taken"),
        rejected("version-conflict"),
        rejected("idempotency-conflict"),
        ("created", ""),
    ];
    assert_eq!(kinds, expect);
    let fields: Vec<_> =
        results[2]["problem"]["errors"].as_array().unwrap().iter().map(|e| e["pointer"].clone()).collect();
    assert_eq!(fields, ["/items/2/attributes/email", "/items/2/attributes/year_level"]);
    assert_eq!(service.snapshot().table("learners").len(), 4);
}

#[tokio::test]
async fn the_same_batch_twice_is_one_batch() {
    let service = EdPsych::start().await.unwrap();
    let client = client(&service, "").await;
    let first = client.batch("learners", "once", json!([learner("1")])).await;
    let second = client.batch("learners", "once", json!([learner("1")])).await;
    assert_eq!((second.text(), second.header("idempotent-replayed")), (first.text(), Some("true")));
    let other = client.batch("learners", "once", json!([learner("2")])).await;
    assert_eq!(other.status, 409);
    let again = &client.write("learners", json!([learner("1")])).await[0];
    assert_eq!(status(again).0, "created", "the item's own key gives its first answer again");
    assert_eq!(service.snapshot().table("learners").len(), 1);
}

#[tokio::test]
async fn a_batch_that_makes_no_sense_writes_nothing() {
    let service = EdPsych::start().await.unwrap();
    let client = client(&service, "").await;
    let bad = client
        .batch("learners", "a", json!([learner("1"), {"op": "erase", "external_id": "2", "key": "k"}]))
        .await;
    assert_eq!((bad.status, &bad.json()["errors"][0]["pointer"]), (400, &json!("/items/1/op")));
    assert_eq!(client.batch("learners", "b", json!({})).await.status, 400);
    let many: Vec<Value> = (0..201).map(|n| learner(&n.to_string())).collect();
    assert_eq!(client.batch("learners", "c", many.into()).await.status, 413);
    let keyless = Request::new("POST", "/v1/learners/batch", "{}")
        .header("Authorization", format!("Bearer {}", client.token));
    assert_eq!(http::send(&service.target(), &keyless).await.unwrap().status, 400);
    assert!(service.snapshot().table("learners").is_empty());
}

#[tokio::test]
async fn memberships_join_what_exists() {
    let service = EdPsych::start().await.unwrap();
    let client = client(&service, "").await;
    let member = client.write("learners", json!([learner("1")])).await[0]["id"].clone();
    let group = client
        .write(
            "groups",
            json!([{"op": "upsert", "external_id": "g", "key": "g", "attributes": {"title": "G"}}]),
        )
        .await[0]["id"]
        .clone();
    let item = |id: &str, kind: &str, member: &Value| {
        let attributes =
            json!({"member_kind": kind, "member_id": member, "group_id": group, "role": "pupil"});
        json!([{"op": "upsert", "external_id": id, "key": format!("{id}{kind}{member}"), "attributes": attributes}])
    };
    assert_eq!(
        status(&client.write("memberships", item("m", "staff", &member)).await[0]),
        ("rejected", "validation")
    );
    assert_eq!(
        status(&client.write("memberships", item("m", "learner", &json!("ep_l_9"))).await[0]).1,
        "validation"
    );
    assert_eq!(status(&client.write("memberships", item("m", "learner", &member)).await[0]).0, "created");
    assert_eq!(
        status(&client.write("memberships", item("n", "learner", &member)).await[0]).1,
        "duplicate-membership"
    );
    client.write("memberships", json!([{"op": "deactivate", "external_id": "m", "key": "d"}])).await;
    let again = item("n", "learner", &member);
    let renamed =
        json!([{"op": "upsert", "external_id": "n", "key": "fresh", "attributes": again[0]["attributes"]}]);
    assert_eq!(status(&client.write("memberships", renamed).await[0]).0, "created");
}

#[tokio::test]
async fn lists_come_in_pages_that_lose_nothing() {
    let service = EdPsych::start().await.unwrap();
    let client = client(&service, "").await;
    let items: Vec<Value> = (0..25).map(|n| learner(&format!("{n:02}"))).collect();
    client.write("learners", items.into()).await;
    client.write("learners", json!([{"op": "deactivate", "external_id": "03", "key": "d"}])).await;
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = client.get(&format!("/v1/learners?limit=10{cursor}")).await.json();
        assert_eq!(page["total"], 24);
        seen.extend(page["data"].as_array().unwrap().iter().map(|r| r["external_id"].to_string()));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
        // A change in between must not move anybody.
        service.edit("learners", "00", &json!({"tutor_group": "x"})).unwrap();
    }
    assert_eq!(seen.len(), 24);
    assert_eq!(client.get("/v1/learners?include_inactive=true").await.json()["total"], 25);
    assert_eq!(client.get("/v1/learners?updated_since=2999-01-01T00:00:00Z").await.json()["total"], 0);
    let two = client.get("/v1/learners?include_inactive=true&external_id=00&external_id=01").await.json();
    assert_eq!((two["total"].as_u64(), two["data"].as_array().unwrap().len()), (Some(2), 2));
    for bad in ["cursor=x", "limit=0", "limit=501", "updated_since=soon", "include_inactive=maybe"] {
        assert_eq!(client.get(&format!("/v1/learners?{bad}")).await.status, 400, "{bad}");
    }
}

#[tokio::test]
async fn limits_are_told_and_kept() {
    let service = EdPsych::start().await.unwrap();
    let client = client(&service, "").await;
    service.set_rate_limit(2, 60);
    let first = client.get("/v1/meta").await;
    assert_eq!(
        (first.header("ratelimit-limit"), first.header("ratelimit-remaining")),
        (Some("2"), Some("1"))
    );
    client.get("/v1/meta").await;
    let third = client.get("/v1/meta").await;
    assert_eq!((third.status, third.header("retry-after")), (429, third.header("ratelimit-reset")));
}

#[tokio::test]
async fn faults_are_as_switched() {
    let service = EdPsych::start().await.unwrap();
    let client = client(&service, "").await;
    service.faults().lose_every(2);
    let lied = client.write("learners", json!([learner("1"), learner("2")])).await;
    assert_eq!((status(&lied[1]).0, service.snapshot().table("learners").len()), ("created", 1));
    service.faults().clear();
    service.faults().reject_value("N3");
    let results = client.write("learners", json!([learner("3"), learner("4")])).await;
    assert_eq!((status(&results[0]), status(&results[1]).0), (("rejected", "validation"), "created"));
    service.faults().refuse("learners", true);
    assert_eq!(client.batch("learners", "r", json!([])).await.status, 403);
    service.faults().throttle_for(1, 4);
    assert_eq!(client.get("/v1/meta").await.header("retry-after"), Some("4"));
    let logged = format!("{:?}", service.log().requests());
    assert!(!logged.contains(&service.client_secret) && !logged.contains(&client.token));
}

#[tokio::test]
async fn somebody_may_edit_by_hand() {
    let service = EdPsych::start().await.unwrap();
    let client = client(&service, "").await;
    client.write("learners", json!([learner("1")])).await;
    service.edit("learners", "1", &json!({"tutor_group": "9XYZ", "active": false})).unwrap();
    let row = service.snapshot().table("learners")[0].clone();
    assert_eq!(
        (&row["tutor_group"], &row["active"], &row["version"]),
        (&json!("9XYZ"), &json!(false), &json!(2))
    );
    assert_eq!(service.edit("learners", "9", &json!({})), Err(EditError::NoRecord));
    assert_eq!(service.edit("learners", "1", &json!({"x": 1})), Err(EditError::NoAttribute("x".into())));
    assert_eq!(service.edit("robots", "1", &json!({})), Err(EditError::NoResource));
}
