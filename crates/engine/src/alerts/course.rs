//! The course of an alert: it begins with the first violation, is told once, and is over after it has been right for a
//! while. Arithmetic, without a clock.

use std::collections::BTreeSet;

use crosswalk_model::{Alert, AlertChannel, AlertRule, QuietHours, Time, Timestamp};
use jiff::SignedDuration;

use super::port::NoticeKind;

/// So long something must be right before that is told: what comes and goes each minute is told once.
const SETTLED: SignedDuration = SignedDuration::from_mins(10);

/// After so many failures in a row a channel is given up for an alert.
const TRIES: u32 = 5;

/// Something that is wrong now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wrong {
    pub rule: AlertRule,
    pub subject: String,
    pub title: String,
    pub detail: String,
}

/// Takes what is wrong now into the alerts that are known; gives back those that are new or another now.
pub(super) fn step(
    known: &[Alert],
    wrong: Vec<Wrong>,
    now: Timestamp,
    mut id: impl FnMut() -> String,
) -> Vec<Alert> {
    let mut changed = Vec::new();
    for alert in known.iter().filter(|alert| alert.is_open()) {
        let still = wrong.iter().any(|one| is_about(alert, one));
        changed.extend((!still).then(|| Alert { recovered_at: Some(now), ..alert.clone() }));
    }
    for one in wrong {
        let before = known.iter().filter(|alert| is_about(alert, &one)).max_by_key(|alert| alert.since);
        match before {
            Some(alert) if alert.is_open() => {}
            Some(alert) if is_unsettled(alert, now) => {
                changed.push(Alert { recovered_at: None, ..alert.clone() });
            }
            _ => changed.push(begun(one, now, id())),
        }
    }
    changed
}

fn is_about(alert: &Alert, wrong: &Wrong) -> bool {
    alert.rule == wrong.rule && alert.subject == wrong.subject
}

/// Whether it was right only for a moment.
fn is_unsettled(alert: &Alert, now: Timestamp) -> bool {
    alert.recovery_told.is_empty() && alert.recovered_at.is_some_and(|at| now.duration_since(at) < SETTLED)
}

fn begun(wrong: Wrong, now: Timestamp, id: String) -> Alert {
    Alert {
        id,
        rule: wrong.rule,
        subject: wrong.subject,
        title: wrong.title,
        detail: wrong.detail,
        since: now,
        recovered_at: None,
        told: BTreeSet::new(),
        recovery_told: BTreeSet::new(),
        failed: std::collections::BTreeMap::new(),
    }
}

/// What is due to be told of an alert, and by which channels.
pub(super) fn due(
    alert: &Alert,
    channels: &BTreeSet<AlertChannel>,
    now: Timestamp,
) -> Option<(NoticeKind, Vec<AlertChannel>)> {
    let tried_enough =
        |channel: &AlertChannel| alert.failed.get(channel).is_some_and(|times| *times >= TRIES);
    let left = |told: &BTreeSet<AlertChannel>, of: &BTreeSet<AlertChannel>| -> Vec<AlertChannel> {
        of.difference(told).filter(|channel| !tried_enough(channel)).copied().collect()
    };
    let (kind, left) = match alert.recovered_at {
        None => (NoticeKind::Began, left(&alert.told, channels)),
        // Only who heard of the beginning hears of the end.
        Some(at) if now.duration_since(at) >= SETTLED => {
            let heard = alert.told.intersection(channels).copied().collect();
            (NoticeKind::Over, left(&alert.recovery_told, &heard))
        }
        Some(_) => return None,
    };
    (!left.is_empty()).then_some((kind, left))
}

/// Notes what became of telling an alert by one channel.
pub(super) fn noted(alert: &mut Alert, kind: NoticeKind, channel: AlertChannel, arrived: bool) {
    if !arrived {
        *alert.failed.entry(channel).or_default() += 1;
        return;
    }
    alert.failed.remove(&channel);
    match kind {
        NoticeKind::Over => alert.recovery_told.insert(channel),
        _ => alert.told.insert(channel),
    };
}

