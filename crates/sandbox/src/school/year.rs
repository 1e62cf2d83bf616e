//! The next day and the next year.

use jiff::civil::date;

use super::events::DayEvent;
use super::{School, build, names};
use crate::random::Random;

impl School {
    /// The next school day: a few people change. The same seed on the same school gives the same day.
    pub fn next_day(&mut self, seed: u64) -> Vec<DayEvent> {
        self.turn_page();
        let mut random = Random::derive(seed, 0xDA1 + self.today.day() as u64);
        let size = self.spec.pupils;
        let mut touched = Vec::new();
        let mut events = Vec::new();
        for (count, change) in [
            (size.div_ceil(900), Self::day_name as Change),
            (size.div_ceil(450), Self::day_tutor),
            (size.div_ceil(200), Self::day_class),
            (size.div_ceil(600), Self::day_email),
            (size.div_ceil(900), Self::day_leaver),
        ] {
            for _ in 0..count {
                let pupil = self.untouched_pupil(&mut random, &mut touched);
                events.extend(pupil.and_then(|pupil| change(self, pupil, &mut random)));
            }
        }
        events.extend(self.day_return(&touched));
        for _ in 0..size.div_ceil(900) {
            events.push(DayEvent::Joined { pupil: self.new_pupil(9 + random.below(5) as u8) });
        }
        if random.one_in(3) {
            events.extend(self.day_staff_code(&mut random));
        }
        events
    }

    /// The next school year: year 13 is gone, everybody else moves up, as many new year 9s come, and every class code
    /// recurs with other people in it.
    pub fn next_year(&mut self) {
        self.year += 1;
        self.today = build::school_day(date(self.year, 3, 2));
        let ended = date(self.year - 1, 12, 9);
        for pupil in self.pupils.iter_mut().filter(|p| p.listed) {
            let leaves = pupil.year_level == 13 || pupil.last_day.is_some_and(|last| last.year() < self.year);
            pupil.listed = !leaves;
            pupil.last_day = if leaves { pupil.last_day.or(Some(ended)) } else { pupil.last_day };
            pupil.year_level = (pupil.year_level + 1).min(13);
        }
        while self.pupils.iter().filter(|p| p.listed).count() < self.spec.pupils {
            self.enrol(9);
        }
        self.plan_year();
    }

    fn untouched_pupil(&self, random: &mut Random, touched: &mut Vec<usize>) -> Option<usize> {
        let fits = |&i: &usize| {
            let p = &self.pupils[i];
            p.listed && p.last_day.is_none() && !touched.contains(&i)
        };
        let found = (0..100).map(|_| random.below(self.pupils.len())).find(fits)?;
        touched.push(found);
        Some(found)
    }

    fn day_name(&mut self, pupil: usize, random: &mut Random) -> Option<DayEvent> {
        let old = self.pupils[pupil].given.clone();
        let new = (0..20).map(|_| names::given(random)).find(|name| *name != old)?;
        self.change_preferred_name(pupil, new);
        Some(DayEvent::PreferredName { pupil })
    }

    fn day_tutor(&mut self, pupil: usize, _: &mut Random) -> Option<DayEvent> {
        let (from, to) = (self.pupils[pupil].tutor.clone(), self.other_tutor(pupil)?);
        self.change_tutor(pupil, &to).then_some(DayEvent::Tutor { pupil, from, to })
    }

    fn day_class(&mut self, pupil: usize, _: &mut Random) -> Option<DayEvent> {
        let (from, to) = self.possible_move(pupil)?;
        self.move_class(pupil, from, to).then_some(DayEvent::ClassMove { pupil, from, to })
    }

    fn day_email(&mut self, pupil: usize, _: &mut Random) -> Option<DayEvent> {
        self.change_email(pupil);
        Some(DayEvent::Email { pupil })
    }

    fn day_leaver(&mut self, pupil: usize, _: &mut Random) -> Option<DayEvent> {
        let on = self.today.yesterday().unwrap_or(self.today);
        self.leaver(pupil, on);
        Some(DayEvent::Left { pupil, on })
    }

    fn day_return(&mut self, touched: &[usize]) -> Option<DayEvent> {
        let gone = |i: &usize| {
            self.pupils[*i].listed && self.pupils[*i].last_day.is_some_and(|last| last < self.today)
        };
        let pupil = (0..self.pupils.len()).filter(gone).find(|i| !touched.contains(i))?;
        self.reentry(pupil);
        Some(DayEvent::Returned { pupil })
    }

    fn day_staff_code(&mut self, random: &mut Random) -> Option<DayEvent> {
        let staff = random.below(self.staff.len());
        let to = random.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 3);
        if !self.staff[staff].listed || self.staff.iter().any(|s| s.code == to) {
            return None;
        }
        let from = self.staff[staff].code.clone();
        self.rename_staff_code(staff, &to);
        Some(DayEvent::StaffCode { staff, from, to })
    }
}

type Change = fn(&mut School, usize, &mut Random) -> Option<DayEvent>;
