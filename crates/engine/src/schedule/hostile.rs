//! Hostile input: cron patterns and zones, made by chance of what patterns are made of. None panics or is looked for
//! without end.

use std::time::{Duration, Instant};

use super::calendar::Calendar;
use super::pattern::Pattern;
use super::words;
use crosswalk_model::{CatchUp, Holiday, InHolidays, Schedule, SyncId, Timestamp};

#[path = "../../../connectors/tests/hostile/spoil.rs"]
mod spoil;

use spoil::{Chance, spoilt};

const LONGEST: Duration = Duration::from_secs(1);
const PARTS: [&str; 28] = [
    "*",
    "0",
    "59",
    "60",
    "-1",
    "*/5",
    "*/0",
    "1-5",
    "5-1",
    "1,2,3",
    "L",
    "W",
    "15W",
    "LW",
    "?",
    "#",
    "5#2",
    "1#9",
    "MON",
    "FRI-SUN",
    "JAN",
    "31",
    "30",
    "2",
    "99999999999999999999",
    "*/99999",
    "0-59/7",
    "ā",
];
/// What may stand for minutes, hours, days, months, days of the week.
const GOOD: [&[&str]; 5] = [
    &["*", "0", "59", "*/5", "1,2,3", "0-59/7"],
    &["*", "0", "2", "*/5", "1-5", "1,2,3"],
    &["*", "1-5", "L", "15W", "31", "30", "2"],
    &["*", "JAN", "2", "1-5", "*/5"],
    &["*", "MON", "1-5", "5#2", "2"],
];
const ZONES: [&str; 9] = [
    "Pacific/Auckland",
    "Europe/London",
    "Pacific/Apia",
    "Antarctica/Troll",
    "UTC",
    "",
    "Mars/Olympus",
    "../etc",
    "\0",
];

fn schedule(cron: &str, zone: &str) -> Schedule {
    Schedule {
        sync: SyncId(uuid::Uuid::nil()),
        cron: cron.to_owned(),
        zone: zone.to_owned(),
        catch_up: CatchUp::Once,
        in_holidays: InHolidays::Rest,
        paused: false,
        grace_minutes: 60,
    }
}

/// Does with a pattern what the house does with it; answers whether it was one.
fn used(cron: &str, zone: &str, holidays: &[Holiday]) -> bool {
    let now: Timestamp = "2026-09-26T11:30:00Z".parse().unwrap();
    let schedule = schedule(cron, zone);
    let Ok(calendar) = Calendar::of(&schedule, holidays) else { return false };
    let ahead = calendar.ahead(now, 5);
    assert!(ahead.windows(2).all(|two| two[0] < two[1]) && ahead.iter().all(|at| *at > now), "{cron} {zone}");
    words::sentence(&schedule, &calendar);
    words::next_times(&calendar, now);
    true
}

fn watched(cron: &str, zone: &str, holidays: &[Holiday]) -> bool {
    for _ in 0..3 {
        let begun = Instant::now();
        let understood = used(cron, zone, holidays);
        if begun.elapsed() < LONGEST {
            return understood;
        }
    }
    panic!("“{cron}” in “{zone}” takes longer than {LONGEST:?}");
}

fn rest() -> Vec<Holiday> {
    let day = |text: &str| text.parse().unwrap();
    let one = |from, until| Holiday { title: "Rest".into(), from: day(from), until: day(until) };
    vec![one("2026-09-26", "2026-10-12"), one("2026-12-19", "9999-12-31"), one("-009999-01-01", "2026-01-01")]
}

#[test]
fn patterns_by_chance() {
    let (holidays, mut understood) = (rest(), 0);
    for seed in 0..3_000 {
        let mut chance = Chance::new(seed);
        let fields = if chance.below(10) == 0 { chance.below(9) } else { 5 };
        // Every other pattern is made of what may stand in its place, so that many are understood.
        let field = |place: usize, chance: &mut Chance| match GOOD.get(place).filter(|_| seed % 2 == 0) {
            Some(good) => good[chance.below(good.len())],
            None => PARTS[chance.below(PARTS.len())],
        };
        let fields: Vec<&str> = (0..fields).map(|place| field(place, &mut chance)).collect();
        let zone = ZONES[if chance.below(3) == 0 { chance.below(ZONES.len()) } else { 0 }];
        let rests = if chance.below(2) == 0 { holidays.as_slice() } else { &[] };
        understood += usize::from(watched(&fields.join(" "), zone, rests));
    }
    assert!(understood > 100, "{understood} patterns could be read at all");
}

#[test]
fn spoilt_patterns() {
    let good = ["0 2 * * *", "*/15 7-18 * * MON-FRI", "30 2 29 2 *", "0 0 31 * *", "@daily", "5 4 L * ?"];
    let samples: Vec<Vec<u8>> = good.iter().map(|text| text.as_bytes().to_vec()).collect();
    for seed in 0..600 {
        let mut chance = Chance::new(seed);
        let bytes = spoilt(&samples[chance.below(samples.len())].clone(), &samples, &mut chance);
        watched(&String::from_utf8_lossy(&bytes), ZONES[chance.below(ZONES.len())], &[]);
    }
}

#[test]
fn what_never_comes_true_is_given_up() {
    // A day of the week beside a day of the month is another day on which it comes true.
    for (cron, comes) in
        [("0 0 30 2 *", false), ("0 0 31 4,6,9,11 *", false), ("0 0 31 2 MON", true), ("59 23 31 2 7", true)]
    {
        let now = "2026-01-01T00:00:00Z".parse().unwrap();
        let begun = Instant::now();
        let next = Pattern::new(cron, "Pacific/Auckland").ok().and_then(|pattern| pattern.next(now));
        assert_eq!(next.is_some(), comes, "{cron}");
        assert!(begun.elapsed() < LONGEST, "{cron} is looked for without end");
    }
}
