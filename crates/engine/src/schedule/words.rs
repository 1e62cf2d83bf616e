//! Schedules in the screen's words.

use crosswalk_contract::NextTime;
use crosswalk_model::{InHolidays, Missed, MissedWhy, Schedule, Timestamp};
use jiff::tz::TimeZone;

use super::calendar::Calendar;

/// How many times ahead are shown.
const AHEAD: usize = 5;

/// What a schedule says: "At 02:30, only on Monday through Friday. Pacific/Auckland."
pub(crate) fn sentence(schedule: &Schedule, calendar: &Calendar) -> String {
    let mut said = calendar.pattern.words();
    if !said.ends_with('.') {
        said.push('.');
    }
    let rest = match schedule.in_holidays {
        InHolidays::Rest => " It rests in the holidays.",
        InHolidays::Run => "",
    };
    format!("{said} {}.{rest}", schedule.zone)
}

/// The next times, with what is odd about them.
pub(crate) fn next_times(calendar: &Calendar, now: Timestamp) -> Vec<NextTime> {
    let time = |at: Timestamp| NextTime {
        at,
        local: local(at, calendar.pattern.zone()),
        note: calendar.pattern.clock_change(at).map(|forward| {
            let way = if forward { "forward" } else { "back" };
            format!("The clocks go {way} around this time.")
        }),
    };
    calendar.ahead(now, AHEAD).into_iter().map(time).collect()
}

/// "Mon 23 Nov 2026, 02:30".
pub(crate) fn local(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%a %-d %b %Y, %H:%M").to_string()
}

/// What did not happen, and what to do.
pub(crate) fn advice(missed: &Missed, zone: &TimeZone) -> String {
    let due = local(missed.due, zone);
    match missed.why {
        MissedWhy::Away => format!(
            "The run of {due} did not happen: Crosswalk was closed or the computer slept. Run it now, or wait for \
             the next time."
        ),
        MissedWhy::NoPush => format!(
            "A push was expected by {due} and has not come. See whether the source still sends, and send once by hand."
        ),
        MissedWhy::NotStarted => format!(
            "The run of {due} has not started. Run it now; if that does not help, look at the connection and restart \
             Crosswalk."
        ),
    }
}
