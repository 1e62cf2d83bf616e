//! Walks every route of the sandbox against the published document.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use yaml_rust2::{Yaml, YamlLoader};

use super::routes::{Door, doors};
use super::schema::{RESOURCES, Resource, Shape};
use super::*;
use crate::http::{self, Answer, Request};

const DOCUMENT: &str = include_str!("../../../../docs/edpsych-connect.openapi.yaml");

fn document() -> Value {
    plain(&YamlLoader::load_from_str(DOCUMENT).expect("the document is YAML")[0])
}

fn plain(yaml: &Yaml) -> Value {
    match yaml {
        Yaml::String(text) => text.clone().into(),
        Yaml::Integer(number) => (*number).into(),
        Yaml::Real(text) => text.clone().into(),
        Yaml::Boolean(value) => (*value).into(),
        Yaml::Array(items) => items.iter().map(plain).collect(),
        Yaml::Hash(entries) => entries
            .iter()
            .map(|(key, value)| (key.as_str().map(str::to_owned).unwrap_or_default(), plain(value)))
            .collect::<Map<_, _>>()
            .into(),
        Yaml::Null => Value::Null,
        odd => panic!("unexpected YAML: {odd:?}"),
    }
}

/// Follows `$ref`.
fn resolve<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value.get("$ref").and_then(Value::as_str) {
        Some(reference) => {
            let target = document.pointer(reference.trim_start_matches('#'));
            resolve(document, target.unwrap_or_else(|| panic!("{reference} does not exist")))
        }
        None => value,
    }
}

/// What of a value does not fit a schema. Knows the keywords that the document uses.
fn misfits(document: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let schema = resolve(document, schema);
    let mut found = Vec::new();
    for part in schema["allOf"].as_array().into_iter().flatten() {
        found.extend(misfits(document, part, value, at));
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        let fitting = choices.iter().filter(|choice| misfits(document, choice, value, at).is_empty()).count();
        if fitting != 1 {
            found.push(format!("{at}: fits {fitting} of the choices"));
        }
    }
    if !fits_type(&schema["type"], value) {
        found.push(format!("{at}: is no {}", schema["type"]));
    }
    if schema["enum"].as_array().is_some_and(|values| !values.contains(value)) {
        found.push(format!("{at}: {value} is not among the values"));
    }
    if schema.get("const").is_some_and(|only| only != value) {
        found.push(format!("{at}: {value} is not the constant"));
    }
    let prefix = schema["pattern"].as_str().and_then(|p| p.strip_prefix('^')).unwrap_or_default();
    if !prefix.is_empty() && !value.as_str().is_some_and(|text| text.starts_with(prefix)) {
        found.push(format!("{at}: {value} does not begin with {prefix}"));
    }
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if value.get(name).is_none() {
            found.push(format!("{at}: lacks {name}"));
        }
    }
    for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
        if let Some(value) = value.get(name) {
            found.extend(misfits(document, inner, value, &format!("{at}/{name}")));
        }
    }
    if let (Some(items), Some(values)) = (schema.get("items"), value.as_array()) {
        let each =
            values.iter().enumerate().flat_map(|(n, v)| misfits(document, items, v, &format!("{at}/{n}")));
        found.extend(each);
    }
    found
}

fn fits_type(kind: &Value, value: &Value) -> bool {
    let fits = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("unknown type {other}"),
    };
    match kind {
        Value::Null => true,
        Value::String(name) => fits(name),
        names => names.as_array().is_some_and(|names| names.iter().filter_map(Value::as_str).any(fits)),
    }
}

/// Checks status, content type, required headers and body of an answer.
fn check(document: &Value, method: &str, path: &str, answer: &Answer) {
    let operation = &document["paths"][path][method];
    let response = resolve(document, &operation["responses"][answer.status.to_string()]);
    assert!(response.is_object(), "{method} {path} answers {}, which is not in the document", answer.status);
    let content =
        answer.header("content-type").unwrap_or_default().split(';').next().unwrap_or_default().to_owned();
    let schema = &response["content"][&content]["schema"];
    assert!(schema.is_object(), "{method} {path} {}: {content} is not in the document", answer.status);
    let wrong = misfits(document, schema, &answer.json(), "");
    assert!(wrong.is_empty(), "{method} {path} {}: {wrong:?}", answer.status);
    for name in response["headers"].as_object().into_iter().flatten().map(|(name, _)| name) {
        let optional = name == "Idempotent-Replayed";
        assert!(optional || answer.header(name).is_some(), "{method} {path} {}: lacks {name}", answer.status);
    }
}

