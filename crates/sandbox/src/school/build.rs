//! Invents the people of a school from its seed.

use jiff::civil::{Date, Weekday, date};

use super::people::{LegalName, Pupil, Sharing, Staff, Team};
use super::subjects::DEPARTMENTS;
use super::{School, Site, Spec, family, names, subjects};
use crate::random::Random;

const HOUSES: &[&str] = &["Rimu", "Kauri", "Tōtara", "Mataī"];
const WHANAU: &[&str] = &["Kahu", "Huia", "Kea"];
const TEAMS: &[(u32, &str, &str, bool)] = &[
    (12031, "Kapa Haka", "Cultural", true),
    (12032, "Netball Snr A ", "Sport", true),
    (12033, "Ngā Manu Kōrero", "Cultural", true),
    (12034, "First XI", "Sport", true),
    (12035, "Students to Monitor ", "Admin", false),
];
const BASE32: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const DIGITS: &str = "0123456789";

impl School {
    /// Invents a school. The same specification always gives the same school.
    ///
    /// Sizes outside the supported range are brought into it: at least 20 pupils and 8 members of staff.
    pub fn generate(spec: &Spec) -> Self {
        let spec = Spec { pupils: spec.pupils.clamp(20, 40_000), staff: spec.staff.max(8), ..spec.clone() };
        let mut school = Self {
            year: spec.year,
            today: school_day(date(spec.year, 3, 2)),
            sites: sites(spec.schools),
            subjects: subjects::all(),
            classes: Vec::new(),
            staff: Vec::new(),
            pupils: Vec::new(),
            next_number: 21_000,
            spec,
        };
        (0..school.spec.staff).for_each(|_| school.hire());
        for place in 0..school.spec.pupils {
            let year_level = 13 - (place * 5 / school.spec.pupils) as u8;
            school.enrol(year_level);
        }
        school.plan_year();
        school
    }

    /// Adds a member of staff.
    pub(super) fn hire(&mut self) {
        let place = self.staff.len();
        let mut random = self.random(0x57AF_0000 + place as u64);
        let mut person = staff_member(&self.spec, place, &mut random, self.year);
        let domain = self.sites[person.sites[0]].domain;
        person.code = self.free_code(&person, &mut random);
        person.username = self.free_username(&person);
        let address = format!("{}@{domain}", person.username);
        person.email = match place {
            _ if place % 60 == 24 => None,
            _ if place % 19 == 6 => Some(address.to_uppercase()),
            _ => Some(address),
        };
        self.staff.push(person);
    }

    /// Adds a pupil, without classes yet. Some are made in ways that are hard to tell apart.
    pub(super) fn enrol(&mut self, year_level: u8) {
        let place = self.pupils.len();
        let mut random = self.random(0x9000_0000 + place as u64);
        let mut pupil = pupil(self, year_level, &mut random);
        self.make_alike(place, &mut pupil);
        if place % 40 == 3 {
            only_one_name(&mut pupil, place, &mut random);
        }
        pupil.username = username(&pupil);
        pupil.email = (place % 150 != 70).then(|| email(&pupil, place, self.sites[pupil.site].domain));
        self.next_number += 1;
        self.pupils.push(pupil);
    }

    /// Twins share family name, date of birth and home, now and then even the given name; others only share names.
    fn make_alike(&self, place: usize, pupil: &mut Pupil) {
        let Some(other) = self.pupils.last().filter(|o| o.year_level == pupil.year_level && o.listed) else {
            return;
        };
        if place % 50 == 8 {
            pupil.family.clone_from(&other.family);
            pupil.born = other.born;
            pupil.household.clone_from(&other.household);
            pupil.site = other.site;
            pupil.second_site = other.second_site;
        }
        if place % 60 == 12 {
            pupil.family.clone_from(&other.family);
        }
        if place % 60 == 12 || place % 400 == 208 {
            pupil.given.clone_from(&other.given);
            pupil.legal = None;
        }
    }

    fn free_code(&self, person: &Staff, random: &mut Random) -> String {
        let letters =
            format!("{}{}", names::plain(&person.given), names::plain(&person.family)).to_uppercase();
        let first: String = letters
            .chars()
            .take(1)
            .chain(names::plain(&person.family).to_uppercase().chars().take(2))
            .collect();
        let mut code = first;
        while self.staff.iter().any(|s| s.code == code) {
            code = random.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 3);
        }
        code
    }

    fn free_username(&self, person: &Staff) -> String {
        let initial: String = names::plain(&person.given).chars().take(1).collect();
        let name = format!("{initial}.{}", names::plain(&person.family));
        let count = self
            .staff
            .iter()
            .filter(|s| s.username.trim_end_matches(|c: char| c.is_ascii_digit()) == name)
            .count();
        if count == 0 { name } else { format!("{name}{}", count + 1) }
    }
}

/// The day itself, or the Monday after a weekend.
pub(super) fn school_day(day: Date) -> Date {
    match day.weekday() {
        Weekday::Saturday => day.saturating_add(jiff::Span::new().days(2)),
        Weekday::Sunday => day.saturating_add(jiff::Span::new().days(1)),
        _ => day,
    }
}

fn sites(count: u8) -> Vec<Site> {
    let first = Site {
        index: 1,
        moe_code: "0989",
        name: "Kōwhai Bay College",
        kind: 40,
        domain: "kowhaibay.school.example",
    };
    let second = Site {
        index: 2,
        moe_code: "9998",
        name: "Harbourside Kura",
        kind: 32,
        domain: "harbourside.school.example",
    };
    if count > 1 { vec![first, second] } else { vec![first] }
}

