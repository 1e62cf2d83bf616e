//! The rows of each file.

use std::io::Result;

use super::ids::id;
use super::night::{Fate, Night};
use super::{Binding, District};
use crate::random::Random;
use crate::school::names;

const ORG: u64 = 1;
const SESSION: u64 = 2;
const COURSE: u64 = 3;
const CLASS: u64 = 4;
const PUPIL: u64 = 5;
const STAFF: u64 = 6;
const ENROLLMENT: u64 = 7;
const JOINED: u64 = 8;
const ROLE: u64 = 9;

const SUBJECTS: &[&str] =
    &["Mathematics", "English", "Science", "Te Reo Māori", "Music", "History", "Art", "Technology"];

/// Takes one line after the other.
type Take<'t> = dyn FnMut(&str) -> Result<()> + 't;

/// The rows of one night.
pub(super) struct Rows<'d> {
    pub(super) district: &'d District,
    pub(super) night: Night,
}

impl Rows<'_> {
    /// The names of the files.
    pub(super) fn files(&self) -> Vec<&'static str> {
        let mut files = vec![
            "manifest.csv",
            "orgs.csv",
            "academicSessions.csv",
            "courses.csv",
            "classes.csv",
            "users.csv",
            "enrollments.csv",
        ];
        if self.district.binding == Binding::V1_2 {
            files.push("roles.csv");
        }
        files
    }

    /// The columns of a file behind those that all files begin with.
    pub(super) fn heading(&self, file: &str) -> String {
        let own = match (file, self.district.binding) {
            ("manifest.csv", _) => return "propertyName,value".into(),
            ("orgs.csv", _) => "name,type,identifier,parentSourcedId",
            ("academicSessions.csv", _) => "title,type,startDate,endDate,parentSourcedId,schoolYear",
            ("courses.csv", _) => {
                "schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes"
            }
            ("classes.csv", _) => {
                "title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,\
                 subjectCodes,periods"
            }
            ("users.csv", Binding::V1_1) => {
                "enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,\
                 phone,agentSourcedIds,grades,password"
            }
            ("users.csv", Binding::V1_2) => {
                "enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,\
                 agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,preferredMiddleName,\
                 preferredFamilyName,primaryOrgSourcedId,pronouns"
            }
            ("roles.csv", _) => {
                "userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId"
            }
            _ => "classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate",
        };
        format!("sourcedId,status,dateLastModified,{own}")
    }

    /// Gives the lines of a file, and says how many.
    pub(super) fn lines(&self, file: &str, take: &mut Take<'_>) -> Result<usize> {
        match file {
            "manifest.csv" => self.manifest(take),
            "orgs.csv" => self.orgs(take),
            "academicSessions.csv" => self.sessions(take),
            "courses.csv" => self.courses(take),
            "classes.csv" => self.classes(take),
            "users.csv" => self.users(take),
            "roles.csv" => self.roles(take),
            _ => self.enrollments(take),
        }
    }

    fn id(&self, kind: u64, number: usize) -> String {
        id(self.district.seed, kind, number)
    }

    fn school(&self, number: usize) -> String {
        self.id(ORG, 1 + number % self.district.schools())
    }

    fn manifest(&self, take: &mut Take<'_>) -> Result<usize> {
        let (version, roles) = match self.district.binding {
            Binding::V1_1 => ("1.1", "absent"),
            Binding::V1_2 => ("1.2", "bulk"),
        };
        take("manifest.version,1.0")?;
        take(&format!("oneroster.version,{version}"))?;
        for name in ["academicSessions", "classes", "courses", "enrollments", "orgs", "users"] {
            take(&format!("file.{name},bulk"))?;
        }
        take(&format!("file.roles,{roles}"))?;
        take("file.demographics,absent")?;
        Ok(0)
    }

    fn orgs(&self, take: &mut Take<'_>) -> Result<usize> {
        let district = self.id(ORG, 0);
        take(&format!("{district},,,Invented District,district,D1,"))?;
        for number in 0..self.district.schools() {
            take(&format!("{},,,School {number},school,S{number},{district}", self.school(number)))?;
        }
        Ok(1 + self.district.schools())
    }

    fn sessions(&self, take: &mut Take<'_>) -> Result<usize> {
        let year = self.id(SESSION, 0);
        take(&format!("{year},,,2026,schoolYear,2026-01-28,2026-12-18,,2026"))?;
        for term in 1..=4 {
            let (first, last) = (3 * term - 2, 3 * term - 1);
            let id = self.id(SESSION, term);
            take(&format!("{id},,,Term {term},term,2026-{first:02}-28,2026-{last:02}-20,{year},2026"))?;
        }
        Ok(5)
    }

    fn courses(&self, take: &mut Take<'_>) -> Result<usize> {
        let year = self.id(SESSION, 0);
        for number in 0..self.district.courses() {
            let subject = SUBJECTS[number % SUBJECTS.len()];
            let (id, school) = (self.id(COURSE, number), self.school(number));
            take(&format!("{id},,,{year},{subject} {number},C{number},,{school},{subject},"))?;
        }
        Ok(self.district.courses())
    }

    fn classes(&self, take: &mut Take<'_>) -> Result<usize> {
        let terms: Vec<String> = (1..=4).map(|term| self.id(SESSION, term)).collect();
        for number in 0..self.district.classes() {
            let course = self.id(COURSE, number % self.district.courses());
            let moved = if self.night.differs(self.district.seed ^ CLASS, number) { " moved" } else { "" };
            let (id, school, term) = (self.id(CLASS, number), self.school(number), &terms[number % 4]);
            take(&format!(
                "{id},,,Class {number}{moved},{:02},{course},K{number},scheduled,Room {},{school},{term},,,P{}",
                number % 13,
                number % 97,
                number % 6
            ))?;
        }
        Ok(self.district.classes())
    }

    fn users(&self, take: &mut Take<'_>) -> Result<usize> {
        let (pupils, staff) = (self.district.pupils(), self.district.staff());
        (0..pupils).try_for_each(|number| take(&self.user(PUPIL, number)))?;
        (0..staff).try_for_each(|number| take(&self.user(STAFF, number)))?;
        Ok(pupils + staff)
    }

    fn user(&self, kind: u64, number: usize) -> String {
        let mut random = Random::derive(self.district.seed ^ kind, number as u64);
        let (given, family) = (names::given(&mut random), names::family(&mut random));
        let (role, mark) = if kind == PUPIL { ("student", "p") } else { ("teacher", "t") };
        let grade = if kind == PUPIL { format!("{:02}", 1 + number % 13) } else { String::new() };
        let middle = if self.night.differs(self.district.seed ^ kind, number) { "Newly" } else { "" };
        let (id, school, name) = (self.id(kind, number), self.school(number), format!("{mark}{number}"));
        let own =
            format!("{name},,{given},{family},{middle},{mark}{number},{name}@district.example,,,,{grade},");
        match self.district.binding {
            Binding::V1_1 => format!("{id},,,true,{school},{role},{own}"),
            Binding::V1_2 => format!("{id},,,true,{own},,,,,{school},"),
        }
    }

    fn roles(&self, take: &mut Take<'_>) -> Result<usize> {
        let (pupils, staff) = (self.district.pupils(), self.district.staff());
        for (kind, count, role) in [(PUPIL, pupils, "student"), (STAFF, staff, "teacher")] {
            for number in 0..count {
                let (id, user) = (self.id(ROLE ^ (kind << 4), number), self.id(kind, number));
                take(&format!("{id},,,{user},primary,{role},,,{},", self.school(number)))?;
            }
        }
        Ok(pupils + staff)
    }

    /// One teacher for each class, the rest are pupils, round after round.
    fn enrollments(&self, take: &mut Take<'_>) -> Result<usize> {
        let (classes, seed) = (self.district.classes().min(self.district.enrollments), self.district.seed);
        let mut count = 0;
        for number in 0..self.district.enrollments {
            let seat = if number < classes { self.lesson(number) } else { self.seat(number - classes) };
            let fate = self.night.enrollment(seed, number);
            if fate != Fate::Gone {
                let end = if fate == Fate::Changed { "2026-11-06" } else { "2026-12-18" };
                take(&self.enrollment(ENROLLMENT, number, &seat, end))?;
                count += 1;
            }
            if fate == Fate::Joined && number >= classes {
                let seat = Seat { class: seat.class + self.district.schools(), ..seat };
                take(&self.enrollment(JOINED, number, &seat, "2026-12-18"))?;
                count += 1;
            }
        }
        Ok(count)
    }

    fn lesson(&self, class: usize) -> Seat {
        Seat { class, kind: STAFF, person: class % self.district.staff(), role: "teacher", primary: "true" }
    }

    /// A pupil's classes are those of the school, evenly spread.
    fn seat(&self, number: usize) -> Seat {
        let (pupils, schools) = (self.district.pupils(), self.district.schools());
        let (person, round) = (number % pupils, number / pupils);
        let own = (self.district.classes() / schools).max(1);
        let place = (person / schools * 7 + round * (own / 10).max(1)) % own;
        let class = place * schools + person % schools;
        Seat { class, kind: PUPIL, person, role: "student", primary: "" }
    }

    fn enrollment(&self, kind: u64, number: usize, seat: &Seat, end: &str) -> String {
        let Seat { class, kind: person_kind, person, role, primary } = seat;
        let class = class % self.district.classes();
        let (id, person) = (self.id(kind, number), self.id(*person_kind, *person));
        let (class, school) = (self.id(CLASS, class), self.school(class));
        format!("{id},,,{class},{school},{person},{role},{primary},2026-01-28,{end}")
    }
}

/// Who is in which class.
struct Seat {
    class: usize,
    kind: u64,
    person: usize,
    role: &'static str,
    primary: &'static str,
}
