//! Who teaches what, and which pupil sits in which class.

use super::School;
use super::classes::{self, Class, Line};
use super::subjects::{CHOICES, CORE};
use super::timetable::busy;
use crate::random::Random;

/// What a teacher already has: busy periods and how many.
#[derive(Clone, Copy, Default)]
struct Load {
    busy: u64,
}

impl School {
    /// Plans the classes of the year anew, gives them teachers and rooms, and seats every listed pupil.
    pub(super) fn plan_year(&mut self) {
        self.classes = classes::plan(self);
        self.assign_teachers();
        self.assign_rooms();
        self.seat_everybody();
    }

    fn assign_teachers(&mut self) {
        let mut loads = vec![Load::default(); self.staff.len()];
        self.staff.iter_mut().for_each(|s| s.tutor = None);
        for index in 0..self.classes.len() {
            self.assign_class(index, &mut loads);
        }
    }

    fn assign_class(&mut self, index: usize, loads: &mut [Load]) {
        let mask = busy(self.classes[index].line);
        if let Some(&tutor) = self.classes[index].teachers.first() {
            self.staff[tutor].tutor = Some(self.classes[index].coreoption.clone());
            loads[tutor].busy |= mask;
            return;
        }
        let first = self.combined_teacher(index).unwrap_or_else(|| self.free_teacher(index, loads, None));
        loads[first].busy |= mask;
        self.classes[index].teachers.push(first);
        if index % 20 == 7 {
            let second = self.free_teacher(index, loads, Some(first));
            if second != first {
                loads[second].busy |= mask;
                self.classes[index].teachers.push(second);
            }
        }
    }

    /// Technology of two levels in the same line is one room and one teacher: two subjects, one coreoption.
    fn combined_teacher(&self, index: usize) -> Option<usize> {
        let class = &self.classes[index];
        let shares = |other: &&Class| {
            other.site == class.site
                && other.line == class.line
                && other.coreoption == class.coreoption
                && other.year_level + 1 == class.year_level
                && other.subject.starts_with("TEC")
        };
        let other = self.classes[..index].iter().find(shares)?;
        other.teachers.first().copied().filter(|_| class.subject.starts_with("TEC"))
    }

    /// The teacher with the fewest lessons: of the department and free, else free, else anyone at the school.
    fn free_teacher(&self, index: usize, loads: &[Load], except: Option<usize>) -> usize {
        let class = &self.classes[index];
        let mask = busy(class.line);
        let department = department(&class.subject);
        let rank = |&t: &usize| {
            let clash = loads[t].busy & mask != 0;
            let foreign = self.staff[t].department != department;
            (clash, foreign, loads[t].busy.count_ones(), t)
        };
        let teachers = self.teachers(class.site);
        teachers.into_iter().filter(|t| Some(*t) != except).min_by_key(rank).or(except).unwrap_or(0)
    }

    fn assign_rooms(&mut self) {
        for index in 0..self.classes.len() {
            let mut rooms: Vec<String> =
                self.classes[index].teachers.iter().map(|t| self.staff[*t].room.clone()).take(1).collect();
            match index % 37 {
                5 => rooms = vec![String::new()],
                6 => rooms.push("GYM".to_owned()),
                _ => {}
            }
            self.classes[index].rooms = rooms;
        }
    }

    fn seat_everybody(&mut self) {
        for site in 0..self.sites.len() {
            for year_level in 9..=13 {
                let cohort: Vec<usize> = (0..self.pupils.len())
                    .filter(|&i| {
                        let p = &self.pupils[i];
                        p.listed && p.site == site && p.year_level == year_level
                    })
                    .collect();
                self.seat_cohort(site, year_level, &cohort);
            }
        }
    }

    fn seat_cohort(&mut self, site: usize, year_level: u8, cohort: &[usize]) {
        let here = |c: &&(usize, &Class)| c.1.site == site && c.1.year_level == year_level;
        let all: Vec<(usize, &Class)> = self.classes.iter().enumerate().collect();
        let tutors: Vec<usize> = all.iter().filter(here).filter(|c| c.1.is_tutor()).map(|c| c.0).collect();
        let lines: Vec<Vec<usize>> = (1..=8u8)
            .map(|n| all.iter().filter(here).filter(|c| line_number(c.1.line) == n).map(|c| c.0).collect())
            .collect();
        let random = self.random(0xC0 + u64::from(year_level));
        let mut seating = Seating { classes: &self.classes, sizes: vec![0; self.classes.len()], random };
        for (place, &pupil) in cohort.iter().enumerate() {
            let tutor = tutors[place % tutors.len()];
            let mut seats = vec![tutor];
            for line in lines.iter().filter(|line| !line.is_empty()) {
                let seat =
                    if year_level <= 10 { line[place % line.len()] } else { seating.choose(line, &seats) };
                seats.push(seat);
            }
            self.pupils[pupil].tutor = seating.classes[tutor].coreoption.clone();
            self.pupils[pupil].classes = seats;
        }
    }
}

/// How full the classes are while a cohort is seated. Juniors stay together as a group; seniors choose.
struct Seating<'a> {
    classes: &'a [Class],
    sizes: Vec<usize>,
    random: Random,
}

impl Seating<'_> {
    /// A subject that the pupil does not have yet, in the emptiest class of the line.
    fn choose(&mut self, line: &[usize], seats: &[usize]) -> usize {
        let taken = |c: usize| seats.iter().any(|s| self.classes[*s].subject == self.classes[c].subject);
        let spread = self.random.below(line.len());
        let rank = |(n, c): &(usize, usize)| (taken(*c), self.sizes[*c], (n + spread) % line.len());
        let choice = line.iter().copied().enumerate().min_by_key(rank).map_or(line[0], |(_, class)| class);
        self.sizes[choice] += 1;
        choice
    }
}

fn line_number(line: Line) -> u8 {
    match line {
        Line::Tutor => 0,
        Line::Junior { line, .. } | Line::Senior { line } => line,
    }
}

/// Department of a subject code.
fn department(subject: &str) -> Option<&'static str> {
    let stem = subject.trim_end_matches(|c: char| c.is_ascii_digit());
    CORE.iter().chain(CHOICES).find(|d| d.0 == stem).map(|d| d.2)
}
