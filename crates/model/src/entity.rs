//! What the roster holds, in the words of OneRoster 1.2 and a few beyond it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A kind of roster record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Entity {
    /// A school, department or district.
    Org,
    /// A school year, term or grading period.
    AcademicSession,
    /// A subject as taught.
    Course,
    /// A class, tutor group or club.
    Class,
    /// A person: pupil, staff, caregiver.
    User,
    /// Birth date and other facts about a user, apart from the user.
    Demographics,
    /// A user's place in a class, with dates.
    Enrollment,
    /// A pupil's caregiver or emergency contact.
    Relationship,
    /// A named slot of the school day.
    Period,
    /// One lesson of a class in a school week.
    TimetableSlot,
    /// A pupil's marks of one day.
    AttendanceMark,
    /// An event or special day of the school's calendar.
    CalendarDay,
}

impl Entity {
    /// All kinds, in the order in which they can be written: what is pointed at comes first.
    pub const ALL: [Self; 12] = [
        Self::Org,
        Self::AcademicSession,
        Self::Course,
        Self::Class,
        Self::User,
        Self::Demographics,
        Self::Enrollment,
        Self::Relationship,
        Self::Period,
        Self::TimetableSlot,
        Self::AttendanceMark,
        Self::CalendarDay,
    ];

    /// The name in code, tables and mappings.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Org => "org",
            Self::AcademicSession => "academicSession",
            Self::Course => "course",
            Self::Class => "class",
            Self::User => "user",
            Self::Demographics => "demographics",
            Self::Enrollment => "enrollment",
            Self::Relationship => "relationship",
            Self::Period => "period",
            Self::TimetableSlot => "timetableSlot",
            Self::AttendanceMark => "attendanceMark",
            Self::CalendarDay => "calendarDay",
        }
    }

    /// The word for people, in the singular and the plural.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Org => ("school", "schools"),
            Self::AcademicSession => ("session", "sessions"),
            Self::Course => ("subject", "subjects"),
            Self::Class => ("class", "classes"),
            Self::User => ("person", "people"),
            Self::Demographics => ("set of personal details", "sets of personal details"),
            Self::Enrollment => ("enrolment", "enrolments"),
            Self::Relationship => ("family contact", "family contacts"),
            Self::Period => ("period", "periods"),
            Self::TimetableSlot => ("lesson", "lessons"),
            Self::AttendanceMark => ("attendance day", "attendance days"),
            Self::CalendarDay => ("calendar day", "calendar days"),
        }
    }
}

impl fmt::Display for Entity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Entity {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|entity| entity.as_str() == text).ok_or_else(|| text.to_owned())
    }
}
