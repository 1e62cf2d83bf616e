//! What a moment makes of a schedule: what is due now, what was missed, and when it is due next.

use crosswalk_model::{CatchUp, Missed, MissedWhy, Scheduled, Timestamp};
use jiff::SignedDuration;

use super::calendar::Calendar;

/// Up to here a time that has passed is simply due; later it has to be caught up with.
const PUNCTUAL: SignedDuration = SignedDuration::from_mins(10);

/// Moves a schedule on to the present. Whether anything about it is another afterwards is given back.
///
/// `pushed` tells, for a source that pushes, when it last did so; `None` for syncs that are started.
pub(crate) fn roll(
    row: &mut Scheduled,
    calendar: &Calendar,
    now: Timestamp,
    pushed: Option<Option<Timestamp>>,
) -> bool {
    let before = row.clone();
    if row.schedule.paused {
        row.next_at = None;
        row.owed = None;
        return *row != before;
    }
    // A clock that was set far ahead, and back again, must not leave the schedule waiting for years.
    let ahead = calendar.next(now);
    let due = row.next_at.filter(|at| *at <= now);
    row.next_at = ahead;
    if let Some(first) = due {
        let last = latest(calendar, first, now);
        match pushed {
            Some(came) => expect_push(row, last, came),
            None => fall_due(row, last, now),
        }
        row.last_due = Some(last);
    }
    *row != before
}

/// The latest of the times that have passed.
fn latest(calendar: &Calendar, first: Timestamp, now: Timestamp) -> Timestamp {
    let times = std::iter::successors(Some(first), |at| calendar.next(*at));
    times.take_while(|at| *at <= now).last().unwrap_or(first)
}

fn fall_due(row: &mut Scheduled, due: Timestamp, now: Timestamp) {
    let late = now.duration_since(due) > PUNCTUAL;
    if late && row.schedule.catch_up == CatchUp::Skip {
        row.missed = Some(Missed { due, why: MissedWhy::Away });
    } else {
        row.owed = Some(due);
    }
}

fn expect_push(row: &mut Scheduled, due: Timestamp, came: Option<Timestamp>) {
    let since = row.last_due.unwrap_or(row.since);
    if came.is_none_or(|at| at <= since) {
        row.missed.get_or_insert(Missed { due, why: MissedWhy::NoPush });
    }
}

/// Notes that a run was started for what was owed.
pub(crate) fn started(row: &mut Scheduled, at: Timestamp) {
    row.owed = None;
    row.last_started = Some(at);
    row.missed = None;
}

/// Takes back what was missed, once something has come or run since.
pub(crate) fn made_up(row: &mut Scheduled, latest: Option<Timestamp>) -> bool {
    let over = row.missed.as_ref().is_some_and(|missed| latest.is_some_and(|at| at > missed.due));
    if over {
        row.missed = None;
    }
    over
}

/// What is told as a problem: what was missed; what is owed for longer than the grace; and a time that has passed
/// without anybody looking at the clock. This needs no schedule keeper that lives.
pub(crate) fn late(row: &Scheduled, now: Timestamp) -> Option<Missed> {
    if row.schedule.paused {
        return None;
    }
    let grace = SignedDuration::from_mins(i64::from(row.schedule.grace_minutes.max(1)));
    let is_late = |due: &Timestamp| now.duration_since(*due) > grace;
    let not_started = |due: Timestamp| Missed { due, why: MissedWhy::NotStarted };
    let missed = row.missed.clone().filter(|missed| missed.why != MissedWhy::NoPush || is_late(&missed.due));
    missed
        .or_else(|| row.owed.filter(is_late).map(not_started))
        .or_else(|| row.next_at.filter(is_late).map(not_started))
}
