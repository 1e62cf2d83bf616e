//! Moments: relative while they are fresh, in full when they are not.

use crate::texts;
use crosswalk_model::{Date, Timestamp};
use std::time::Duration;

/// What a screen must know to say how long ago something was.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clock {
    /// The present moment.
    pub now: Timestamp,
    /// Minutes by which civil time is ahead of UTC here and now.
    pub ahead: i32,
}

const DAY: i64 = 86_400;

/// A moment as a civil day (counted from 1970) and the seconds in it.
fn civil(moment: Timestamp, ahead: i32) -> (i64, i64) {
    let seconds = moment.as_second() + i64::from(ahead) * 60;
    (seconds.div_euclid(DAY), seconds.rem_euclid(DAY))
}

fn date(day: i64) -> Date {
    let epoch = Date::constant(1970, 1, 1);
    epoch.checked_add(Duration::from_secs(day.max(0).unsigned_abs() * 86_400)).unwrap_or(epoch)
}

fn time(seconds: i64) -> String {
    clock_time(seconds / 3600, seconds / 60 % 60, texts::when_clock() == "12")
}

/// The time as a clock of 24 hours shows it, or one of 12.
fn clock_time(hour: i64, minute: i64, is_twelve: bool) -> String {
    if !is_twelve {
        return format!("{hour:02}:{minute:02}");
    }
    let half = if hour < 12 { "AM" } else { "PM" };
    format!("{}:{minute:02} {half}", (hour + 11) % 12 + 1)
}

/// One of several words that stand in one text, with `|` between them.
fn word(words: &'static str, index: i64) -> &'static str {
    usize::try_from(index).ok().and_then(|index| words.split('|').nth(index)).unwrap_or_default()
}

/// `2 March 2026, 09:40`.
pub fn full(moment: Timestamp, clock: Clock) -> String {
    let (day, seconds) = civil(moment, clock.ahead);
    let date = date(day);
    let month = word(texts::when_months(), i64::from(date.month()) - 1);
    texts::when_full(date.day(), month, date.year(), time(seconds))
}

/// `just now`, `6 min ago`, `09:40 today`, `09:40 yesterday`, `Monday 09:40`, or in full.
pub fn ago(moment: Timestamp, clock: Clock) -> String {
    let passed = clock.now.as_second() - moment.as_second();
    let (day, seconds) = civil(moment, clock.ahead);
    let (today, _) = civil(clock.now, clock.ahead);
    match (passed, today - day) {
        (-90..60, _) => texts::when_just_now().to_owned(),
        (60..3600, _) => texts::when_minutes(passed / 60),
        (_, 0) => texts::when_today(time(seconds)),
        (_, 1) => texts::when_yesterday(time(seconds)),
        // The first of January 1970 was a Thursday.
        (_, 2..7) => {
            texts::when_weekday(word(texts::when_weekdays(), (day + 3).rem_euclid(7)), time(seconds))
        }
        _ => full(moment, clock),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Monday, 2 March 2026, 09:46:12 in New Zealand, thirteen hours ahead.
    fn clock() -> Clock {
        Clock { now: at("2026-03-01T20:46:12Z"), ahead: 13 * 60 }
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn moments_are_relative_while_they_are_fresh() {
        let cases = [
            ("2026-03-01T20:46:00Z", "just now"),
            ("2026-03-01T20:46:40Z", "just now"),
            ("2026-03-01T20:40:12Z", "6 min ago"),
            ("2026-02-28T13:14:00Z", "02:14 yesterday"),
            ("2026-03-01T13:14:00Z", "02:14 today"),
            ("2026-02-26T02:12:00Z", "Thursday 15:12"),
            ("2026-02-02T20:40:00Z", "3 February 2026, 09:40"),
            ("2026-03-05T20:40:00Z", "6 March 2026, 09:40"),
        ];
        for (moment, expect) in cases {
            assert_eq!(ago(at(moment), clock()), expect, "{moment}");
        }
    }

    #[test]
    fn a_clock_has_twelve_hours_or_twenty_four() {
        let cases = [
            ((0, 5), ("00:05", "12:05 AM")),
            ((9, 40), ("09:40", "9:40 AM")),
            ((12, 0), ("12:00", "12:00 PM")),
            ((23, 59), ("23:59", "11:59 PM")),
        ];
        for ((hour, minute), (whole, half)) in cases {
            assert_eq!(clock_time(hour, minute, false), whole);
            assert_eq!(clock_time(hour, minute, true), half);
        }
    }

    #[test]
    fn a_moment_in_full_is_civil_time() {
        assert_eq!(full(at("2026-03-01T20:40:00Z"), clock()), "2 March 2026, 09:40");
        assert_eq!(full(at("2024-02-28T11:30:00Z"), clock()), "29 February 2024, 00:30");
    }
}