struct Walk {
    service: EdPsych,
    document: Value,
    token: String,
    keys: usize,
}

impl Walk {
    async fn start() -> Self {
        let service = EdPsych::start().await.unwrap();
        let mut walk = Self { service, document: document(), token: String::new(), keys: 0 };
        let form = format!(
            "grant_type=client_credentials&client_id={}&client_secret={}",
            walk.service.client_id, walk.service.client_secret
        );
        walk.token = walk.ask("post", "/oauth/token", "", &form, true).await.json()["access_token"]
            .as_str()
            .unwrap()
            .to_owned();
        walk
    }

    async fn ask(&mut self, method: &str, path: &str, query: &str, body: &str, key: bool) -> Answer {
        self.keys += 1;
        let mut request = Request::new(&method.to_uppercase(), &format!("{path}{query}"), body)
            .header("Authorization", format!("Bearer {}", self.token));
        if key {
            request = request.header("Idempotency-Key", format!("walk-{}", self.keys));
        }
        let answer = http::send(&self.service.target(), &request).await.unwrap();
        check(&self.document, method, path, &answer);
        answer
    }

    /// Every answer that a path can give, each checked.
    async fn through(&mut self, path: &str, door: Door) -> BTreeSet<u16> {
        let mut seen = BTreeSet::new();
        match door {
            Door::Token => {
                for form in
                    ["grant_type=password", "grant_type=client_credentials&client_id=x&client_secret=y"]
                {
                    seen.insert(self.ask("post", path, "", form, false).await.status);
                }
            }
            Door::Meta => drop(seen.insert(self.ask("get", path, "", "", false).await.status)),
            Door::List(_) => {
                for query in
                    ["", "?limit=1", "?include_inactive=true", "?external_id=1&external_id=2", "?limit=many"]
                {
                    seen.insert(self.ask("get", path, query, "", false).await.status);
                }
            }
            Door::Batch(resource) => {
                for body in [batch(resource, 1), batch(resource, 201), "{".to_owned()] {
                    seen.insert(self.ask("post", path, "", &body, true).await.status);
                }
                self.keys -= 1;
                seen.insert(self.ask("post", path, "", "{\"items\":[]}", true).await.status);
                self.keys -= 1;
                seen.insert(self.ask("post", path, "", "{\"items\":[] }", true).await.status);
            }
        }
        seen
    }

    /// What every path behind the token can answer.
    async fn troubles(&mut self, method: &str, path: &str) {
        let good = std::mem::take(&mut self.token);
        assert_eq!(self.ask(method, path, "", "", true).await.status, 401);
        self.token = good;
        self.service.faults().unavailable_for(1);
        assert_eq!(self.ask(method, path, "", "", true).await.status, 503);
        self.service.faults().throttle_for(1, 1);
        assert_eq!(self.ask(method, path, "", "", true).await.status, 429);
    }
}

/// A batch with an upsert of every attribute, a faulty one, a deactivation of nobody.
fn batch(resource: &Resource, copies: usize) -> String {
    let value = |shape: Shape| match shape {
        Shape::Text(_) => json!("x"),
        Shape::Integer(least, _) => json!(least),
        Shape::Date => json!("2026-03-02"),
        Shape::Email => json!("x@kowhaibay.school.example"),
        Shape::OneOf(values) => json!(values[0]),
        Shape::Id => json!("ep_x_1"),
    };
    let attributes: Map<String, Value> =
        resource.attributes.iter().map(|a| (a.name.to_owned(), value(a.shape))).collect();
    let upsert = json!({"op": "upsert", "external_id": "1", "key": "walk", "attributes": attributes});
    let faulty = json!({"op": "upsert", "external_id": "2", "key": "walk2", "attributes": {"no_such": 1}});
    let nobody = json!({"op": "deactivate", "external_id": "3", "key": "walk3"});
    let items: Vec<Value> = [upsert, faulty, nobody].into_iter().cycle().take(copies.max(3)).collect();
    json!({ "items": items }).to_string()
}

