//! The arithmetic of schedules: a table of cases, and properties.

use crosswalk_model::{
    CatchUp, Date, Holiday, InHolidays, Missed, MissedWhy, Schedule, Scheduled, SyncId, Timestamp,
};
use proptest::prelude::*;

use super::calendar::Calendar;
use super::pattern::{BadPattern, Pattern};
use super::roll::{late, made_up, roll, started};
use super::words;

const AUCKLAND: &str = "Pacific/Auckland";
const LONDON: &str = "Europe/London";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

#[test]
fn the_next_time_also_when_the_clocks_change() {
    // Auckland goes forward on 27 Sep 2026 at 02:00 (to 03:00) and back on 5 Apr 2026 at 03:00 (to 02:00).
    // London goes forward on 29 Mar 2026 at 01:00 (to 02:00) and back on 25 Oct 2026 at 02:00 (to 01:00).
    let table = [
        ("30 2 * * *", AUCKLAND, "2026-06-01T00:00:00Z", "2026-06-01T14:30:00Z", "an ordinary night"),
        (
            "30 2 * * *",
            AUCKLAND,
            "2026-09-26T12:00:00Z",
            "2026-09-26T14:00:00Z",
            "02:30 does not exist: at the jump",
        ),
        (
            "30 2 * * *",
            AUCKLAND,
            "2026-09-26T14:00:00Z",
            "2026-09-27T13:30:00Z",
            "and not once more that day",
        ),
        (
            "0 2 * * *",
            AUCKLAND,
            "2026-09-26T12:00:00Z",
            "2026-09-26T14:00:00Z",
            "the very moment of the jump",
        ),
        (
            "30 2 * * *",
            AUCKLAND,
            "2026-04-04T12:00:00Z",
            "2026-04-04T13:30:00Z",
            "02:30 comes twice: the first",
        ),
        ("30 2 * * *", AUCKLAND, "2026-04-04T13:30:00Z", "2026-04-05T14:30:00Z", "and not the second"),
        (
            "30 2 * * *",
            AUCKLAND,
            "2026-04-04T14:10:00Z",
            "2026-04-05T14:30:00Z",
            "also asked between the two",
        ),
        ("30 1 * * *", LONDON, "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z", "01:30 does not exist"),
        (
            "30 1 * * *",
            LONDON,
            "2026-10-24T12:00:00Z",
            "2026-10-25T00:30:00Z",
            "01:30 comes twice: the first",
        ),
        ("30 1 * * *", LONDON, "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z", "and not the second"),
        (
            "30 1,13 * * *",
            LONDON,
            "2026-10-25T00:30:00Z",
            "2026-10-25T13:30:00Z",
            "two times a day are times too",
        ),
        (
            "*/30 * * * *",
            LONDON,
            "2026-10-25T00:30:00Z",
            "2026-10-25T01:00:00Z",
            "a rhythm goes on in both hours",
        ),
        ("*/30 * * * *", AUCKLAND, "2026-09-26T13:30:00Z", "2026-09-26T14:00:00Z", "a rhythm jumps along"),
        ("0 6 * * 1-5", AUCKLAND, "2026-11-20T00:00:00Z", "2026-11-22T17:00:00Z", "from Friday to Monday"),
        ("0 0 29 2 *", LONDON, "2026-03-01T00:00:00Z", "2028-02-29T00:00:00Z", "a leap day"),
    ];
    for (cron, zone, after, expect, case) in table {
        let pattern = Pattern::new(cron, zone).unwrap();
        assert_eq!(pattern.next(at(after)), Some(at(expect)), "{case}");
    }
}

#[test]
fn what_cannot_be_a_schedule_is_refused_in_words() {
    for cron in ["", "every night", "60 2 * * *", "0 2 * *", "0 0 2 * * *", "* * * * * * *", "0 25 * * *"] {
        assert!(matches!(Pattern::new(cron, AUCKLAND), Err(BadPattern::Cron(_))), "{cron}");
    }
    assert!(matches!(Pattern::new("0 2 * * *", "Pacific/Nowhere"), Err(BadPattern::Zone(_))));
    assert_eq!(Pattern::new("0 2 30 2 *", AUCKLAND).unwrap().next(at("2026-01-01T00:00:00Z")), None);
}

fn nightly(catch_up: CatchUp, in_holidays: InHolidays) -> Schedule {
    Schedule {
        sync: SyncId(uuid::Uuid::nil()),
        cron: "0 2 * * *".into(),
        zone: AUCKLAND.into(),
        catch_up,
        in_holidays,
        paused: false,
        grace_minutes: 60,
    }
}

