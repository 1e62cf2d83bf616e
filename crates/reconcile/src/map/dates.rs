//! Civil dates. Nothing here knows a time zone.

use crosswalk_model::{Date, DateShape, Value};
use jiff::Span;

use super::odd::Odd;
use super::text::as_text;

/// Reads a date in one shape and writes it as `yyyy-mm-dd`. Blank and all zeros are empty.
pub(crate) fn date(value: &Value, shape: DateShape) -> Result<Value, Odd> {
    let text = as_text(value).ok_or_else(Odd::not_text)?;
    let text = text.trim();
    if is_nothing(text) {
        return Ok(Value::Null);
    }
    read(text, shape).map(write).ok_or_else(|| bad_date(shape))
}

/// Blank, or digits that are all 0: how sources write that there is no date.
fn is_nothing(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '0' | '-' | '/' | '.' | ' ')) && (text.is_empty() || text.contains('0'))
}

fn bad_date(shape: DateShape) -> Odd {
    let shape = match shape {
        DateShape::Compact => "yyyymmdd",
        DateShape::Iso => "yyyy-mm-dd",
        DateShape::DayFirst => "dd/mm/yyyy",
        DateShape::MonthFirst => "mm/dd/yyyy",
    };
    Odd::dropped(
        "bad_date",
        format!("The value is not a date of the form {shape}; it was left out. Correct it at the source."),
    )
}

fn read(text: &str, shape: DateShape) -> Option<Date> {
    match shape {
        DateShape::Compact => compact(text),
        DateShape::Iso => iso(text),
        DateShape::DayFirst => parts(text).and_then(|[day, month, year]| civil(year, month, day)),
        DateShape::MonthFirst => parts(text).and_then(|[month, day, year]| civil(year, month, day)),
    }
}

/// Eight digits, or fourteen when a time of day follows.
fn compact(text: &str) -> Option<Date> {
    let sized = matches!(text.len(), 8 | 14) && text.bytes().all(|byte| byte.is_ascii_digit());
    let part = |from, to| text.get(from..to).and_then(|digits: &str| digits.parse().ok());
    if sized { civil(part(0, 4)?, part(4, 6)?, part(6, 8)?) } else { None }
}

/// `yyyy-mm-dd`, alone or with a time after it.
pub(crate) fn iso(text: &str) -> Option<Date> {
    let (day, rest) = text.split_at_checked(10)?;
    let bytes = day.as_bytes();
    let dashes = bytes[4] == b'-' && bytes[7] == b'-';
    if !dashes || !(rest.is_empty() || rest.starts_with(['T', 't', ' '])) {
        return None;
    }
    civil(digits(&day[..4], 4)?, digits(&day[5..7], 2)?, digits(&day[8..], 2)?)
}

/// Day, month and year of a date with the year last, in full; a time after it is ignored.
fn parts(text: &str) -> Option<[i16; 3]> {
    let text = text.split_whitespace().next()?;
    let mut parts = text.split(['/', '-', '.']);
    let read = [short(parts.next()?)?, short(parts.next()?)?, digits(parts.next()?, 4)?];
    parts.next().is_none().then_some(read)
}

fn short(text: &str) -> Option<i16> {
    if text.len() == 1 { digits(text, 1) } else { digits(text, 2) }
}

fn digits(text: &str, count: usize) -> Option<i16> {
    let fits = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}

fn civil(year: i16, month: i16, day: i16) -> Option<Date> {
    let date = Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()?;
    (year > 0).then_some(date)
}

fn write(date: Date) -> Value {
    Value::Text(date.to_string())
}

fn civil_date(value: &Value) -> Result<Option<Date>, Odd> {
    let text = as_text(value).ok_or_else(Odd::not_text)?;
    match text.trim() {
        "" => Ok(None),
        text => iso(text).map(Some).ok_or_else(|| bad_date(DateShape::Iso)),
    }
}

/// Moves a civil date by days.
pub(crate) fn add_days(value: &Value, days: i32) -> Result<Value, Odd> {
    let Some(date) = civil_date(value)? else { return Ok(Value::Null) };
    let moved = Span::new().try_days(days).ok().and_then(|span| date.checked_add(span).ok());
    let in_range = moved.filter(|date| date.year() > 0);
    in_range.map(write).ok_or_else(|| {
        Odd::dropped("bad_date", "The date is too far from now to be moved; it was left out. Correct it.")
    })
}

/// Whole years from a birth date to a day. Who was born on 29 February has a birthday on 1 March in other years.
pub(crate) fn age(value: &Value, on: Date) -> Result<Value, Odd> {
    let Some(birth) = civil_date(value)? else { return Ok(Value::Null) };
    if birth > on {
        return Err(Odd::dropped(
            "bad_age",
            "The birth date lies after the day on which the age is asked; it was left out. Correct it at the source.",
        ));
    }
    let before = (on.month(), on.day()) < (birth.month(), birth.day());
    Ok(Value::Int(i64::from(on.year() - birth.year()) - i64::from(before)))
}
