//! Classes: `subject` + `coreoption`, of which neither is unique alone; the same codes every year and in every school.

use super::School;
use super::subjects::{self, CHOICES, CORE, Discipline, TUTOR_SUBJECT};

/// Pupils in a class, at most, when it is planned.
const CLASS_SIZE: usize = 28;

/// When a class meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// Tutor time, every day.
    Tutor,
    /// A line of year 9 or 10: letter 1 to 8.
    Junior {
        /// 9 or 10.
        year_level: u8,
        /// 1 to 8.
        line: u8,
    },
    /// An option line that years 11 to 13 share: 1 to 6.
    Senior {
        /// 1 to 6.
        line: u8,
    },
}

/// A class of the present year.
#[derive(Clone, PartialEq, Eq)]
pub struct Class {
    /// Index of its school.
    pub site: usize,
    /// Subject code.
    pub subject: String,
    /// `82A-1`, `4-1`, or the tutor code.
    pub coreoption: String,
    /// When it meets.
    pub line: Line,
    /// Year level of its pupils.
    pub year_level: u8,
    /// Teachers, by index in the staff list.
    pub teachers: Vec<usize>,
    /// Usual rooms.
    pub rooms: Vec<String>,
}

impl Class {
    /// Whether this is a tutor (form) class.
    pub fn is_tutor(&self) -> bool {
        self.line == Line::Tutor
    }

    /// The `option` under which timetables name the class: `82A-1` is `82A`, `81A-4` is `81A.4`. None for tutor classes.
    pub fn option(&self) -> Option<String> {
        let (line, number) = self.coreoption.split_once('-').filter(|_| !self.is_tutor())?;
        Some(if number == "1" { line.to_owned() } else { format!("{line}.{number}") })
    }
}

/// The classes of a school at full size, without teachers. Their codes depend on the size that was asked for, not on
/// who is there today, so that every one recurs next year.
pub(super) fn plan(school: &School) -> Vec<Class> {
    let mut classes = Vec::new();
    for site in 0..school.sites.len() {
        for year_level in 9..=13 {
            let groups = groups(school, site);
            classes.extend(tutor_classes(school, site, year_level, groups));
            match year_level {
                9 | 10 => classes.extend(junior_classes(site, year_level, groups)),
                _ => classes.extend(senior_classes(site, year_level, groups.max(2))),
            }
        }
    }
    classes
}

/// How many classes a year level needs side by side.
fn groups(school: &School, site: usize) -> usize {
    let people = match (school.sites.len(), site) {
        (1, _) => school.spec.pupils,
        (_, 0) => school.spec.pupils * 5 / 6,
        _ => school.spec.pupils / 6,
    };
    (people / 5).div_ceil(CLASS_SIZE).max(1)
}

fn tutor_classes(school: &School, site: usize, year_level: u8, groups: usize) -> Vec<Class> {
    let teachers: Vec<usize> = school.teachers(site);
    let first = usize::from(year_level - 9) * groups;
    (0..groups)
        .map(|n| {
            let teacher = teachers[(first + n) % teachers.len()];
            // A second class of the same tutor in the same year level needs a code of its own.
            let round = "BCDEFGHIJKLMNOPQRSTUVWXYZ".chars().nth((n / teachers.len()).wrapping_sub(1));
            let coreoption = format!(
                "{year_level}{}{}",
                school.staff[teacher].code,
                round.map(String::from).unwrap_or_default()
            );
            Class {
                teachers: vec![teacher],
                ..empty(site, year_level, TUTOR_SUBJECT, coreoption, Line::Tutor)
            }
        })
        .collect()
}

fn junior_classes(site: usize, year_level: u8, groups: usize) -> impl Iterator<Item = Class> {
    (1..=8u8).flat_map(move |line| {
        (1..=groups).map(move |group| {
            let (stem, ..) = CORE[(usize::from(line) + group) % CORE.len()];
            let coreoption = format!("{}{line}A-{group}", year_level - 1);
            empty(
                site,
                year_level,
                &subjects::code(stem, year_level),
                coreoption,
                Line::Junior { year_level, line },
            )
        })
    })
}

fn senior_classes(site: usize, year_level: u8, count: usize) -> Vec<Class> {
    let mut classes: Vec<Class> = Vec::new();
    for line in 1..=6u8 {
        let start = classes.len();
        for place in 0..count {
            let subject = subjects::code(choice(line, place).0, year_level);
            let number = classes[start..].iter().filter(|c| c.subject == subject).count() + 1;
            classes.push(empty(
                site,
                year_level,
                &subject,
                format!("{line}-{number}"),
                Line::Senior { line },
            ));
        }
    }
    classes
}

/// English and Mathematics in every line, the rest in turn.
fn choice(line: u8, place: usize) -> Discipline {
    match place % 6 {
        0 => CHOICES[0],
        1 => CHOICES[1],
        _ => CHOICES[2 + (usize::from(line) * 7 + place) % (CHOICES.len() - 2)],
    }
}

fn empty(site: usize, year_level: u8, subject: &str, coreoption: String, line: Line) -> Class {
    let subject = subject.to_owned();
    Class { site, subject, coreoption, line, year_level, teachers: Vec::new(), rooms: Vec::new() }
}

impl School {
    /// Teachers whose first school is this one and who still work here.
    pub(super) fn teachers(&self, site: usize) -> Vec<usize> {
        let here = self.staff.iter().enumerate();
        here.filter(|(_, s)| {
            s.listed && s.last_day.is_none() && s.teaches() && s.sites.first() == Some(&site)
        })
        .map(|(index, _)| index)
        .collect()
    }

    /// Index of the tutor class with this code.
    pub fn tutor_class(&self, site: usize, coreoption: &str) -> Option<usize> {
        self.classes.iter().position(|c| c.site == site && c.is_tutor() && c.coreoption == coreoption)
    }
}
