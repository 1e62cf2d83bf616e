//! Steps on text and on lists of text.

use std::borrow::Cow;

use crosswalk_model::{Case, Reference, Value};

use super::odd::Odd;
use super::title::title;

/// The text of a value that can be one; keys and ids of references are text too.
pub(crate) fn as_text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::Text(text) => Some(Cow::Borrowed(text)),
        Value::Int(number) => Some(Cow::Owned(number.to_string())),
        Value::Bool(truth) => Some(Cow::Borrowed(if *truth { "yes" } else { "no" })),
        Value::Ref(Reference::Key { key, .. }) => Some(Cow::Borrowed(key)),
        Value::Ref(Reference::Roster { id, .. }) => Some(Cow::Owned(id.to_string())),
        Value::Null | Value::List(_) | Value::Map(_) => None,
    }
}

/// Changes text and leaves every other single value as it is.
pub(crate) fn on_text(value: Value, change: impl FnOnce(String) -> String) -> Result<Value, Odd> {
    match value {
        Value::Text(text) => Ok(Value::Text(change(text))),
        Value::Map(_) => Err(Odd::not_text()),
        other => Ok(other),
    }
}

/// White space at both ends removed, runs inside folded to one space. Marks of byte order and of zero width,
/// which nobody sees, count as white space at the ends.
pub(crate) fn trim(text: String) -> String {
    let unseen =
        |c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200d}' | '\u{2060}');
    let bare = text.trim_matches(unseen);
    let folded = bare.split(' ').all(|word| !word.is_empty() && !word.contains(char::is_whitespace));
    if folded && bare.len() == text.len() {
        return text;
    }
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(crate) fn case(text: String, case: Case) -> String {
    match case {
        Case::Lower => text.to_lowercase(),
        Case::Upper => text.to_uppercase(),
        Case::Title => title(&text),
    }
}

/// One part of a text; empty when it has no such part.
pub(crate) fn split(value: &Value, separator: &str, index: i32) -> Result<Value, Odd> {
    let text = as_text(value).ok_or_else(Odd::not_text)?;
    let nth = index.unsigned_abs() as usize;
    let part = if index < 0 { text.rsplit(separator).nth(nth - 1) } else { text.split(separator).nth(nth) };
    Ok(part.map_or(Value::Null, Value::text))
}

/// A list of the parts of a text, each without white space at its ends, blank ones left out.
pub(crate) fn list(value: Value, separator: &str) -> Result<Value, Odd> {
    let mut items = Vec::new();
    for item in if let Value::List(items) = value { items } else { vec![value] } {
        match &item {
            Value::Text(text) => items.extend(parts(text, separator)),
            Value::Null => {}
            Value::List(_) | Value::Map(_) => return Err(Odd::not_text()),
            Value::Bool(_) | Value::Int(_) | Value::Ref(_) => items.push(item),
        }
    }
    Ok(Value::List(items))
}

fn parts<'a>(text: &'a str, separator: &'a str) -> impl Iterator<Item = Value> + 'a {
    text.split(separator).map(str::trim).filter(|part| !part.is_empty()).map(Value::text)
}

/// The items of a list as one text, empty items left out; empty when nothing is left.
pub(crate) fn join(value: Value, separator: &str) -> Result<Value, Odd> {
    let Value::List(items) = value else { return Ok(value) };
    let mut texts = Vec::with_capacity(items.len());
    for item in items.iter().filter(|item| !item.is_empty()) {
        texts.push(as_text(item).ok_or_else(Odd::not_text)?);
    }
    Ok(if texts.is_empty() { Value::Null } else { Value::Text(texts.join(separator)) })
}

/// The first item that is not empty; empty when there is none.
pub(crate) fn first(value: Value) -> Value {
    match value {
        Value::List(items) => items.into_iter().find(|item| !item.is_empty()).unwrap_or(Value::Null),
        other => other,
    }
}

pub(crate) fn written(value: &Value) -> Value {
    match as_text(value) {
        Some(text) => Value::Text(text.into_owned()),
        None => Value::Text(value.display()),
    }
}
