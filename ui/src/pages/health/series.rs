//! The trends that are made of the days: which figure, what is odd about it, and how it is told. Pure.

use super::words::{Kind, caption};
use crate::format::{seconds, thousands};
use crate::texts;
use crate::widgets::{Day, Trend};
use crosswalk_contract::TrendDay;

/// What is drawn of a day.
struct Series {
    kind: Kind,
    title: &'static str,
    odd: Option<&'static str>,
    figure: fn(&TrendDay) -> u64,
    of_odd: fn(&TrendDay) -> u64,
}

const NONE: fn(&TrendDay) -> u64 = |_| 0;

/// Every trend of these days.
pub fn trends(days: &[TrendDay]) -> Vec<Trend> {
    all().iter().map(|series| drawn(series, days)).collect()
}

fn all() -> [Series; 5] {
    let series = |kind, title, figure| Series { kind, title, odd: None, figure, of_odd: NONE };
    let odd = |odd, of_odd, series| Series { odd: Some(odd), of_odd, ..series };
    [
        odd(texts::health_failed(), |day| day.failed, series(Kind::Runs, texts::nav_runs(), |day| day.runs)),
        odd(
            texts::column_not_applied(),
            |day| day.not_applied,
            series(Kind::Changes, texts::column_changes(), |day| day.applied + day.not_applied),
        ),
        series(Kind::Records, texts::health_records(), |day| day.read),
        series(Kind::Findings, texts::run_findings(), |day| day.findings),
        series(Kind::Took, texts::health_took(), |day| day.took.unwrap_or_default()),
    ]
}

fn drawn(series: &Series, days: &[TrendDay]) -> Trend {
    let days: Vec<Day> = days.iter().map(|day| of_day(series, day)).collect();
    Trend { title: series.title, caption: caption(series.kind, &days), odd: series.odd, days }
}

fn of_day(series: &Series, day: &TrendDay) -> Day {
    let (figure, odd) = ((series.figure)(day), (series.of_odd)(day));
    let told = match (series.kind, figure) {
        (_, 0) => String::new(),
        (Kind::Took, figure) => seconds(i64::try_from(figure).unwrap_or(i64::MAX)),
        (_, figure) => thousands(figure),
    };
    let odd_told = if odd == 0 { String::new() } else { thousands(odd) };
    Day { date: texts::health_date(day.date.day(), month(day.date.month())), figure, odd, told, odd_told }
}

/// The month's name as the other moments have it.
fn month(number: i8) -> &'static str {
    let place = usize::try_from(number - 1).unwrap_or_default();
    texts::when_months().split('|').nth(place).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosswalk_model::Date;

    #[test]
    fn a_day_is_told_in_each_trend() {
        let date = Date::constant(2026, 3, 9);
        let day = TrendDay {
            date,
            runs: 3,
            failed: 1,
            read: 2_043,
            applied: 36,
            not_applied: 4,
            findings: 0,
            took: Some(4_200),
        };
        let told: Vec<_> = trends(&[day]).into_iter().map(|trend| trend.days[0].clone()).collect();
        let figures: Vec<_> = told.iter().map(|day| (day.told.as_str(), day.odd)).collect();
        assert_eq!(figures, [("3", 1), ("40", 4), ("2,043", 0), ("", 0), ("4.2 s", 0)]);
        assert_eq!((told[0].date.as_str(), told[0].odd_told.as_str()), ("9 March", "1"));
    }
}
