//! Schedules with holidays: the next time on which a schedule does not rest.

use crosswalk_model::{Holiday, InHolidays, Schedule, Timestamp};

use super::pattern::{BadPattern, Pattern};

/// How many holidays one after the other are stepped over before the search is given up.
const MOST: usize = 200;

/// A schedule that was found to be sound, with the days on which it rests.
#[derive(Clone, Debug)]
pub(crate) struct Calendar {
    pub pattern: Pattern,
    holidays: Vec<Holiday>,
}

impl Calendar {
    /// Reads a schedule.
    pub fn of(schedule: &Schedule, holidays: &[Holiday]) -> Result<Self, BadPattern> {
        let pattern = Pattern::new(&schedule.cron, &schedule.zone)?;
        let rests = schedule.in_holidays == InHolidays::Rest;
        Ok(Self { pattern, holidays: if rests { holidays.to_vec() } else { Vec::new() } })
    }

    /// The holiday in which an instant lies, on the schedule's clock.
    pub fn holiday(&self, at: Timestamp) -> Option<&Holiday> {
        let day = at.to_zoned(self.pattern.zone().clone()).date();
        self.holidays.iter().find(|holiday| holiday.from <= day && day < holiday.until)
    }

    /// The first time after an instant on which the schedule does not rest.
    pub fn next(&self, mut after: Timestamp) -> Option<Timestamp> {
        for _ in 0..=MOST {
            let at = self.pattern.next(after)?;
            let Some(holiday) = self.holiday(at) else { return Some(at) };
            // A nanosecond before the first day without it, so that its very first moment counts.
            let end = holiday.until.to_zoned(self.pattern.zone().clone()).ok()?.timestamp();
            after = end.checked_sub(jiff::SignedDuration::from_nanos(1)).ok()?;
        }
        None
    }

    /// The next times, at most so many.
    pub fn ahead(&self, after: Timestamp, count: usize) -> Vec<Timestamp> {
        std::iter::successors(self.next(after), |at| self.next(*at)).take(count).collect()
    }
}
