//! The values of cells: booleans, dates, instants, lists.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::UserId;

/// What a sender means by an `endDate`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EndDates {
    /// The first day that is no longer in the interval, as the binding has it.
    #[default]
    Exclusive,
    /// The last day in the interval, as many senders have it.
    Inclusive,
}

impl EndDates {
    /// The end of the half-open interval; none when the calendar has no such day.
    #[must_use]
    pub fn to_exclusive(self, end: Date) -> Option<Date> {
        match self {
            Self::Exclusive => Some(end),
            Self::Inclusive => end.checked_add(1.day()).ok(),
        }
    }
}

/// A boolean in any of its usual spellings.
#[must_use]
pub fn boolean(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "t" | "1" | "yes" | "y" => Some(true),
        "false" | "f" | "0" | "no" | "n" => Some(false),
        _ => None,
    }
}

/// A civil date: `2026-02-01`, `20260201` or `2026/02/01`. Of a date with a time the date is taken as it stands: a
/// school's day is never converted through UTC. Forms that could be read in two ways (`01/02/2026`) are none.
#[must_use]
pub fn civil_date(text: &str) -> Option<Date> {
    let text = text.trim();
    let day = text.split(['T', 't', ' ']).next().unwrap_or_default();
    if day.len() != text.len()
        && !text.get(day.len() + 1..)?.starts_with(|first: char| first.is_ascii_digit())
    {
        return None;
    }
    let bytes = day.as_bytes();
    let parts = match bytes.len() {
        8 => [day.get(0..4)?, day.get(4..6)?, day.get(6..8)?],
        10 if matches!((bytes[4], bytes[7]), (b'-', b'-') | (b'/', b'/')) => {
            [day.get(0..4)?, day.get(5..7)?, day.get(8..10)?]
        }
        _ => return None,
    };
    let number =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<i16>().ok())?;
    let [year, month, day] = parts.map(number);
    if year? == 0 {
        return None;
    }
    Date::new(year?, i8::try_from(month?).ok()?, i8::try_from(day?).ok()?).ok()
}

/// An instant: ISO 8601 with any number of digits after the second. Without a zone it is taken as UTC, and a date
/// alone as its first moment in UTC, since that is what senders leave out.
#[must_use]
pub fn instant(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let as_utc = || format!("{}Z", text.replacen(' ', "T", 1)).parse().ok();
    let as_day = || format!("{}T00:00:00Z", civil_date(text).filter(|_| text.len() == 10)?).parse().ok();
    text.parse().ok().or_else(as_utc).or_else(as_day)
}

/// The items of a list cell: separated by commas, blanks around them dropped, empty ones left out.
#[must_use]
pub fn list(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
}

/// The items of `userIds`: `{type:id}`, separated by commas. The identifier may hold commas and colons itself.
/// None when the cell is not made of such items.
#[must_use]
pub fn user_ids(text: &str) -> Option<Vec<UserId>> {
    let mut rest = text.trim();
    let mut found = Vec::new();
    while !rest.is_empty() {
        let inner = rest.strip_prefix('{')?;
        let end = end_of_item(inner)?;
        let (kind, identifier) = inner.get(..end)?.split_once(':')?;
        found.push(UserId { kind: kind.trim().to_owned(), identifier: identifier.trim().to_owned() });
        rest = inner.get(end + 1..)?.trim_start();
        rest = rest.strip_prefix(',').unwrap_or(rest).trim_start();
    }
    Some(found)
}

/// An item ends at a brace that stands before a comma and another item, or at the end of the cell.
fn end_of_item(text: &str) -> Option<usize> {
    text.match_indices('}').map(|(at, _)| at).find(|at| {
        let after = text[at + 1..].trim_start();
        let next = after.strip_prefix(',').map(str::trim_start);
        after.is_empty() || next.is_some_and(|next| next.is_empty() || next.starts_with('{'))
    })
}
