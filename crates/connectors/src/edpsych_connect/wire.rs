//! The API's shapes. Source: `docs/edpsych-connect.openapi.yaml`.

use std::collections::BTreeSet;

use crosswalk_connector_kit::http::scrub;
use crosswalk_model::{Fields, Name, Value};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

/// A page of resources.
#[derive(Deserialize)]
pub(super) struct Page {
    pub data: Vec<Resource>,
    pub next_cursor: Option<String>,
    pub total: usize,
}

/// A learner, member of staff, group or membership.
#[derive(Deserialize)]
pub(super) struct Resource {
    pub id: String,
    pub external_id: String,
    pub active: bool,
    pub version: i64,
    #[serde(flatten)]
    pub attributes: Map<String, Json>,
}

/// What the service holds and how much it takes.
#[derive(Deserialize)]
pub(super) struct Meta {
    pub api_version: String,
    #[serde(default)]
    pub scopes: BTreeSet<String>,
    #[serde(default)]
    pub resources: Vec<MetaResource>,
}

#[derive(Deserialize)]
pub(super) struct MetaResource {
    pub name: String,
    #[serde(default)]
    pub attributes: Vec<MetaAttribute>,
}

#[derive(Deserialize)]
pub(super) struct MetaAttribute {
    pub name: String,
}

/// One item of a batch.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(super) struct Item {
    pub op: &'static str,
    pub external_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_external_id: Option<String>,
    pub key: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub if_version: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attributes: Option<Map<String, Json>>,
}

impl Item {
    /// The resource's key after the operation.
    pub(super) fn key_after(&self) -> &str {
        self.new_external_id.as_deref().unwrap_or(&self.external_id)
    }
}

#[derive(Deserialize)]
pub(super) struct BatchResult {
    pub results: Vec<ItemResult>,
}

/// What became of one item.
#[derive(Deserialize)]
pub(super) struct ItemResult {
    pub external_id: String,
    pub status: String,
    #[serde(default)]
    pub id: Option<String>,
    #[serde(default)]
    pub version: Option<i64>,
    #[serde(default)]
    pub problem: Option<Problem>,
}

/// A problem as RFC 9457 has it. Its `detail` may hold values and is not read.
#[derive(Default, Deserialize)]
pub(super) struct Problem {
    #[serde(default, rename = "type")]
    pub kind: String,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub errors: Vec<FieldError>,
}

#[derive(Deserialize)]
pub(super) struct FieldError {
    #[serde(default)]
    pub pointer: String,
    #[serde(default)]
    pub code: String,
    #[serde(default)]
    pub detail: String,
}

impl Problem {
    /// The last part of its type, such as `version-conflict`.
    pub(super) fn name(&self) -> &str {
        self.kind.rsplit('/').next().unwrap_or_default()
    }

    /// Its words, free of values: the title, and which attributes are at fault in which way.
    pub(super) fn words(&self) -> String {
        let title = scrub(&self.title);
        let faults: Vec<_> = self.errors.iter().filter_map(FieldError::words).collect();
        if faults.is_empty() { title } else { format!("{title} ({})", faults.join(", ")) }
    }

    /// The scope that is missing, when it is told.
    pub(super) fn missing_scope(&self) -> Option<&str> {
        let error = self.errors.iter().find(|error| error.code == "insufficient_scope")?;
        Some(error.detail.as_str()).filter(|scope| is_name(scope))
    }
}

impl FieldError {
    fn words(&self) -> Option<String> {
        let field = self.pointer.rsplit('/').next().filter(|field| is_name(field));
        let code = Some(self.code.as_str()).filter(|code| is_name(code));
        let words: Vec<_> = [field, code].into_iter().flatten().collect();
        Some(words.join(": ")).filter(|words| !words.is_empty())
    }
}

fn is_name(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || "_.-".contains(c);
    !text.is_empty() && text.chars().all(fits)
}

/// An attribute's value as the roster speaks.
pub(super) fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(truth) => Value::Bool(*truth),
        Json::Number(number) => number.as_i64().map_or_else(|| Value::text(number.to_string()), Value::Int),
        Json::String(text) => Value::text(text),
        Json::Array(items) => Value::List(items.iter().map(value).collect()),
        Json::Object(map) => {
            Value::Map(map.iter().map(|(name, json)| (Name::from(name.clone()), value(json))).collect())
        }
    }
}

/// Attributes as JSON, or the name of one that still points at a record without an id.
pub(super) fn attributes(fields: &Fields) -> Result<Map<String, Json>, Name> {
    let pair = |(name, value): (&Name, &Value)| {
        let json = json(value).ok_or_else(|| name.clone())?;
        Ok((name.clone().into_owned(), json))
    };
    fields.iter().map(pair).collect()
}

fn json(value: &Value) -> Option<Json> {
    Some(match value {
        Value::Null => Json::Null,
        Value::Bool(truth) => Json::Bool(*truth),
        Value::Int(number) => Json::from(*number),
        Value::Text(text) => Json::String(text.clone()),
        Value::List(items) => Json::Array(items.iter().map(json).collect::<Option<_>>()?),
        Value::Map(map) => Json::Object(attributes(map).ok()?),
        Value::Ref(_) => return None,
    })
}
