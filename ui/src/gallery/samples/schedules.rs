//! Invented schedules.

use super::{ago, id};
use crosswalk_contract::{Mood, NextTime, SchedulePreview, ScheduleView};
use crosswalk_model::{CatchUp, Direction, InHolidays, Missed, MissedWhy, Schedule};

fn next(days: &[&str]) -> Vec<NextTime> {
    days.iter().map(|day| NextTime { at: ago(0), local: format!("{day}, 02:30"), note: None }).collect()
}

/// A schedule that is kept, one that is late, and a sync that has none.
pub fn schedules() -> Vec<ScheduleView> {
    let kept = ScheduleView {
        sync: id(3),
        title: "Roster → Te Kete Ako".into(),
        direction: Direction::Outbound,
        expects_push: false,
        schedule: Some(Schedule {
            sync: id(3),
            cron: "30 2 * * 1-5".into(),
            zone: "Pacific/Auckland".into(),
            catch_up: CatchUp::Once,
            in_holidays: InHolidays::Rest,
            paused: false,
            grace_minutes: 60,
        }),
        words: "At 02:30, Monday to Friday. Pacific/Auckland.".into(),
        next: next(&["Mon 23 Nov 2026", "Tue 24 Nov 2026", "Wed 25 Nov 2026", "Thu 26 Nov 2026"]),
        last_started: Some(ago(700)),
        last_good: Some(ago(699)),
        mood: Mood::Good,
        word: "On time".into(),
        missed: None,
        advice: None,
    };
    let late = ScheduleView {
        title: "KAMAR → Roster".into(),
        direction: Direction::Inbound,
        expects_push: true,
        mood: Mood::Bad,
        word: "Late".into(),
        missed: Some(Missed { due: ago(400), why: MissedWhy::NoPush }),
        advice: Some("No push came by 02:30. Open KAMAR and press its check button.".into()),
        ..kept.clone()
    };
    let none = ScheduleView {
        title: "Roster → EdPsych Connect".into(),
        schedule: None,
        words: "It has no schedule.".into(),
        next: Vec::new(),
        mood: Mood::Quiet,
        word: "No schedule".into(),
        ..kept.clone()
    };
    vec![late, kept, none]
}

/// What a draft would do.
pub fn schedule_preview() -> SchedulePreview {
    SchedulePreview {
        words: "At 02:30 every day. Pacific/Auckland.".into(),
        next: next(&["Mon 23 Nov 2026"]),
    }
}
