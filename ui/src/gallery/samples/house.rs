//! The frame and the overview.

use super::{ago, id};
use crate::pages::settings::Own;
use crosswalk_contract::{
    ComputerView, DayMark, Destination, Mood, NewVersion, Node, Overview, RosterFigures, Status, SyncHistory,
    WaitingItem,
};
use leptos::prelude::*;

/// A school with work waiting.
pub fn status() -> Status {
    Status {
        school: Some("Kōwhai Bay College".into()),
        demo: true,
        version: "0.1.0".into(),
        listening: Some("127.0.0.1:8085".into()),
        conflicts: 3,
        holds: 1,
        plans: 2,
        event: 0,
    }
}

/// A computer that Crosswalk starts with.
pub fn own_computer() -> Own {
    let view = ComputerView { folder: Some(r"D:\Crosswalk".into()), autostart: Some(true) };
    let computer = Signal::stored(Some(view));
    Own { computer, set: Callback::new(|_| {}), problem: Signal::stored(None) }
}

fn node(number: u32, mark: &str, title: &str, detail: &str, (mood, word): (Mood, &str), flow: f32) -> Node {
    Node {
        connection: id(number),
        sync: Some(id(number + 100)),
        mark: mark.into(),
        title: title.into(),
        detail: detail.into(),
        mood,
        word: word.into(),
        last_good: Some(ago(6)),
        flow,
        moving: number == 1,
    }
}

/// A morning with one thing held and one failing.
pub fn overview() -> Overview {
    Overview {
        sentence: "Two clouds are in step. Three things wait for you.".into(),
        detail: "Last push from KAMAR 6 minutes ago. Last night’s full reached both clouds at 02:14.".into(),
        sources: vec![
            node(1, "KA", "KAMAR", "Push · 1,812 pupils, 231 staff", (Mood::Good, "6 min ago"), 1.0),
            node(2, "CSV", "Music tutors", "Watched folder · 14 people", (Mood::Good, "Monday"), 0.1),
        ],
        roster: RosterFigures {
            people: 2057,
            pupils: 1812,
            staff: 231,
            caregivers: 3310,
            classes: 486,
            enrollments: 14_902,
            lessons: 48_210,
            changes_today: 37,
        },
        destinations: vec![
            node(3, "TK", "Te Kete Ako", "Supabase · in step", (Mood::Good, "02:14"), 0.8),
            node(4, "EP", "EdPsych Connect", "REST · in step", (Mood::Good, "02:14"), 0.7),
            node(5, "MO", "Moodle", "96 people would be suspended", (Mood::Waiting, "Held"), 0.5),
            node(6, "LI", "Library", "The sign-in was refused", (Mood::Bad, "Failing"), 0.3),
        ],
        waiting: waiting(),
        history: vec![
            history("KAMAR → Roster", "30 of 30 · median 11 s", &[]),
            history("Roster → Te Kete Ako", "29 of 30 · median 4 s", &[(13, Mood::Waiting)]),
            history(
                "Roster → Moodle",
                "27 of 30 · median 52 s",
                &[
                    (12, Mood::Bad),
                    (13, Mood::Waiting),
                    (4, Mood::Quiet),
                    (5, Mood::Quiet),
                    (29, Mood::Waiting),
                ],
            ),
        ],
        newer: Some(NewVersion { version: "0.2.0".into(), security: false }),
    }
}

fn waiting() -> Vec<WaitingItem> {
    let item = |mood, title: &str, detail: &str, action: &str, leads_to| WaitingItem {
        mood,
        title: title.into(),
        detail: detail.into(),
        action: action.into(),
        leads_to,
    };
    vec![
        item(
            Mood::Bad,
            "Library: the sign-in was refused",
            "The key has ended. Nothing was lost.",
            "Renew the key",
            Destination::Connection(id(6)),
        ),
        item(
            Mood::Waiting,
            "Moodle: plan held",
            "96 of 1,812 pupils would be suspended, the limit is 20. Year 13 left KAMAR’s list last night.",
            "Review the hold",
            Destination::Plan(id(302)),
        ),
        item(
            Mood::Waiting,
            "3 conflicts",
            "Changed in KAMAR and in Te Kete Ako since Friday.",
            "Settle them",
            Destination::Conflicts,
        ),
    ]
}

fn history(title: &str, detail: &str, odd: &[(usize, Mood)]) -> SyncHistory {
    let days = (0..30).map(|day| {
        let mood = odd.iter().find(|(at, _)| *at == day).map_or(Mood::Good, |(_, mood)| *mood);
        let date = format!(
            "2025-{:02}-{:02}",
            if day < 10 { 10 } else { 11 },
            if day < 10 { day + 22 } else { day - 9 }
        );
        DayMark { date, mood, detail: "1 run, 11 s".into() }
    });
    SyncHistory { title: title.into(), days: days.collect(), detail: detail.into() }
}
