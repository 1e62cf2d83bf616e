//! Whole numbers, and yes and no.

use crosswalk_model::Value;

use super::odd::Odd;
use super::text::as_text;

const YES: [&str; 8] = ["yes", "y", "true", "t", "1", "on", "āe", "ae"];
const NO: [&str; 8] = ["no", "n", "false", "f", "0", "off", "kāo", "kao"];

/// Reads a whole number; blank is empty. `12.0` is whole, `12.5` is not.
pub(crate) fn number(value: Value) -> Result<Value, Odd> {
    match value {
        Value::Int(_) => Ok(value),
        Value::Bool(truth) => Ok(Value::Int(truth.into())),
        Value::Text(text) if text.trim().is_empty() => Ok(Value::Null),
        Value::Text(text) => whole(&text).map(Value::Int).ok_or_else(bad_number),
        Value::Null | Value::List(_) | Value::Ref(_) | Value::Map(_) => Err(bad_number()),
    }
}

pub(crate) fn whole(text: &str) -> Option<i64> {
    let text = text.trim();
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let plain = !fraction.is_empty() && fraction.bytes().all(|byte| byte == b'0');
    if plain { whole.parse().ok() } else { None }
}

fn bad_number() -> Odd {
    Odd::dropped("bad_number", "The value is not a whole number; it was left out. Correct it at the source.")
}

/// Reads yes and no in their usual spellings; blank is empty.
pub(crate) fn boolean(value: &Value) -> Result<Value, Odd> {
    let text = as_text(value).ok_or_else(Odd::not_text)?.trim().to_lowercase();
    match text.as_str() {
        "" => Ok(Value::Null),
        text if YES.contains(&text) => Ok(Value::Bool(true)),
        text if NO.contains(&text) => Ok(Value::Bool(false)),
        _ => Err(Odd::dropped(
            "bad_boolean",
            "The value is neither yes nor no, 1 nor 0; it was left out. Correct it at the source.",
        )),
    }
}

/// Turns yes into no.
pub(crate) fn not(value: &Value) -> Result<Value, Odd> {
    Ok(match boolean(value)? {
        Value::Bool(truth) => Value::Bool(!truth),
        other => other,
    })
}
