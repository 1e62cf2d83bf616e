//! The timetable: a six-day cycle that runs on through the school weeks and skips closed days.

use super::School;
use super::classes::Line;

/// Days of the timetable cycle; not the weekdays.
pub const CYCLE_DAYS: u8 = 6;
/// Slots of a day; most schools leave some empty.
pub const SLOTS: u8 = 10;
/// Slot of tutor time.
const TUTOR_SLOT: u8 = 2;
/// Slots of the five periods.
const PERIODS: [u8; 5] = [3, 4, 6, 7, 9];
/// Slot in which departments meet, on the first day of the cycle.
const MEETING_SLOT: u8 = 10;
/// Closed days: school week and weekday.
const CLOSED: &[(u8, u8)] = &[(6, 1), (10, 5), (12, 4), (19, 1), (31, 1)];

/// A school week as KAMAR numbers them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SchoolWeek {
    /// School week, from 1.
    pub week: u8,
    /// Term 1 to 4.
    pub term: u8,
    /// Day of the cycle for Monday to Friday; 0 = closed.
    pub cycle_days: [u8; 5],
}

/// One meeting of a class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// School week.
    pub week: u8,
    /// Term.
    pub term: u8,
    /// 1 = Monday.
    pub weekday: u8,
    /// Day of the cycle.
    pub cycle_day: u8,
    /// Slot 1 to 10.
    pub slot: u8,
    /// Rooms as KAMAR has them; may hold an empty text.
    pub rooms: Vec<String>,
}

/// Whether a class of this line meets on a day of the cycle in a slot.
pub fn meets(line: Line, cycle_day: u8, slot: u8) -> bool {
    let Some(period) = PERIODS.iter().position(|p| *p == slot) else {
        return line == Line::Tutor && slot == TUTOR_SLOT && cycle_day > 0;
    };
    if cycle_day == 0 {
        return false;
    }
    let place = usize::from(cycle_day - 1) * PERIODS.len() + period;
    match line {
        Line::Tutor => false,
        Line::Junior { year_level, line } => {
            (place + usize::from(year_level) * 4) % 8 + 1 == usize::from(line)
        }
        Line::Senior { line } => (place + place / 6) % 6 + 1 == usize::from(line),
    }
}

/// Periods of the cycle in which a line meets, as bits.
pub(super) fn busy(line: Line) -> u64 {
    let places = (1..=CYCLE_DAYS).flat_map(|day| (1..=SLOTS).map(move |slot| (day, slot)));
    places.filter(|(day, slot)| meets(line, *day, *slot)).fold(0, |bits, (day, slot)| bits | bit(day, slot))
}

fn bit(day: u8, slot: u8) -> u64 {
    1 << (u64::from(day - 1) * u64::from(SLOTS) + u64::from(slot - 1))
}

/// Whether departments meet then.
pub fn is_department_meeting(cycle_day: u8, slot: u8) -> bool {
    cycle_day == 1 && slot == MEETING_SLOT
}

impl School {
    /// The school weeks of the timetable messages.
    pub fn weeks(&self) -> Vec<SchoolWeek> {
        let count = self.spec.weeks_of_timetable.clamp(1, 39);
        let first = if count > 35 { 1 } else { 5 };
        let mut open_days = 0u32;
        (1..first + count).map(|week| school_week(week, &mut open_days)).filter(|w| w.week >= first).collect()
    }

    /// When and where a class meets.
    pub fn meetings(&self, class: usize) -> Vec<Meeting> {
        let mut found = Vec::new();
        for week in self.weeks() {
            for (weekday, cycle_day) in (1u8..).zip(week.cycle_days) {
                for slot in (1..=SLOTS).filter(|slot| meets(self.classes[class].line, cycle_day, *slot)) {
                    let rooms = self.rooms(class, week.week, weekday, slot);
                    found.push(Meeting { week: week.week, term: week.term, weekday, cycle_day, slot, rooms });
                }
            }
        }
        found
    }

    /// Rooms of one meeting: mostly the usual ones, now and then the hall or none.
    pub fn rooms(&self, class: usize, week: u8, weekday: u8, slot: u8) -> Vec<String> {
        let place = class * 31 + usize::from(week) * 17 + usize::from(weekday) * 5 + usize::from(slot);
        match place % 101 {
            3 => vec![String::new()],
            4 => vec!["HALL".to_owned()],
            _ => self.classes[class].rooms.clone(),
        }
    }
}

fn school_week(week: u8, open_days: &mut u32) -> SchoolWeek {
    let mut cycle_days = [0; 5];
    for (weekday, day) in (1u8..).zip(&mut cycle_days) {
        if !CLOSED.contains(&(week, weekday)) {
            *day = (*open_days % u32::from(CYCLE_DAYS)) as u8 + 1;
            *open_days += 1;
        }
    }
    SchoolWeek { week, term: (week - 1) / 10 + 1, cycle_days }
}
