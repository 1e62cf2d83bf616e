//! What a trend says in words: how much, when most, and whether it grows. Pure.

use crate::format::{seconds, thousands};
use crate::texts;
use crate::widgets::Day;

/// What a trend is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Runs, and how many failed.
    Runs,
    /// Changes, and how many were not done.
    Changes,
    /// Records that were read.
    Records,
    /// Findings.
    Findings,
    /// How long runs took.
    Took,
}

/// A half that differs by less than this many hundredths is as much as the other.
const ALIKE: u64 = 20;

/// The trend in a sentence or two.
pub fn caption(kind: Kind, days: &[Day]) -> String {
    let Some(most) = days.iter().filter(|day| day.figure > 0).max_by_key(|day| day.figure) else {
        return texts::trend_nothing(days.len());
    };
    let (all, odd) = (total(days, |day| day.figure), total(days, |day| day.odd));
    let told = match kind {
        Kind::Runs => texts::trend_runs(all, failed(odd)),
        Kind::Changes => texts::trend_changes(all, not_done(odd)),
        Kind::Records => texts::trend_records(all),
        Kind::Findings => texts::trend_findings(all),
        Kind::Took => texts::trend_took(seconds(i64::try_from(mean(days)).unwrap_or(i64::MAX))),
    };
    format!("{told} {} {}", texts::trend_most(&most.date, &most.told), course(kind, days))
}

fn total(days: &[Day], of: fn(&Day) -> u64) -> u64 {
    days.iter().map(of).sum()
}

/// Of the days on which there was something.
fn mean(days: &[Day]) -> u64 {
    let some = days.iter().filter(|day| day.figure > 0).count() as u64;
    total(days, |day| day.figure).checked_div(some).unwrap_or_default()
}

fn failed(count: u64) -> String {
    if count == 0 { texts::trend_none_failed().to_owned() } else { texts::trend_failed(thousands(count)) }
}

fn not_done(count: u64) -> String {
    if count == 0 { texts::trend_all_done().to_owned() } else { texts::trend_not_done(thousands(count)) }
}

/// The newer half beside the older one; durations by their mean, the rest by their sum.
fn course(kind: Kind, days: &[Day]) -> &'static str {
    let (older, newer) = days.split_at(days.len() / 2);
    let weight = |half: &[Day]| if kind == Kind::Took { mean(half) } else { total(half, |day| day.figure) };
    let (older, newer) = (weight(older), weight(newer));
    match (older, newer) {
        (0, _) | (_, 0) => "",
        _ if newer * 100 > older * (100 + ALIKE) => texts::trend_more(),
        _ if newer * (100 + ALIKE) < older * 100 => texts::trend_less(),
        _ => texts::trend_alike(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(figures: &[(u64, u64)]) -> Vec<Day> {
        let day = |(place, (figure, odd)): (usize, &(u64, u64))| Day {
            date: format!("{} March", place + 1),
            figure: *figure,
            odd: *odd,
            told: thousands(*figure),
            odd_told: String::new(),
        };
        figures.iter().enumerate().map(day).collect()
    }

    #[test]
    fn a_trend_is_told_in_words() {
        let grows = days(&[(1, 0), (2, 0), (5, 1), (4, 0)]);
        let told = caption(Kind::Runs, &grows);
        assert!(told.starts_with("12 runs, 1 failed."), "{told}");
        assert!(told.contains("3 March") && told.ends_with(texts::trend_more()), "{told}");
        assert_eq!(caption(Kind::Runs, &days(&[(0, 0), (0, 0)])), texts::trend_nothing(2));
        assert!(caption(Kind::Changes, &grows).contains("1 not done"));
        assert!(caption(Kind::Findings, &days(&[(1, 0), (1, 0)])).starts_with("2 findings."));
    }

    #[test]
    fn halves_are_set_beside_each_other() {
        for (figures, expect) in [
            ([(10, 0), (13, 0)], texts::trend_more()),
            ([(10, 0), (11, 0)], texts::trend_alike()),
            ([(13, 0), (10, 0)], texts::trend_less()),
            ([(0, 0), (10, 0)], ""),
        ] {
            assert_eq!(course(Kind::Records, &days(&figures)), expect, "{figures:?}");
        }
        let slower = days(&[(1000, 0), (1000, 0), (0, 0), (3000, 0)]);
        assert_eq!(course(Kind::Took, &slower), texts::trend_more(), "by the mean of the days that had runs");
    }
}
