//! Timetable summaries: who is in which class.
//!
//! A pupil's cell names the teacher, a teacher's cell the option line; a class is known by subject and option line.
//! With both summaries the option line is found: the teacher has only one of the subject, or has one at that time. With
//! the pupils' summary alone the teacher's code stands for the option line.

use std::collections::{BTreeMap, BTreeSet};

use crosswalk_connector_kit::{CancellationToken, KitError};
use crosswalk_standards::delimited::fold;

use super::cells::{Lesson, lessons};
use super::seen::{Seen, Turn};
use super::{Import, Kind, Person, row};
use crate::csv_files::layouts::Layout;
use crate::csv_files::notes::Spot;
use crate::csv_files::sheet::{Line, Sheet};

/// A class within the school year.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::csv_files) struct ClassCode {
    pub subject: String,
    pub option: String,
}

/// The classes of one person.
#[derive(Clone, Debug, Default)]
pub(in crate::csv_files) struct Taught {
    pub classes: BTreeSet<ClassCode>,
    /// Whether a cell could not be understood, so that more classes may be meant.
    pub unsure: bool,
}

/// Option lines of a teacher's subject, each with the times at which it meets.
type OptionLines = BTreeMap<String, BTreeSet<String>>;

/// What the summaries say.
#[derive(Default)]
pub(in crate::csv_files) struct Lessons {
    /// The classes of pupils, by identifier.
    pub pupils: BTreeMap<String, Taught>,
    /// The classes of staff, by code.
    pub staff: BTreeMap<String, Taught>,
    /// Whether the teachers' own summary was read; otherwise their classes are those that pupils have with them.
    pub from_teachers: bool,
    option_lines: BTreeMap<(String, String), OptionLines>,
}

/// Takes a summary.
pub(super) fn take(
    import: &mut Import<'_>,
    sheet: &mut Sheet,
    cancel: &CancellationToken,
) -> Result<(), KitError> {
    let columns: Vec<(usize, String)> =
        sheet.lessons().into_iter().map(|(at, heading)| (at, fold(&heading))).collect();
    let kind = if sheet.layout == Layout::TeacherTimetable { Kind::Staff } else { Kind::Pupil };
    import.lessons.from_teachers |= kind == Kind::Staff;
    let was_listed = import.roll.is_listed(kind);
    let mut seen = Seen::default();
    while let Some(line) = sheet.next(cancel)? {
        let mut reading = Reading { import, sheet, line: &line, kind, was_listed };
        if reading.person(&mut seen, &columns) {
            sheet.use_row();
        } else {
            sheet.skip_row();
        }
    }
    Ok(())
}

/// One row while it is read.
struct Reading<'r, 'c> {
    import: &'r mut Import<'c>,
    sheet: &'r Sheet,
    line: &'r Line,
    kind: Kind,
    was_listed: bool,
}

impl Reading<'_, '_> {
    /// False when the row was left out.
    fn person(&mut self, seen: &mut Seen, columns: &[(usize, String)]) -> bool {
        let id = self.line.text("id").unwrap_or_default();
        let spot = Spot { file: &self.sheet.name, line: self.line.number, stream: "people", key: id };
        if id.is_empty() {
            self.import.notes.left_out("no_key", spot, "The row has no identifier and was left out.");
            return false;
        }
        if seen.take(id, self.sheet, self.line) == Turn::Second {
            let sentence = "The identifier occurs twice in this file; the first row was kept.";
            self.import.notes.left_out("same_identifier", spot, sentence);
            return false;
        }
        if self.was_listed && self.import.roll.get(id).is_none() {
            let sentence = "The list of people has nobody with this identifier, so the row was not used.";
            self.import.notes.doubt("matches_nobody", spot, None, sentence);
            return true;
        }
        let fields = row::fields(self.import.config, self.sheet, self.line, spot, &mut self.import.notes);
        let person = Person { kind: self.kind, role: None, fields };
        if !self.import.roll.add(id, person, spot, &mut self.import.notes) {
            return false;
        }
        self.classes(id, columns, spot);
        true
    }

    fn classes(&mut self, id: &str, columns: &[(usize, String)], spot: Spot<'_>) {
        let mut taught = Taught { unsure: !self.line.is_whole(), ..Taught::default() };
        for (at, time) in columns {
            let Some(cell) = self.line.column(*at) else { continue };
            let Some(lessons) = lessons(cell) else {
                let sentence = "A cell is not written as CODE-SUBJECT-ROOM, so it was left out.";
                self.import.notes.doubt("bad_lesson", spot, Some(time), sentence);
                taught.unsure = true;
                continue;
            };
            for lesson in lessons {
                self.lesson(id, lesson, time, spot, &mut taught);
            }
        }
        let own = match self.kind {
            Kind::Pupil => &mut self.import.lessons.pupils,
            Kind::Staff => &mut self.import.lessons.staff,
        };
        let known = own.entry(id.to_owned()).or_default();
        known.classes.extend(taught.classes);
        known.unsure |= taught.unsure;
    }

    fn lesson(&mut self, id: &str, lesson: Lesson<'_>, time: &str, spot: Spot<'_>, taught: &mut Taught) {
        let is_tutor = lesson.subject.eq_ignore_ascii_case(&self.import.config.tutor_subject);
        let home = self.import.roll.get(id).and_then(Person::home);
        // The home group is told by the person's record; told twice it would be two enrolments.
        if is_tutor && home.is_some_and(|home| self.kind == Kind::Pupil || home == lesson.first) {
            return;
        }
        let subject = lesson.subject.to_owned();
        if self.kind == Kind::Staff {
            self.import.lessons.meets(id, lesson, time);
            taught.classes.insert(ClassCode { subject, option: lesson.first.to_owned() });
            return;
        }
        match self.import.lessons.option_line(lesson, time) {
            Some(option) => {
                let class = ClassCode { subject, option };
                self.import.lessons.taught_by(lesson.first, &class);
                taught.classes.insert(class);
            }
            None => {
                let sentence = "The teacher has several classes of this subject, and nobody can tell which one is meant.";
                self.import.notes.doubt("class_unclear", spot, Some(time), sentence);
                taught.unsure = true;
            }
        }
    }
}

impl Lessons {
    fn meets(&mut self, teacher: &str, lesson: Lesson<'_>, time: &str) {
        let lines = self.option_lines.entry((teacher.to_owned(), lesson.subject.to_owned())).or_default();
        lines.entry(lesson.first.to_owned()).or_default().insert(time.to_owned());
    }

    fn taught_by(&mut self, teacher: &str, class: &ClassCode) {
        if !self.from_teachers {
            self.staff.entry(teacher.to_owned()).or_default().classes.insert(class.clone());
        }
    }

    /// The option line of a pupil's lesson; none where several are possible.
    fn option_line(&self, lesson: Lesson<'_>, time: &str) -> Option<String> {
        let teacher = lesson.first.to_owned();
        let Some(lines) = self.option_lines.get(&(teacher.clone(), lesson.subject.to_owned())) else {
            return Some(teacher);
        };
        let only =
            |lines: Vec<&String>| if let [one] = lines.as_slice() { Some((*one).clone()) } else { None };
        let at_that_time =
            lines.iter().filter(|(_, times)| times.contains(time)).map(|(line, _)| line).collect();
        only(lines.keys().collect()).or_else(|| only(at_that_time))
    }
}