fn summer() -> Holiday {
    Holiday { title: "Summer".into(), from: date("2026-12-12"), until: date("2027-01-28") }
}

#[test]
fn it_rests_in_the_holidays_and_wakes_on_the_first_day_after() {
    let rests = Calendar::of(&nightly(CatchUp::Once, InHolidays::Rest), &[summer()]).unwrap();
    assert_eq!(rests.next(at("2026-12-10T00:00:00Z")), Some(at("2026-12-10T13:00:00Z")), "the 11th");
    assert_eq!(rests.next(at("2026-12-10T13:00:00Z")), Some(at("2027-01-27T13:00:00Z")), "the 28th");
    let goes_on = Calendar::of(&nightly(CatchUp::Once, InHolidays::Run), &[summer()]).unwrap();
    assert_eq!(goes_on.next(at("2026-12-10T13:00:00Z")), Some(at("2026-12-11T13:00:00Z")));
}

fn set(schedule: Schedule, since: &str) -> (Scheduled, Calendar) {
    let calendar = Calendar::of(&schedule, &[summer()]).unwrap();
    let next_at = calendar.next(at(since));
    let row = Scheduled {
        schedule,
        next_at,
        since: at(since),
        last_due: None,
        owed: None,
        last_started: None,
        missed: None,
    };
    (row, calendar)
}

#[test]
fn after_days_away_it_runs_once_or_tells_what_it_left_out() {
    let back = at("2026-06-10T20:00:00Z");
    let last = at("2026-06-10T14:00:00Z");
    let (mut once, calendar) = set(nightly(CatchUp::Once, InHolidays::Run), "2026-06-01T00:00:00Z");
    assert!(roll(&mut once, &calendar, back, None));
    assert_eq!((once.owed, once.last_due, &once.missed), (Some(last), Some(last), &None));
    started(&mut once, back);
    assert!(!roll(&mut once, &calendar, back, None), "the same moment changes nothing");
    assert_eq!(once.owed, None);

    let (mut skip, calendar) = set(nightly(CatchUp::Skip, InHolidays::Run), "2026-06-01T00:00:00Z");
    roll(&mut skip, &calendar, back, None);
    assert_eq!((skip.owed, skip.missed.clone()), (None, Some(Missed { due: last, why: MissedWhy::Away })));
    assert_eq!(late(&skip, back), skip.missed);
    assert!(made_up(&mut skip, Some(back)) && late(&skip, back).is_none());
    let (mut punctual, calendar) = set(nightly(CatchUp::Skip, InHolidays::Run), "2026-06-01T00:00:00Z");
    roll(&mut punctual, &calendar, at("2026-06-01T14:00:20Z"), None);
    assert!(punctual.owed.is_some() && punctual.missed.is_none(), "twenty seconds are not late");
}

#[test]
fn nobody_looking_at_the_clock_is_noticed_all_the_same() {
    let (row, _) = set(nightly(CatchUp::Once, InHolidays::Run), "2026-06-01T00:00:00Z");
    assert_eq!(late(&row, at("2026-06-01T14:30:00Z")), None, "within the grace");
    let missed = late(&row, at("2026-06-01T15:01:00Z")).unwrap();
    assert_eq!((missed.due, missed.why), (at("2026-06-01T14:00:00Z"), MissedWhy::NotStarted));
    let resting = Scheduled { schedule: Schedule { paused: true, ..row.schedule.clone() }, ..row };
    assert_eq!(late(&resting, at("2026-06-09T00:00:00Z")), None);
}

#[test]
fn a_clock_that_was_years_ahead_for_a_moment_does_no_harm() {
    let (mut row, calendar) = set(nightly(CatchUp::Once, InHolidays::Run), "2026-06-01T00:00:00Z");
    roll(&mut row, &calendar, at("2036-06-01T00:00:00Z"), None);
    assert!(row.next_at.unwrap() > at("2036-01-01T00:00:00Z"));
    roll(&mut row, &calendar, at("2026-06-01T01:00:00Z"), None);
    assert_eq!(row.next_at, Some(at("2026-06-01T14:00:00Z")));
}

