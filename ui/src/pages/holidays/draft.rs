//! Holidays as a form holds them: a person names the last day, the engine the day after it. Pure.

use crate::texts;
use crosswalk_model::{Date, Holiday};
use serde::{Deserialize, Serialize};

/// One line of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// What they are called.
    pub title: String,
    /// The first day, as `2026-12-17`.
    pub first: String,
    /// The last day.
    pub last: String,
}

impl Line {
    /// As the form shows stored ones.
    pub fn of(holiday: &Holiday) -> Self {
        let last = holiday.until.yesterday().unwrap_or(holiday.from);
        Self { title: holiday.title.clone(), first: holiday.from.to_string(), last: last.to_string() }
    }

    /// Whether nothing has been typed yet.
    pub fn is_blank(&self) -> bool {
        self.title.trim().is_empty() && self.first.is_empty() && self.last.is_empty()
    }

    /// The holidays that are meant, or what is wrong.
    pub fn holiday(&self) -> Result<Holiday, &'static str> {
        let title = self.title.trim();
        if title.is_empty() {
            return Err(texts::holidays_no_title());
        }
        let day = |text: &str| text.parse::<Date>().map_err(|_| texts::holidays_no_date());
        let (from, last) = (day(&self.first)?, day(&self.last)?);
        if last < from {
            return Err(texts::holidays_backwards());
        }
        let until = last.tomorrow().map_err(|_| texts::holidays_no_date())?;
        Ok(Holiday { title: title.to_owned(), from, until })
    }
}

/// How many days they last.
pub fn days(holiday: &Holiday) -> u64 {
    let days = holiday.until.since(holiday.from).map(|span| span.get_days()).unwrap_or_default();
    u64::try_from(days).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(title: &str, first: &str, last: &str) -> Line {
        Line { title: title.into(), first: first.into(), last: last.into() }
    }

    #[test]
    fn the_last_day_belongs_to_them() {
        let summer = line(" Summer ", "2026-12-17", "2027-01-31").holiday().unwrap();
        assert_eq!((summer.title.as_str(), summer.until.to_string().as_str()), ("Summer", "2027-02-01"));
        assert_eq!(days(&summer), 46);
        assert_eq!(Line::of(&summer), line("Summer", "2026-12-17", "2027-01-31"));
        assert_eq!(days(&line("Waitangi Day", "2027-02-06", "2027-02-06").holiday().unwrap()), 1);
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (wrong, words) in [
            (line("", "2026-12-17", "2027-01-31"), texts::holidays_no_title()),
            (line("Summer", "", "2027-01-31"), texts::holidays_no_date()),
            (line("Summer", "2026-12-17", "2026-02-30"), texts::holidays_no_date()),
            (line("Summer", "2027-01-31", "2026-12-17"), texts::holidays_backwards()),
        ] {
            assert_eq!(wrong.holiday(), Err(words), "{wrong:?}");
        }
        assert!(line(" ", "", "").is_blank() && !line("x", "", "").is_blank());
    }
}