#[tokio::test]
async fn every_route_is_in_the_document_and_answers_as_it_says() {
    let mut walk = Walk::start().await;
    let mut walked = BTreeSet::new();
    for (path, door) in doors() {
        let (method, expect): (_, &[u16]) = match door {
            Door::Token => ("post", &[400, 401]),
            Door::Meta => ("get", &[200]),
            Door::List(_) => ("get", &[200, 400]),
            Door::Batch(_) => ("post", &[200, 400, 409, 413]),
        };
        assert_eq!(walk.through(&path, door).await, expect.iter().copied().collect(), "{path}");
        if !matches!(door, Door::Token) {
            walk.troubles(method, &path).await;
        }
        walked.insert((path, method.to_owned()));
    }
    let paths = walk.document["paths"].as_object().unwrap();
    let promised: BTreeSet<(String, String)> = paths
        .iter()
        .flat_map(|(path, methods)| methods.as_object().unwrap().keys().map(|m| (path.clone(), m.clone())))
        .collect();
    assert_eq!(walked, promised);
}

#[tokio::test]
async fn a_missing_scope_is_answered_as_the_document_says() {
    let mut walk = Walk::start().await;
    for resource in RESOURCES {
        walk.service.faults().refuse(resource.name, true);
        let path = format!("/v1/{}/batch", resource.name);
        assert_eq!(walk.ask("post", &path, "", "{\"items\":[]}", true).await.status, 403);
    }
}

#[test]
fn the_document_knows_the_same_attributes() {
    let document = document();
    for (resource, schema) in RESOURCES.iter().zip(["Learner", "Staff", "Group", "Membership"]) {
        let names: BTreeSet<String> = resource.attributes.iter().map(|a| a.name.to_owned()).collect();
        let properties = document["components"]["schemas"][format!("{schema}Attributes")]["properties"]
            .as_object()
            .unwrap();
        assert_eq!(properties.keys().cloned().collect::<BTreeSet<_>>(), names);
        let required =
            document["components"]["schemas"][format!("{schema}Fields")]["required"].as_array().unwrap();
        assert_eq!(
            required.iter().filter_map(Value::as_str).map(str::to_owned).collect::<BTreeSet<_>>(),
            names
        );
    }
}

#[test]
fn the_examples_fit_their_schemas() {
    let document = document();
    let mut examples = 0;
    for operation in document["paths"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|methods| methods.as_object().unwrap().values())
    {
        let responses = operation["responses"].as_object().unwrap().values();
        let bodies = responses.map(|r| resolve(&document, r)).chain([&operation["requestBody"]]);
        for content in bodies.flat_map(|b| b["content"].as_object().into_iter().flatten().map(|(_, c)| c)) {
            let wrong = misfits(&document, &content["schema"], &content["example"], "");
            assert!(wrong.is_empty(), "{}: {wrong:?}", operation["operationId"]);
            examples += 1;
        }
    }
    assert!(examples > 40);
}

#[test]
fn a_wrong_answer_would_be_noticed() {
    let document = document();
    let schema = json!({"$ref": "#/components/schemas/BatchResult"});
    let result =
        json!({"external_id": "1", "status": "created", "id": "ep_1", "version": 1, "problem": null});
    assert!(misfits(&document, &schema, &json!({"results": [result]}), "").is_empty());
    for (field, value) in
        [("status", json!("done")), ("version", json!("1")), ("problem", json!({"type": "x"}))]
    {
        let mut bad = result.clone();
        bad[field] = value;
        assert!(!misfits(&document, &schema, &json!({"results": [bad]}), "").is_empty(), "{field}");
    }
}