fn staff_member(spec: &Spec, place: usize, random: &mut Random, year: i16) -> Staff {
    let teaches = place < (spec.staff * 6 / 10).max(6);
    let department = teaches.then(|| DEPARTMENTS[place % DEPARTMENTS.len()]);
    let position = department.map_or("Support staff".to_owned(), |d| format!("Teacher of {d}"));
    let last_day = match place {
        _ if teaches => None,
        _ if place + 1 == spec.staff => Some(date(year, 2, 13)),
        _ => (place % 50 == 48).then(|| date(year, 12, 18)),
    };
    let room =
        department.map(|d| format!("{}{}", d.chars().next().unwrap_or('X'), place / DEPARTMENTS.len() + 1));
    Staff {
        code: String::new(),
        uuid: random.text(DIGITS, 39),
        unique_id: 1_000_000 + place as u32,
        sites: staff_sites(spec, place),
        username: String::new(),
        title: random.pick(&["Ms", "Mr", "Mrs", "Mx", "Dr", "Whaea"]),
        given: names::given(random).to_owned(),
        family: names::family(random),
        gender: random.pick(&["F", "M"]),
        email: None,
        classification: if teaches { "Teacher" } else { "Support" },
        position,
        department,
        house: random.pick(HOUSES),
        tutor: None,
        extension: 200 + (place % 700) as u16,
        room: room.unwrap_or_default(),
        starts: date(year - random.below(20) as i16, 1, 28),
        last_day,
        listed: true,
    }
}

fn staff_sites(spec: &Spec, place: usize) -> Vec<usize> {
    match place {
        _ if spec.schools < 2 => vec![0],
        _ if place % 6 == 5 => vec![1],
        _ if place % 9 == 3 => vec![0, 1],
        _ => vec![0],
    }
}

fn pupil(school: &School, year_level: u8, random: &mut Random) -> Pupil {
    let (place, number, year) = (school.pupils.len(), school.next_number, school.year);
    let two_schools = school.sites.len() > 1;
    let family = names::family(random);
    let given = names::given(random).to_owned();
    let returned = place % 80 == 40;
    Pupil {
        number,
        uuid: random.text(BASE32, 26),
        unique_id: number * 10 + 7,
        site: usize::from(two_schools && place % 6 == 5),
        second_site: (two_schools && place % 30 == 4).then_some(1),
        nsn: if place % 70 == 30 { String::new() } else { format!("0000{number:06}") },
        username: String::new(),
        legal: legal_name(place, &given, &family, random),
        gender: random.pick(&["F", "M"]),
        email: None,
        mobile: (!random.one_in(5)).then(|| family::mobile(random)),
        house: random.pick(HOUSES),
        whanau: random.one_in(3).then(|| random.pick(WHANAU)),
        born: date(year - i16::from(year_level) - 5, random.below(12) as i8 + 1, random.below(28) as i8 + 1),
        starts: if returned { date(year, 2, 9) } else { date(year - i16::from(year_level - 9), 1, 29) },
        last_day: last_day(place, year),
        year_level,
        tutor: String::new(),
        classes: Vec::new(),
        teams: teams(random),
        household: family::household(random, &family, 5000 + place as u32 / 2),
        flags: family::flags(random),
        awards: if random.one_in(12) {
            vec![family::Award { name: "Diligence Cup", year: year - 1 }]
        } else {
            Vec::new()
        },
        sharing: sharing(place, random),
        returned,
        listed: true,
        given,
        family,
    }
}

/// A third of the pupils have legal names on file; some of those differ from the names in use.
fn legal_name(place: usize, given: &str, family: &str, random: &mut Random) -> Option<LegalName> {
    let given = if place % 12 == 5 { names::given(random).to_owned() } else { given.to_owned() };
    (place % 3 == 2 || place % 12 == 5).then(|| LegalName { given, family: family.to_owned() })
}

fn last_day(place: usize, year: i16) -> Option<Date> {
    match place % 90 {
        50 => Some(date(year, 2, 20)),
        60 => Some(date(year, 12, 4)),
        _ => None,
    }
}

fn sharing(place: usize, random: &mut Random) -> Sharing {
    let details = match place % 45 {
        20 => Some(false),
        21 => None,
        _ => Some(true),
    };
    Sharing { details, photo: !random.one_in(4), other: random.one_in(2) }
}

fn teams(random: &mut Random) -> Vec<Team> {
    let chosen = TEAMS.iter().filter(|_| random.one_in(9));
    chosen.map(|&(number, name, category, on_report)| Team { number, name, category, on_report }).collect()
}

/// A single name stands in `firstname` for some and in `lastname` for others.
fn only_one_name(pupil: &mut Pupil, place: usize, random: &mut Random) {
    let name = names::single(random).to_owned();
    (pupil.given, pupil.family) =
        if place.is_multiple_of(2) { (name, String::new()) } else { (String::new(), name) };
    pupil.legal = None;
}

fn username(pupil: &Pupil) -> String {
    let initial: String = names::plain(&pupil.family).chars().take(1).collect();
    [names::plain(&pupil.given), initial, pupil.number.to_string()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(".")
}

/// The school e-mail; some schools type capitals into it.
pub(super) fn email(pupil: &Pupil, place: usize, domain: &str) -> String {
    let address = format!("{}@{domain}", username(pupil));
    if place % 17 != 3 {
        return address;
    }
    let mut letters = address.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
