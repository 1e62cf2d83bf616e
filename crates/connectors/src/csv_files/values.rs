//! What a cell says. An empty cell says that there is nothing; a cell that makes no sense says nothing at all.

use crosswalk_model::{Date, Value};
use crosswalk_standards::{Addresses, addresses};

use super::config::DateOrder;

/// Why a cell was not taken as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Odd {
    /// It makes no sense and was left out.
    LeftOut(&'static str),
    /// It holds several addresses; the first was taken.
    FirstTaken,
}

/// The value of a cell, trimmed, and what was odd about it.
pub(super) fn value(field: &str, text: &str, order: DateOrder) -> (Option<Value>, Option<Odd>) {
    if text.is_empty() {
        return (Some(Value::Null), None);
    }
    match field {
        "email" => email(text),
        "startingdate" | "leavingdate" | "datebirth" => match date(text, order) {
            Some(date) => (Some(date), None),
            None => (None, Some(Odd::LeftOut("a date"))),
        },
        "yearlevel" | "level" => (Some(whole_or_text(text)), None),
        "departments" | "ethnicity" => (Some(list(text, ',')), None),
        _ => (Some(Value::text(text)), None),
    }
}

/// One address. Two in one cell are a habit of some schools; an address book takes one.
fn email(text: &str) -> (Option<Value>, Option<Odd>) {
    match addresses(text) {
        Addresses::Odd => (None, Some(Odd::LeftOut("an e-mail address"))),
        Addresses::One(one) => (Some(Value::text(one)), None),
        Addresses::Several(first) => (Some(Value::text(first)), Some(Odd::FirstTaken)),
        Addresses::None => (Some(Value::Null), None),
    }
}

fn whole_or_text(text: &str) -> Value {
    let whole = text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok());
    whole.flatten().map_or_else(|| Value::text(text), Value::Int)
}

/// The items of a cell, empty ones left out.
pub(super) fn items(text: &str, separator: char) -> impl Iterator<Item = &str> {
    text.split(separator).map(str::trim).filter(|item| !item.is_empty())
}

fn list(text: &str, separator: char) -> Value {
    Value::List(items(text, separator).map(Value::from).collect())
}

/// A civil date as `yyyy-mm-dd`; nothing but zeros is none.
fn date(text: &str, order: DateOrder) -> Option<Value> {
    let day = text.split(['T', ' ']).next().unwrap_or_default();
    if day.bytes().all(|byte| matches!(byte, b'0' | b'-' | b'/' | b'.')) && day.contains('0') {
        return Some(Value::Null);
    }
    let parts: Vec<&str> = day.split(['-', '/', '.']).collect();
    let [year, month, day] = match (parts.as_slice(), order) {
        ([all], _) if all.len() == 8 => [all.get(..4)?, all.get(4..6)?, all.get(6..)?],
        ([year, month, day], _) if year.len() == 4 => [*year, *month, *day],
        ([day, month, year], DateOrder::DayFirst) if year.len() == 4 => [*year, *month, *day],
        ([month, day, year], DateOrder::MonthFirst) if year.len() == 4 => [*year, *month, *day],
        _ => return None,
    };
    let date = Date::new(number(year)?, i8::try_from(number(month)?).ok()?, i8::try_from(number(day)?).ok()?);
    date.ok().map(|date| Value::Text(date.to_string()))
}

fn number(text: &str) -> Option<i16> {
    (text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

/// Family and given name of `Last, First`. Without a comma nobody can tell which is which.
pub(super) fn names(full: &str) -> Option<(&str, &str)> {
    let (last, first) = full.split_once(',')?;
    let (last, first) = (last.trim(), first.trim());
    (!last.is_empty() && !first.is_empty()).then_some((last, first))
}

/// A part of a key that is joined by slashes and bars: what would separate is written as in web addresses.
pub(super) fn part(text: &str) -> String {
    text.replace('%', "%25").replace('/', "%2F").replace('|', "%7C")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(field: &str, text: &str, expect: Option<Value>, odd: Option<Odd>) {
        let (value, seen) = value(field, text, DateOrder::DayFirst);
        assert!(value == expect, "{field} of a table case");
        assert_eq!(seen, odd, "{field}");
    }

    #[test]
    fn cells_by_field() {
        let text = |text: &str| Some(Value::text(text));
        let no_date = Some(Odd::LeftOut("a date"));
        check("lastname", "", Some(Value::Null), None);
        check("lastname", "Ngāwai-Pene", text("Ngāwai-Pene"), None);
        check("yearlevel", "09", Some(Value::Int(9)), None);
        check("yearlevel", "Year 9", text("Year 9"), None);
        check("datebirth", "2012-05-17", text("2012-05-17"), None);
        check("datebirth", "20120517", text("2012-05-17"), None);
        check("datebirth", "17/5/2012", text("2012-05-17"), None);
        check("datebirth", "2012-05-17T00:00:00", text("2012-05-17"), None);
        check("leavingdate", "00000000", Some(Value::Null), None);
        check("leavingdate", "0", Some(Value::Null), None);
        check("leavingdate", "31/02/2026", None, no_date);
        check("leavingdate", "5/6/26", None, no_date);
        check("leavingdate", "soon", None, no_date);
        check("email", "a@x.example", text("a@x.example"), None);
        check("email", "a@x.example; b@x.example", text("a@x.example"), Some(Odd::FirstTaken));
        check("email", "a at x.example", None, Some(Odd::LeftOut("an e-mail address")));
        check(
            "departments",
            "Mathematics, Teaching",
            Some(Value::List(vec!["Mathematics".into(), "Teaching".into()])),
            None,
        );
    }

    #[test]
    fn the_month_comes_first_where_the_school_says_so() {
        let (value, _) = value("leavingdate", "2/3/2026", DateOrder::MonthFirst);
        assert!(value == Some(Value::text("2026-02-03")));
    }

    #[test]
    fn full_names_are_split_only_at_a_comma() {
        assert_eq!(names("Ngāwai-Pene, Aroha"), Some(("Ngāwai-Pene", "Aroha")));
        assert_eq!(names("Aroha Ngāwai-Pene"), None);
        assert_eq!(names("Teuila,"), None);
    }

    #[test]
    fn parts_of_keys_never_run_together() {
        assert_eq!(part("a/b|c%"), "a%2Fb%7Cc%25");
    }
}
