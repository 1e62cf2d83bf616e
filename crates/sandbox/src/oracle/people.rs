//! What both clouds are told about people and classes.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::Value;

use super::{Fields, text};
use crate::school::{Class, Pupil, School, Staff};

/// A person's names: given, preferred, family, displayed.
pub struct Names {
    /// Legal given name where it differs from the one in use, else the one in use.
    pub given: String,
    /// The one in use where a legal one differs.
    pub preferred: String,
    /// Family name.
    pub family: String,
}

impl Names {
    /// Names of a pupil.
    pub fn of_pupil(pupil: &Pupil) -> Self {
        let legal = pupil.legal.as_ref().map(|legal| legal.given.as_str());
        let (given, preferred) = match legal.filter(|legal| !legal.is_empty() && *legal != pupil.given) {
            Some(legal) => (legal, pupil.given.as_str()),
            None => (pupil.given.as_str(), ""),
        };
        Self { given: given.to_owned(), preferred: preferred.to_owned(), family: pupil.family.clone() }
    }

    /// Names of a member of staff.
    pub fn of_staff(staff: &Staff) -> Self {
        Self { given: staff.given.clone(), preferred: String::new(), family: staff.family.clone() }
    }

    /// What to call the person.
    pub fn displayed(&self) -> String {
        let first = if self.preferred.is_empty() { &self.given } else { &self.preferred };
        format!("{first} {}", self.family).trim().to_owned()
    }

    /// The three names as fields.
    pub fn fields(&self) -> Fields {
        [
            ("given_name", text(&self.given)),
            ("preferred_name", text(&self.preferred)),
            ("family_name", text(&self.family)),
        ]
        .into()
    }
}

/// E-mail in lower case.
pub fn email(email: Option<&String>) -> Value {
    text(&email.map(|e| e.to_lowercase()).unwrap_or_default())
}

/// First day.
pub fn starts_on(starts: Date) -> Value {
    starts.to_string().into()
}

/// The day after the last one, while that is ahead. KAMAR tells the last day; clouds hold half-open intervals.
pub fn ends_on(last_day: Option<Date>, today: Date) -> Value {
    let ahead = last_day.filter(|last| *last >= today);
    ahead.map_or(Value::Null, |last| last.saturating_add(1.day()).to_string().into())
}

/// `<moeCode>/<school year>/<subject>/<coreoption>`.
pub fn class_key(school: &School, class: &Class) -> String {
    format!("{}/{}/{}/{}", school.site(class.site).moe_code, school.year, class.subject, class.coreoption)
}

/// Name of the subject of a class; none for tutor classes and for subjects that KAMAR does not list.
pub fn subject_name<'a>(school: &'a School, class: &Class) -> Option<&'a str> {
    let subject = school.subjects.iter().find(|s| s.listed && s.code == class.subject);
    subject.map(|s| s.name.as_str())
}

/// Title of a class.
pub fn title(school: &School, class: &Class) -> String {
    let name = if class.is_tutor() { "Tutor" } else { subject_name(school, class).unwrap_or(&class.subject) };
    format!("{name} {}", class.coreoption)
}

/// `homeroom` or `scheduled`.
pub fn kind(class: &Class) -> &'static str {
    if class.is_tutor() { "homeroom" } else { "scheduled" }
}

/// Who is in a class and as what: pupils and teachers who are at the school on the day.
pub fn memberships(school: &School, date: Date) -> Vec<Member<'_>> {
    let pupils = school.current_pupils(date).flat_map(|pupil| {
        pupil.classes.iter().map(move |class| Member { who: Who::Pupil(pupil), class: *class })
    });
    let current: BTreeSet<usize> = school.current_staff(date).map(|(index, _)| index).collect();
    let teachers = school.classes.iter().enumerate().flat_map(move |(class, taught)| {
        let here: Vec<usize> = taught.teachers.iter().copied().filter(|t| current.contains(t)).collect();
        here.into_iter().map(move |t| Member { who: Who::Teacher(&school.staff[t]), class })
    });
    pupils.chain(teachers).collect()
}

/// One membership.
pub struct Member<'a> {
    /// Who.
    pub who: Who<'a>,
    /// Index of the class.
    pub class: usize,
}

/// A member of a class.
pub enum Who<'a> {
    /// Learns there.
    Pupil(&'a Pupil),
    /// Teaches there.
    Teacher(&'a Staff),
}

/// Indices of the classes that have a member on the day.
pub fn live_classes(school: &School, date: Date) -> BTreeSet<usize> {
    memberships(school, date).iter().map(|member| member.class).collect()
}