/// Whether a time of the day lies within the quiet hours, which may go over midnight.
pub(super) fn is_quiet(quiet: Option<&QuietHours>, time: Time) -> bool {
    quiet.is_some_and(|quiet| {
        if quiet.from <= quiet.until {
            quiet.from <= time && time < quiet.until
        } else {
            quiet.from <= time || time < quiet.until
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + minutes * 60).unwrap()
    }

    fn wrong(subject: &str) -> Wrong {
        Wrong {
            rule: AlertRule::RunFailed,
            subject: subject.into(),
            title: "A run failed".into(),
            detail: "Look.".into(),
        }
    }

    /// A house with alerts, in which time passes.
    struct House(Vec<Alert>, u32);

    impl House {
        fn look(&mut self, minutes: i64, wrong: Vec<Wrong>) {
            let mut next = self.1;
            let changed = step(&self.0, wrong, at(minutes), || {
                next += 1;
                next.to_string()
            });
            self.1 = next;
            for alert in changed {
                self.0.retain(|known| known.id != alert.id);
                self.0.push(alert);
            }
        }

        fn tell(&mut self, minutes: i64, arrives: bool) -> Vec<(String, NoticeKind)> {
            let mut told = Vec::new();
            for alert in &mut self.0 {
                if let Some((kind, channels)) = due(alert, &[AlertChannel::Webhook].into(), at(minutes)) {
                    told.push((alert.id.clone(), kind));
                    channels.into_iter().for_each(|channel| noted(alert, kind, channel, arrives));
                }
            }
            told
        }
    }

    #[test]
    fn the_first_violation_and_the_recovery_are_told_once_each() {
        let mut house = House(Vec::new(), 0);
        for minute in 0..60 {
            house.look(minute, vec![wrong("a")]);
            let told = house.tell(minute, true);
            assert_eq!(told.len(), usize::from(minute == 0), "minute {minute}");
        }
        for minute in 60..120 {
            house.look(minute, Vec::new());
            let told = house.tell(minute, true);
            assert_eq!(told.len(), usize::from(minute == 70), "minute {minute}");
        }
        house.look(121, vec![wrong("a")]);
        assert_eq!(house.tell(121, true), [("2".to_owned(), NoticeKind::Began)]);
    }

    #[test]
    fn what_comes_and_goes_is_told_once() {
        let mut house = House(Vec::new(), 0);
        let told: usize = (0..60)
            .map(|minute| {
                house.look(minute, if minute % 2 == 0 { vec![wrong("a")] } else { Vec::new() });
                house.tell(minute, true).len()
            })
            .sum();
        assert_eq!((told, house.0.len()), (1, 1));
    }

    #[test]
    fn what_was_over_before_anybody_heard_of_it_is_not_told() {
        let mut house = House(Vec::new(), 0);
        house.look(0, vec![wrong("a")]);
        house.look(1, Vec::new());
        assert_eq!(house.tell(30, true), []);
    }

    #[test]
    fn a_channel_that_fails_is_tried_some_times_and_given_up() {
        let mut house = House(Vec::new(), 0);
        house.look(0, vec![wrong("a"), wrong("b")]);
        let tried: usize = (0..20).map(|minute| house.tell(minute, false).len()).sum();
        assert_eq!(tried, 10);
        house.look(21, vec![wrong("a"), wrong("b"), wrong("c")]);
        assert_eq!(house.tell(21, true), [("3".to_owned(), NoticeKind::Began)]);
    }

    #[test]
    fn quiet_hours_may_go_over_midnight() {
        let time = |text: &str| text.parse::<Time>().unwrap();
        let night = QuietHours { from: time("22:00"), until: time("06:30") };
        let noon = QuietHours { from: time("12:00"), until: time("13:00") };
        let table = [("21:59", false, false), ("22:00", true, false), ("03:00", true, false)];
        for (now, at_night, at_noon) in
            table.into_iter().chain([("06:30", false, false), ("12:59", false, true)])
        {
            assert_eq!(is_quiet(Some(&night), time(now)), at_night, "{now}");
            assert_eq!(is_quiet(Some(&noon), time(now)), at_noon, "{now}");
        }
        assert!(!is_quiet(None, time("03:00")));
    }
}
