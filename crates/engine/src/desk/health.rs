//! How things went, day by day, in the school's zone.

use crosswalk_contract::{Call, GetTrends, TrendDay, TrendsView};
use crosswalk_model::{Date, Direction, SyncId, Timestamp};
use crosswalk_store::DaySums;

use super::{Answered, Desk, reply};
use crate::{EngineError, Result};

/// A year is as much as anybody looks back.
const MOST: u16 = 366;

impl Desk<'_> {
    pub(super) async fn health(&self, call: Call) -> Answered {
        match call {
            Call::GetTrends(ask) => reply(self.trends(ask).await),
            _ => reply(Err::<(), _>(EngineError::NotFound("call"))),
        }
    }

    async fn trends(&self, ask: GetTrends) -> Result<TrendsView> {
        let tenant = self.engine.school()?;
        let dates = dates(self.engine.today(), ask.days.clamp(1, MOST));
        let bounds = self.bounds(&dates);
        let mut sums = tenant.run_sums(&bounds).await?;
        sums.retain(|one| ask.sync.is_none_or(|sync| one.sync == sync));
        // A run that waits for a person lasts as long as the person is away: that says nothing of the sync.
        let alone =
            |sync: &crosswalk_model::Sync| sync.direction == Direction::Inbound || sync.standing_approval;
        let asking: Vec<SyncId> =
            tenant.syncs().await?.iter().filter(|sync| !alone(sync)).map(|sync| sync.id).collect();
        let days = dates.iter().enumerate().map(|(day, date)| {
            let of_day = || sums.iter().filter(|one| one.day == day);
            TrendDay {
                took: mean(of_day().filter(|one| !asking.contains(&one.sync))),
                ..summed(*date, of_day())
            }
        });
        Ok(TrendsView { days: days.collect() })
    }

    /// When each day begins, and when the last one ends: a day may last 23 hours or 25.
    fn bounds(&self, dates: &[Date]) -> Vec<Timestamp> {
        let after = dates.last().and_then(|last| last.tomorrow().ok());
        let begins = |date: Date| Some(date.to_zoned(self.engine.zone()).ok()?.timestamp());
        dates.iter().copied().chain(after).filter_map(begins).collect()
    }
}

/// So many days up to this one, the oldest first.
fn dates(today: Date, count: u16) -> Vec<Date> {
    let back = |days: u16| today.checked_sub(jiff::Span::new().days(days)).ok();
    (0..count).rev().filter_map(back).collect()
}

fn summed<'a>(date: Date, sums: impl Iterator<Item = &'a DaySums>) -> TrendDay {
    let none =
        TrendDay { date, runs: 0, failed: 0, read: 0, applied: 0, not_applied: 0, findings: 0, took: None };
    sums.fold(none, |day, one| TrendDay {
        runs: day.runs + one.runs,
        failed: day.failed + one.failed,
        read: day.read + one.read,
        applied: day.applied + one.applied,
        not_applied: day.not_applied + one.not_applied,
        findings: day.findings + one.findings,
        ..day
    })
}

fn mean<'a>(sums: impl Iterator<Item = &'a DaySums>) -> Option<u64> {
    let (took, ended) = sums.fold((0, 0), |(took, ended), one| (took + one.took, ended + one.ended));
    (took + ended / 2).checked_div(ended)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_go_back_from_today() {
        let days = dates(Date::constant(2026, 3, 2), 3);
        assert_eq!(
            days,
            [Date::constant(2026, 2, 28), Date::constant(2026, 3, 1), Date::constant(2026, 3, 2)]
        );
    }

    #[test]
    fn a_day_without_an_ended_run_took_no_time() {
        let sync = SyncId(uuid::Uuid::from_u128(1));
        let day = |ended, took| DaySums {
            day: 0,
            sync,
            runs: 2,
            failed: 1,
            read: 3,
            applied: 4,
            not_applied: 5,
            findings: 6,
            ended,
            took,
        };
        assert_eq!(mean([day(0, 0)].iter()), None);
        assert_eq!(mean([day(2, 3000), day(1, 501)].iter()), Some(1167));
        let sum = summed(Date::constant(2026, 3, 2), [day(1, 1), day(1, 1)].iter());
        assert_eq!(
            (sum.runs, sum.failed, sum.read, sum.applied, sum.not_applied, sum.findings),
            (4, 2, 6, 8, 10, 12)
        );
    }
}
