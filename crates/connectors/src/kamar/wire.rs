//! Lenient readings of KAMAR's values: numbers come as text and text as numbers, and there are several ways to say
//! nothing. Absent is for the caller to see; what is said to be empty becomes [`Value::Null`].

use crosswalk_model::{Fields, Value};
use jiff::civil::Date;

pub mod filter;
pub mod format;
pub mod head;
pub mod json;
pub mod mend;
pub mod message;
pub mod utf8;
pub mod xml;

/// A value as it was parsed. XML gives the same shapes, all of text.
pub type Json = serde_json::Value;

/// A value that is not what its field promises; holds what was expected, never the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Odd(pub &'static str);

/// Text, white space at both ends removed; numbers and truths become text; blank is empty.
pub fn text(json: &Json) -> Result<Value, Odd> {
    Ok(match scalar(json)? {
        Some(text) if !text.trim().is_empty() => Value::text(text.trim()),
        _ => Value::Null,
    })
}

/// Text as it stands, spaces included; for strings in which each character has its place.
pub fn verbatim(json: &Json) -> Result<Value, Odd> {
    Ok(scalar(json)?.filter(|text| !text.is_empty()).map_or(Value::Null, Value::Text))
}

/// A whole number.
pub fn whole(json: &Json) -> Result<Value, Odd> {
    match text(json)? {
        Value::Text(text) => text.parse().map(Value::Int).map_err(|_| Odd("a whole number")),
        empty => Ok(empty),
    }
}

/// Yes or no in their usual spellings.
pub fn flag(json: &Json) -> Result<Value, Odd> {
    let Value::Text(text) = text(json)? else { return Ok(Value::Null) };
    match text.to_ascii_lowercase().as_str() {
        "1" | "true" | "yes" | "y" | "t" => Ok(Value::Bool(true)),
        "0" | "false" | "no" | "n" | "f" => Ok(Value::Bool(false)),
        _ => Err(Odd("yes or no")),
    }
}

/// A civil date as eight digits. All zeros and 0 are empty; a time after the date is ignored.
pub fn date(json: &Json) -> Result<Value, Odd> {
    let Value::Text(text) = text(json)? else { return Ok(Value::Null) };
    let digits: String = text.chars().filter(|c| *c != '-').take_while(char::is_ascii_digit).collect();
    if text.chars().all(|c| c == '0') {
        return Ok(Value::Null);
    }
    match digits.get(..8).filter(|_| matches!(digits.len(), 8 | 14)).and_then(civil) {
        Some(_) => Ok(Value::text(&digits[..8])),
        None => Err(Odd("a date of eight digits")),
    }
}

/// A list of texts; one text alone is a list of one, empty items are left out.
pub fn texts(json: &Json) -> Result<Value, Odd> {
    match json {
        Json::Null => Ok(Value::Null),
        Json::Array(items) => {
            let items: Result<Vec<Value>, Odd> = items.iter().map(text).collect();
            Ok(Value::List(items?.into_iter().filter(|item| !item.is_empty()).collect()))
        }
        single => Ok(match text(single)? {
            Value::Null => Value::Null,
            item => Value::List(vec![item]),
        }),
    }
}

/// Named values, the names in lower case as KAMAR writes them, the values as text: one build writes 1 where another
/// writes "1". An empty list stands for an empty set of names, as some writers put it.
pub fn named(json: &Json) -> Result<Value, Odd> {
    match json {
        Json::Object(map) => {
            let even = |value: &Json| text(value).unwrap_or_else(|_| plain(value));
            let lower = |(name, value): (&String, &Json)| (name.to_ascii_lowercase().into(), even(value));
            Ok(Value::Map(map.iter().map(lower).collect()))
        }
        Json::Array(items) if items.is_empty() => Ok(Value::Null),
        Json::Null => Ok(Value::Null),
        Json::String(text) if text.trim().is_empty() => Ok(Value::Null),
        _ => Err(Odd("a set of named values")),
    }
}

/// Anything, as it is: for what nobody has modelled.
pub fn plain(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(truth) => Value::Bool(*truth),
        Json::Number(number) => number.as_i64().map_or_else(|| Value::text(number.to_string()), Value::Int),
        Json::String(text) => Value::text(text.as_str()),
        Json::Array(items) => Value::List(items.iter().map(plain).collect()),
        Json::Object(map) => Value::Map(
            map.iter().map(|(name, value)| (name.clone().into(), plain(value))).collect::<Fields>(),
        ),
    }
}

/// The entries of a list that may also be one entry alone; `None` when nothing was said.
pub fn entries(json: Json) -> Option<Vec<Json>> {
    match json {
        Json::Array(items) => Some(items),
        Json::Object(_) => Some(vec![json]),
        _ => None,
    }
}

/// A field of an object, whatever the case of its name.
pub fn get<'j>(json: &'j Json, name: &str) -> Option<&'j Json> {
    let map = json.as_object()?;
    map.get(name)
        .or_else(|| map.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value))
}

/// The text of a field, if it has any.
pub fn text_of(json: &Json, name: &str) -> Option<String> {
    match text(get(json, name)?) {
        Ok(Value::Text(text)) => Some(text),
        _ => None,
    }
}

/// A date of eight digits.
pub fn civil(digits: &str) -> Option<Date> {
    let part = |range: std::ops::Range<usize>| digits.get(range)?.parse::<i16>().ok();
    Date::new(part(0..4)?, part(4..6)?.try_into().ok()?, part(6..8)?.try_into().ok()?).ok()
}

fn scalar(json: &Json) -> Result<Option<String>, Odd> {
    match json {
        Json::Null => Ok(None),
        Json::String(text) => Ok(Some(text.clone())),
        Json::Number(number) => Ok(Some(number.to_string())),
        Json::Bool(truth) => Ok(Some(truth.to_string())),
        Json::Array(items) if items.len() == 1 => scalar(&items[0]),
        Json::Array(items) if items.is_empty() => Ok(None),
        Json::Array(_) | Json::Object(_) => Err(Odd("one value")),
    }
}
