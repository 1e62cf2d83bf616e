//! PostgREST's shapes: errors, counts and values. Source: docs.postgrest.org, references/errors and
//! references/api/pagination_count.

use crosswalk_model::{Fields, Name, Value};
use serde::Deserialize;
use serde_json::{Map, Value as Json};

/// A row.
pub(super) type Row = Map<String, Json>;

/// An error as PostgREST words it; the gateway before it gives only a message.
#[derive(Default, Deserialize)]
pub(super) struct Problem {
    #[serde(default)]
    pub code: Option<String>,
    #[serde(default)]
    pub message: Option<String>,
    #[serde(default)]
    pub hint: Option<String>,
}

impl Problem {
    pub(super) fn code(&self) -> &str {
        self.code.as_deref().unwrap_or_default()
    }

    /// Whether every row of the table would meet the same problem: a column or constraint that is not there.
    pub(super) fn concerns_all_rows(&self) -> bool {
        self.code().starts_with("42") || self.code().starts_with("PGRST")
    }
}

/// The total in `Content-Range`, such as `0-999/1800` or `*/0`; `None` when it was not counted.
pub(super) fn total(content_range: &str) -> Option<usize> {
    content_range.rsplit_once('/')?.1.parse().ok()
}

/// A column's value as the roster speaks: identifiers, dates, instants and decimals as text.
pub(super) fn value(kind: &str, json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(truth) => Value::Bool(*truth),
        Json::Number(number) => match number.as_i64().filter(|_| kind != "numeric") {
            Some(whole) => Value::Int(whole),
            None => Value::text(number.to_string()),
        },
        Json::String(text) => match text.parse().ok().filter(|_| kind == "int") {
            Some(whole) => Value::Int(whole),
            None => Value::text(text),
        },
        Json::Array(items) => Value::List(items.iter().map(|item| value("", item)).collect()),
        Json::Object(map) => Value::Map(named_values(map)),
    }
}

fn named_values(map: &Row) -> Fields {
    map.iter().map(|(name, json)| (Name::from(name.clone()), value("", json))).collect()
}

/// A value as JSON; `None` for a reference that nobody turned into an id.
pub(super) fn json(value: &Value) -> Option<Json> {
    Some(match value {
        Value::Null => Json::Null,
        Value::Bool(truth) => Json::Bool(*truth),
        Value::Int(number) => Json::from(*number),
        Value::Text(text) => Json::String(text.clone()),
        Value::List(items) => Json::Array(items.iter().map(json).collect::<Option<_>>()?),
        Value::Map(map) => Json::Object(object(map)?),
        Value::Ref(_) => return None,
    })
}

fn object(fields: &Fields) -> Option<Row> {
    fields.iter().map(|(name, value)| Some((name.clone().into_owned(), json(value)?))).collect()
}

/// What identifies a row, as text.
pub(super) fn text(row: &Row, column: &str) -> Option<String> {
    match row.get(column)? {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn counts_are_read() {
        for (text, expect) in [("0-999/1800", Some(1800)), ("*/0", Some(0)), ("0-9/*", None), ("x", None)] {
            assert_eq!(total(text), expect, "{text}");
        }
    }

    #[test]
    fn values_come_back_as_they_were_sent() {
        for (kind, sent) in [
            ("text", Value::text("Hēmi")),
            ("int", Value::Int(9)),
            ("bool", Value::Bool(true)),
            ("date", Value::text("2026-03-02")),
            ("text", Value::Null),
            ("list", Value::List(vec!["a".into(), Value::Null])),
        ] {
            assert!(value(kind, &json(&sent).unwrap()) == sent, "{kind}");
        }
    }

    #[test]
    fn kinds_decide_about_numbers() {
        let cases = [
            ("int", json!("9007199254740993"), Value::Int(9007199254740993)),
            ("text", json!("0042"), Value::text("0042")),
            ("numeric", json!(3), Value::text("3")),
            ("numeric", json!(2.5), Value::text("2.5")),
            ("int", json!("x"), Value::text("x")),
        ];
        for (kind, json, expect) in cases {
            assert!(value(kind, &json) == expect, "{kind} {json}");
        }
    }
}
