//! Cron patterns on a school's clock, which springs forward and falls back.
//!
//! A pattern that names its hours means times of the day: one that the clock skips is taken as the moment of the jump,
//! and one that comes twice counts once, the first time. A pattern for every hour means a rhythm: it goes by the time
//! that really passes, so that the hour that comes twice has its turns twice.

use croner::Cron;
use croner::parser::{CronParser, Seconds, Year};
use crosswalk_model::Timestamp;
use jiff::tz::{AmbiguousOffset, TimeZone};

/// What is wrong with a pattern or a zone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadPattern {
    /// The cron text cannot be read.
    #[error(
        "“{0}” is not a cron pattern. It has five fields: minute, hour, day of the month, month, day of the week."
    )]
    Cron(String),
    /// The zone is not known.
    #[error("“{0}” is not a time zone. Choose one such as Pacific/Auckland or Europe/London.")]
    Zone(String),
    /// The pattern never comes true.
    #[error("“{0}” never comes true, like the 30th of February.")]
    Never(String),
}

impl BadPattern {
    /// The field of the form that is meant.
    pub fn field(&self) -> &'static str {
        match self {
            Self::Zone(_) => "zone",
            Self::Cron(_) | Self::Never(_) => "cron",
        }
    }
}

/// A cron pattern in a time zone.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    cron: Cron,
    zone: TimeZone,
    hourly: bool,
    /// Whether it names neither day nor month.
    daily: bool,
}

impl Pattern {
    /// Reads a pattern of five fields.
    pub fn new(cron: &str, zone: &str) -> Result<Self, BadPattern> {
        let text = cron.trim();
        let bad = || BadPattern::Cron(text.to_owned());
        if !text.starts_with('@') && text.split_whitespace().count() != 5 {
            return Err(bad());
        }
        let parser = CronParser::builder().seconds(Seconds::Disallowed).year(Year::Disallowed).build();
        let parsed = parser.parse(text).map_err(|_| bad())?;
        let hour = text.split_whitespace().nth(1);
        let hourly = hour.map_or(text == "@hourly", |hour| hour.starts_with('*'));
        let daily = text.split_whitespace().skip(2).eq(["*"; 3]);
        let zone = TimeZone::get(zone).map_err(|_| BadPattern::Zone(zone.to_owned()))?;
        Ok(Self { cron: parsed, zone, hourly, daily })
    }

    /// The zone.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The pattern in English. What holds on every day says so, because "at 02:30" alone leaves one in doubt.
    pub fn words(&self) -> String {
        let said = self.cron.describe();
        match said.strip_prefix("At ") {
            Some(time) if self.daily && !self.hourly => format!("Every day at {time}"),
            _ => said,
        }
    }

    /// The first time after an instant; `None` when the pattern does not come true any more.
    pub fn next(&self, after: Timestamp) -> Option<Timestamp> {
        if self.hourly {
            let from = after.to_zoned(self.zone.clone());
            return Some(self.cron.find_next_occurrence(&from, false).ok()?.timestamp());
        }
        let mut civil = after.to_zoned(self.zone.clone()).datetime();
        loop {
            civil = self.cron.find_next_occurrence(&civil, false).ok()?;
            let at = self.instant(civil)?;
            if at > after {
                return Some(at);
            }
        }
    }

    /// The instant of a time of the day: skipped ones are the moment of the jump, double ones the first.
    fn instant(&self, civil: jiff::civil::DateTime) -> Option<Timestamp> {
        let ambiguous = self.zone.to_ambiguous_timestamp(civil);
        match ambiguous.offset() {
            AmbiguousOffset::Gap { .. } => {
                let before = ambiguous.earlier().ok()?;
                Some(self.zone.following(before).next()?.timestamp())
            }
            _ => ambiguous.earlier().ok(),
        }
    }

    /// The first offset change within a day before or after an instant, if there is one: whether clocks go forward.
    pub fn clock_change(&self, at: Timestamp) -> Option<bool> {
        let day = jiff::SignedDuration::from_hours(12);
        let (from, until) = (at.checked_sub(day).ok()?, at.checked_add(day).ok()?);
        let before = self.zone.to_offset(from);
        let after = self.zone.to_offset(until);
        (before != after).then_some(after > before)
    }
}