#[test]
fn a_push_that_did_not_come_is_missed_until_it_comes() {
    let (mut row, calendar) = set(nightly(CatchUp::Once, InHolidays::Run), "2026-06-01T00:00:00Z");
    let first = Some(at("2026-06-01T10:00:00Z"));
    roll(&mut row, &calendar, at("2026-06-01T14:01:00Z"), Some(first));
    assert!(row.missed.is_none() && row.owed.is_none(), "it came in time, and nothing is started");
    roll(&mut row, &calendar, at("2026-06-02T14:01:00Z"), Some(first));
    let due = at("2026-06-02T14:00:00Z");
    assert_eq!(row.missed, Some(Missed { due, why: MissedWhy::NoPush }));
    assert_eq!(late(&row, at("2026-06-02T14:30:00Z")), None, "within the grace");
    roll(&mut row, &calendar, at("2026-06-04T14:01:00Z"), Some(first));
    assert_eq!(late(&row, at("2026-06-04T15:30:00Z")).unwrap().due, due, "the first that was missed");
    assert!(made_up(&mut row, Some(at("2026-06-05T01:00:00Z"))));
}

#[test]
fn times_are_said_on_the_schools_clock() {
    let schedule = nightly(CatchUp::Once, InHolidays::Rest);
    let calendar = Calendar::of(&schedule, &[]).unwrap();
    let next = words::next_times(&calendar, at("2026-09-25T12:00:00Z"));
    let said: Vec<&str> = next.iter().map(|time| time.local.as_str()).collect();
    assert_eq!(said[..2], ["Sat 26 Sep 2026, 02:00", "Sun 27 Sep 2026, 03:00"]);
    assert!(next[1].note.as_ref().unwrap().contains("forward") && next[2].note.is_none());
    let sentence = words::sentence(&schedule, &calendar);
    assert!(sentence.ends_with("Pacific/Auckland. It rests in the holidays."), "{sentence}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Times only grow; on the school's clock each is a time of the pattern, or the moment at which a clock jumped
    /// over it; and no day has more of them than the pattern names.
    #[test]
    fn times_grow_and_none_is_left_out(
        minute in 0u8..60, hour in 0u8..24, zone in prop::sample::select(vec![AUCKLAND, LONDON, "UTC", "Australia/Lord_Howe"]),
        start in 1_700_000_000i64..1_900_000_000,
    ) {
        let pattern = Pattern::new(&format!("{minute} {hour} * * *"), zone).unwrap();
        let mut after = Timestamp::from_second(start).unwrap();
        let mut day: Option<Date> = None;
        for _ in 0..200 {
            let next = pattern.next(after).unwrap();
            prop_assert!(next > after);
            let local = next.to_zoned(pattern.zone().clone());
            if let Some(day) = day {
                prop_assert_eq!(day.tomorrow().unwrap(), local.date(), "every day has its turn, and one only");
            }
            let as_named = local.hour() == hour as i8 && local.minute() == minute as i8;
            prop_assert!(as_named || pattern.clock_change(next) == Some(true));
            day = Some(local.date());
            after = next;
        }
    }

    /// However seldom and unevenly somebody looks at the clock, every time is paid for or told, and a run is owed at
    /// most once for each look.
    #[test]
    fn nothing_is_lost_however_seldom_one_looks(steps in prop::collection::vec(1i64..200, 1..20), skip: bool) {
        let catch_up = if skip { CatchUp::Skip } else { CatchUp::Once };
        let (mut row, calendar) = set(nightly(catch_up, InHolidays::Run), "2026-06-01T00:00:00Z");
        let mut now = row.since;
        for hours in steps {
            let before = now;
            now = now.checked_add(jiff::SignedDuration::from_hours(hours)).unwrap();
            roll(&mut row, &calendar, now, None);
            let times = std::iter::successors(calendar.next(before), |at| calendar.next(*at));
            let due = times.take_while(|at| *at <= now).last();
            if let Some(due) = due {
                prop_assert_eq!(row.last_due, Some(due));
                prop_assert!(row.owed == Some(due) || row.missed.as_ref().map(|missed| missed.due) == Some(due));
            } else {
                prop_assert!(row.owed.is_none());
            }
            if row.owed.is_some() {
                started(&mut row, now);
            }
            prop_assert!(row.next_at.unwrap() > now);
        }
    }
}

#[test]
fn what_holds_on_every_day_says_so() {
    for (cron, expect) in
        [("30 2 * * *", "Every day at 02:30"), ("30 2 * * 1-5", "At 02:30, on Monday, Tuesday")]
    {
        let said = Pattern::new(cron, AUCKLAND).unwrap().words();
        assert!(said.starts_with(expect), "{cron}: {said}");
    }
    let hourly = Pattern::new("0 * * * *", AUCKLAND).unwrap().words();
    assert!(!hourly.contains("day"), "{hourly}");
}
