//! Values as PostgreSQL takes them from JSON or a query, and as it writes them back.

use std::cmp::Ordering;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Unit};
use serde_json::Value;

use super::errors::PgError;
use super::schema::Kind;

/// Turns a JSON value into a value of a column.
///
/// # Errors
/// 22P02, 22003, 22007 or 22008 when the text is no value of the type.
pub fn from_json(kind: Kind, value: &Value) -> Result<Value, PgError> {
    match (kind, value) {
        (_, Value::Null) => Ok(Value::Null),
        (_, Value::String(text)) => from_text(kind, text),
        (_, other) => from_text(kind, &other.to_string()),
    }
}

/// Turns a text into a value of a column.
///
/// # Errors
/// As [`from_json`].
pub fn from_text(kind: Kind, text: &str) -> Result<Value, PgError> {
    match kind {
        Kind::Text => Ok(text.into()),
        Kind::Uuid => uuid(text).map(Value::from).ok_or_else(|| syntax("uuid", text)),
        Kind::Integer => integer(text),
        Kind::Date => date(text),
        Kind::Timestamp => timestamp(text),
    }
}

fn syntax(kind: &str, text: &str) -> PgError {
    PgError::new(400, "22P02", format!("invalid input syntax for type {kind}: \"{text}\""))
}

fn uuid(text: &str) -> Option<String> {
    let digits: String = text.trim_matches(['{', '}']).chars().filter(|c| *c != '-').collect();
    if digits.len() != 32 || !digits.chars().all(|c| c.is_ascii_hexdigit()) {
        return None;
    }
    let d = digits.to_ascii_lowercase();
    Some([&d[..8], &d[8..12], &d[12..16], &d[16..20], &d[20..]].join("-"))
}

fn integer(text: &str) -> Result<Value, PgError> {
    let number: i64 = text.trim().parse().map_err(|_| syntax("integer", text))?;
    let out_of_range =
        || PgError::new(400, "22003", format!("value \"{text}\" is out of range for type integer"));
    i32::try_from(number).map(Value::from).map_err(|_| out_of_range())
}

fn date(text: &str) -> Result<Value, PgError> {
    let day = text.trim().get(..10).unwrap_or(text.trim());
    match day.parse::<Date>() {
        Ok(date) => Ok(date.to_string().into()),
        Err(_) => Err(bad_time("date", text)),
    }
}

/// Fields that look like a date but name no day are out of range; everything else is no date at all.
fn bad_time(kind: &str, text: &str) -> PgError {
    let looks_right = text.len() >= 10
        && text
            .bytes()
            .take(10)
            .enumerate()
            .all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
    if looks_right {
        let message = format!("date/time field value out of range: \"{text}\"");
        return PgError::new(400, "22008", message)
            .hint("Perhaps you need a different \"datestyle\" setting.");
    }
    PgError::new(400, "22007", format!("invalid input syntax for type {kind}: \"{text}\""))
}

fn timestamp(text: &str) -> Result<Value, PgError> {
    let text = text.trim();
    let local = || text.replace(' ', "T").parse::<DateTime>().ok()?.to_zoned(TimeZone::UTC).ok();
    let instant = text.parse::<Timestamp>().ok().or_else(|| local().map(|zoned| zoned.timestamp()));
    instant.map(written).map(Value::from).ok_or_else(|| bad_time("timestamp with time zone", text))
}

/// An instant as PostgREST writes it: microseconds without trailing zeros, `+00:00`.
pub fn written(instant: Timestamp) -> String {
    let instant = instant.round(Unit::Microsecond).unwrap_or(instant);
    let text = instant.to_string();
    let text = text.trim_end_matches('Z');
    format!("{text}+00:00")
}

/// Order of two values that are not NULL.
pub fn compare(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.as_i64().cmp(&b.as_i64()),
        (Value::String(a), Value::String(b)) => a.cmp(b),
        _ => Ordering::Equal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_are_read_as_postgresql_reads_them() {
        let good = [
            (Kind::Text, json!(5), json!("5")),
            (Kind::Text, json!(true), json!("true")),
            (Kind::Text, json!({"a": 1}), json!("{\"a\":1}")),
            (Kind::Integer, json!("9"), json!(9)),
            (Kind::Integer, json!(null), json!(null)),
            (Kind::Date, json!("2026-03-02"), json!("2026-03-02")),
            (Kind::Date, json!("2026-03-02T10:00:00Z"), json!("2026-03-02")),
            (Kind::Timestamp, json!("2026-01-01T13:00:00+13:00"), json!("2026-01-01T00:00:00+00:00")),
            (Kind::Timestamp, json!("2026-01-01 00:00:00"), json!("2026-01-01T00:00:00+00:00")),
            (
                Kind::Uuid,
                json!("5F3792D5-723E-487C-9231-251A510AF2A8"),
                json!("5f3792d5-723e-487c-9231-251a510af2a8"),
            ),
        ];
        for (kind, given, expect) in good {
            assert_eq!(from_json(kind, &given).unwrap(), expect, "{kind:?} {given}");
        }
    }

    #[test]
    fn values_are_refused_as_postgresql_refuses_them() {
        let bad = [
            (Kind::Uuid, json!("zz"), "22P02"),
            (Kind::Integer, json!("x9"), "22P02"),
            (Kind::Integer, json!(9.5), "22P02"),
            (Kind::Integer, json!(5_000_000_000i64), "22003"),
            (Kind::Date, json!("soon"), "22007"),
            (Kind::Date, json!(""), "22007"),
            (Kind::Date, json!("2026-13-01"), "22008"),
            (Kind::Timestamp, json!("never"), "22007"),
        ];
        for (kind, given, code) in bad {
            let error = from_json(kind, &given).unwrap_err();
            assert_eq!((error.code.as_deref(), error.status), (Some(code), 400), "{kind:?} {given}");
        }
    }

    #[test]
    fn instants_have_microseconds() {
        let instant: Timestamp = "2026-11-21T09:09:34.116436789Z".parse().unwrap();
        assert_eq!(written(instant), "2026-11-21T09:09:34.116437+00:00");
    }
}
