//! Limits as a form holds them, and what they would hold. Pure.

use crate::format::thousands;
use crate::texts;
use crosswalk_model::{Date, GuardLimits, StartOfYear};

/// More records than any school has.
const MOST: u32 = 1_000_000;

/// The fields of the form in their order, as the engine names them.
pub const FIELDS: [&str; 5] = [
    "deactivations_percent",
    "deactivations_count",
    "deactivations_floor",
    "shrink_percent",
    "relink_percent",
];

/// Limits as typed, in the order of [`FIELDS`].
pub fn shown(limits: &GuardLimits) -> [String; 5] {
    let GuardLimits { deactivations_percent, deactivations_count, deactivations_floor, .. } = limits;
    let numbers = [*deactivations_percent, *deactivations_count, *deactivations_floor];
    let [percent, count, floor] = numbers.map(|number| number.to_string());
    [percent, count, floor, limits.shrink_percent.to_string(), limits.relink_percent.to_string()]
}

/// What is wrong with one of the fields.
pub fn wrong(field: &str, typed: &str) -> Option<&'static str> {
    let (most, words) = if field.ends_with("percent") {
        (100, texts::guard_bad_share())
    } else {
        (MOST, texts::guard_bad_number())
    };
    number(typed).filter(|number| (1..=most).contains(number)).is_none().then_some(words)
}

fn number(typed: &str) -> Option<u32> {
    typed.trim().replace(',', "").parse().ok()
}

/// The limits that are meant, if every field can be.
pub fn meant(typed: &[String; 5]) -> Option<GuardLimits> {
    if FIELDS.iter().zip(typed).any(|(field, typed)| wrong(field, typed).is_some()) {
        return None;
    }
    let [percent, count, floor, shrink, relink] = typed.each_ref().map(|typed| number(typed));
    Some(GuardLimits {
        deactivations_percent: percent?,
        deactivations_count: count?,
        deactivations_floor: floor?,
        shrink_percent: shrink?,
        relink_percent: relink?,
    })
}

/// What the limits mean for a group of this size.
pub fn example(limits: &GuardLimits, size: u64) -> String {
    match limits.first_held(size) {
        first if first > size => texts::guard_example_none(thousands(size)),
        first => texts::guard_example(thousands(size), thousands(first)),
    }
}

/// The days that are meant: a person names the last one, the engine the day after it.
pub fn days(first: &str, last: &str) -> Result<StartOfYear, &'static str> {
    let day = |text: &str| text.parse::<Date>().map_err(|_| texts::holidays_no_date());
    let (from, last) = (day(first)?, day(last)?);
    if last < from {
        return Err(texts::holidays_backwards());
    }
    Ok(StartOfYear { from, until: last.tomorrow().map_err(|_| texts::holidays_no_date())? })
}

/// The last of these days.
pub fn last(days: &StartOfYear) -> Date {
    days.until.yesterday().unwrap_or(days.from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_what_is_meant() {
        for limits in [GuardLimits::default(), GuardLimits::start_of_year()] {
            assert_eq!(meant(&shown(&limits)), Some(limits));
        }
        let mut typed = shown(&GuardLimits::default());
        typed[1] = " 1,200 ".into();
        assert_eq!(meant(&typed).map(|limits| limits.deactivations_count), Some(1200));
    }

    #[test]
    fn a_field_that_cannot_be_is_named() {
        for (field, typed, is_wrong) in [
            ("deactivations_percent", "5", false),
            ("deactivations_percent", "0", true),
            ("shrink_percent", "101", true),
            ("relink_percent", "many", true),
            ("deactivations_count", "0", true),
            ("deactivations_floor", "3", false),
        ] {
            assert_eq!(wrong(field, typed).is_some(), is_wrong, "{field} {typed}");
        }
        let mut typed = shown(&GuardLimits::default());
        typed[4] = String::new();
        assert_eq!(meant(&typed), None);
    }

    #[test]
    fn an_example_says_from_when_on_a_plan_is_held() {
        let limits = GuardLimits::default();
        assert_eq!(example(&limits, 1200), texts::guard_example("1,200", "21"));
        assert_eq!(example(&limits, 200), texts::guard_example("200", "11"));
        assert_eq!(example(&limits, 20), texts::guard_example("20", "3"));
        let wide = GuardLimits { deactivations_percent: 100, deactivations_count: 5000, ..limits };
        assert_eq!(example(&wide, 200), texts::guard_example_none("200"));
    }

    #[test]
    fn the_last_day_belongs_to_the_start_of_the_year() {
        let start = days("2027-01-25", "2027-02-19").unwrap();
        assert_eq!(
            (start.until.to_string().as_str(), last(&start).to_string().as_str()),
            ("2027-02-20", "2027-02-19")
        );
        assert_eq!(days("2027-02-19", "2027-01-25"), Err(texts::holidays_backwards()));
        assert_eq!(days("", "2027-01-25"), Err(texts::holidays_no_date()));
    }
}
