//! XML as KAMAR writes it. The envelope is known; the shape of the records is a hypothesis by analogy with the JSON.

use std::fmt::Write;

use super::json::Json;
use super::message::{Message, ROOT};

/// Scalars of the envelope that are attributes of the root.
const ATTRIBUTES: &[&str] = &["datetime", "sync", "sms", "version", "instanceID"];

/// The whole document.
pub fn write(message: &Message) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let Json::Object(entries) = message.inner() else { return out };
    out.push('<');
    out.push_str(ROOT);
    for (key, value) in entries.iter().filter(|(key, _)| ATTRIBUTES.contains(&key.as_ref())) {
        let _ = write!(out, " {key}=\"{}\"", escaped(&scalar(value)));
    }
    out.push_str(">\n");
    for (key, value) in entries.iter().filter(|(key, _)| !ATTRIBUTES.contains(&key.as_ref())) {
        payload(&mut out, key, value);
    }
    let _ = writeln!(out, "</{ROOT}>");
    out
}

/// `staff`, `students`, `subjects` with their count, `schools`, or a scalar.
fn payload(out: &mut String, key: &str, value: &Json) {
    let records = value.get("data");
    let count = value.get("count").map(|n| format!(" count=\"{}\"", scalar(n))).unwrap_or_default();
    match (records, value) {
        (Some(records), _) => wrapped(out, key, &count, records),
        (None, Json::List(_)) => wrapped(out, key, "", value),
        (None, other) => element(out, key, other),
    }
}

fn wrapped(out: &mut String, key: &str, attributes: &str, records: &Json) {
    let _ = writeln!(out, "<{key}{attributes}>");
    records.items().iter().for_each(|record| element(out, singular(key), record));
    let _ = writeln!(out, "</{key}>");
}

/// An element: `id`, `index` and `type` of an object are attributes, all else is inside.
fn element(out: &mut String, name: &str, value: &Json) {
    let _ = write!(out, "<{name}");
    match value {
        Json::Object(entries) => {
            for (key, value) in entries.iter().filter(|(key, _)| is_attribute(name, key)) {
                let _ = write!(out, " {key}=\"{}\"", escaped(&scalar(value)));
            }
            out.push('>');
            entries
                .iter()
                .filter(|(key, _)| !is_attribute(name, key))
                .for_each(|(key, value)| child(out, key, value));
            let _ = writeln!(out, "</{name}>");
        }
        other => {
            let text = escaped(&scalar(other));
            let _ = if text.is_empty() { writeln!(out, "/>") } else { writeln!(out, ">{text}</{name}>") };
        }
    }
}

fn is_attribute(element: &str, key: &str) -> bool {
    match element {
        "school" => key == "index",
        "group" => key == "type",
        _ => key == "id",
    }
}

/// A list of objects stands inside one element; a list of numbers repeats the element.
fn child(out: &mut String, key: &str, value: &Json) {
    match value {
        Json::List(items) if items.iter().all(|item| matches!(item, Json::Object(_))) => {
            wrapped(out, key, "", value)
        }
        Json::List(items) => items.iter().for_each(|item| element(out, key, item)),
        other => element(out, key, other),
    }
}

fn singular(key: &str) -> &str {
    match key {
        "staff" => "staffmember",
        "emergency" => "contact",
        plural => plural.strip_suffix('s').unwrap_or("entry"),
    }
}

fn scalar(value: &Json) -> String {
    match value {
        Json::Int(number) => number.to_string(),
        Json::Bool(value) => value.to_string(),
        Json::Text(text) => text.clone(),
        _ => String::new(),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\r', "&#13;")
}
