//! The layouts that are known, each by the headings that schools' programs write. KAMAR's are those of its reports; a
//! school may have changed them, so that every field goes by several names. The usual one stands first.

use crosswalk_standards::delimited::HeadingMap;

mod headings;

/// A layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Layout {
    /// KAMAR: Reporting, Staff Lists.
    StaffList,
    /// KAMAR: a list of pupils, of the school or of a class.
    StudentList,
    /// KAMAR: Setup, Subjects.
    Subjects,
    /// KAMAR: Reporting, Timetable, pupils. Cells are `TEACHER-SUBJECT-ROOM`.
    StudentTimetable,
    /// KAMAR: Reporting, Timetable, teachers. Cells are `OPTION-SUBJECT-ROOM`.
    TeacherTimetable,
    /// KAMAR: the spreadsheet of one class, from its markbook.
    ClassSheet,
    /// The Identity Data Extract that New Zealand's systems share (`SMSIAM.csv`).
    IdentityExtract,
    /// Any other list of people, or a list that adds something to people.
    People,
}

impl Layout {
    /// All of them; where two fit equally well the earlier one is taken.
    pub(super) const ALL: [Self; 8] = [
        Self::StudentList,
        Self::StaffList,
        Self::Subjects,
        Self::StudentTimetable,
        Self::TeacherTimetable,
        Self::ClassSheet,
        Self::IdentityExtract,
        Self::People,
    ];

    /// Its name in the settings.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::StaffList => "staff_list",
            Self::StudentList => "student_list",
            Self::Subjects => "subjects",
            Self::StudentTimetable => "student_timetable",
            Self::TeacherTimetable => "teacher_timetable",
            Self::ClassSheet => "class_sheet",
            Self::IdentityExtract => "identity_extract",
            Self::People => "people",
        }
    }

    /// What a person calls it.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::StaffList => "KAMAR staff list",
            Self::StudentList => "KAMAR pupil or class list",
            Self::Subjects => "KAMAR subjects",
            Self::StudentTimetable => "KAMAR timetable summary of pupils",
            Self::TeacherTimetable => "KAMAR timetable summary of teachers",
            Self::ClassSheet => "KAMAR class spreadsheet",
            Self::IdentityExtract => "Identity Data Extract",
            Self::People => "List of people",
        }
    }

    /// The layout of that name.
    pub(super) fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|layout| layout.key() == key)
    }

    /// Whether it has a column for each lesson.
    pub(super) fn is_timetable(self) -> bool {
        matches!(self, Self::StudentTimetable | Self::TeacherTimetable)
    }

    /// Its headings, under the names of the fields that they fill.
    pub(super) fn headings(self) -> HeadingMap {
        HeadingMap::new(headings::table(self)).needing(headings::needed(self))
    }
}

/// Whether a heading names a lesson of the week: `Mon P1`, `D3 P2`, `Day 3 Period 2`.
pub(super) fn is_lesson(heading: &str) -> bool {
    const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let Some((day, rest)) = heading.trim().split_once(' ') else { return false };
    let day = day.to_ascii_lowercase();
    let numbered = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let of_cycle = day.strip_prefix("day").or_else(|| day.strip_prefix('d'));
    let is_day =
        DAYS.iter().any(|known| day.starts_with(known)) || of_cycle.is_some_and(numbered) || day == "day";
    is_day && !rest.trim().is_empty()
}

/// Whether a column may hold what opens an account. Such a column is never read, whatever the settings say.
pub(super) fn is_credential(heading: &str) -> bool {
    let folded = crosswalk_standards::delimited::fold(heading);
    ["password", "passwd", "passphrase", "pincode", "secret"].iter().any(|word| folded.contains(word))
}
