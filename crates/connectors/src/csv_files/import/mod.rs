//! Joins the exports: who is in them, which subjects there are, who is in which class. People are joined by their
//! identifier, never by guessing; what matches nobody is reported.

mod cells;
mod groups;
mod lessons;
mod roles;
mod roll;
mod roster;
mod row;
mod seen;
mod subjects;
mod supplement;

use std::collections::BTreeMap;

use crosswalk_connector_kit::{CancellationToken, KitError};
use crosswalk_model::Fields;

use super::config::Config;
use super::files;
use super::layouts::Layout;
use super::notes::Notes;
use super::problem;
use super::sheet::{Sheet, SheetEnd};

pub(super) use groups::Groups;
pub(super) use lessons::{ClassCode, Lessons, Taught};
pub(super) use roll::{Kind, Person, Roll};
pub(super) use row::is_wanted;

/// What the exports say together.
pub(super) struct Import<'c> {
    pub config: &'c Config,
    /// The school year of the classes.
    pub year: String,
    pub notes: Notes,
    pub roll: Roll,
    pub subjects: BTreeMap<String, Fields>,
    pub lessons: Lessons,
    pub groups: Groups,
    /// How each file ended.
    pub ends: Vec<SheetEnd>,
}

/// Reads all exports.
///
/// # Errors
/// When one cannot be read or understood: then nothing of any is taken over.
pub(super) fn import<'c>(config: &'c Config, cancel: &CancellationToken) -> Result<Import<'c>, KitError> {
    let mut notes = Notes::default();
    let exports = files::find(config, &mut notes)?;
    let year = files::school_year(config, &exports)?;
    let sheets = exports.iter().map(|export| Sheet::open(config, export, &mut notes));
    let mut sheets = sheets.collect::<Result<Vec<Sheet>, KitError>>()?;
    sheets.sort_by_key(turn);
    let mut import = Import {
        config,
        year,
        notes,
        roll: Roll::default(),
        subjects: BTreeMap::new(),
        lessons: Lessons::default(),
        groups: Groups::default(),
        ends: Vec::new(),
    };
    for sheet in sheets {
        import.take(sheet, cancel)?;
    }
    import.must_hold_something()?;
    Ok(import)
}

/// Who must be read before whom: first what there is, then what speaks of it.
fn turn(sheet: &Sheet) -> u8 {
    match sheet.layout {
        Layout::Subjects => 0,
        Layout::StudentList | Layout::StaffList | Layout::IdentityExtract => 1,
        Layout::People if supplement::is_one(sheet) => 5,
        Layout::People => 1,
        Layout::ClassSheet => 2,
        Layout::TeacherTimetable => 3,
        Layout::StudentTimetable => 4,
    }
}

impl Import<'_> {
    fn take(&mut self, mut sheet: Sheet, cancel: &CancellationToken) -> Result<(), KitError> {
        match sheet.layout {
            Layout::Subjects => subjects::take(self, &mut sheet, cancel)?,
            Layout::People if supplement::is_one(&sheet) => supplement::take(self, &mut sheet, cancel)?,
            Layout::TeacherTimetable | Layout::StudentTimetable => lessons::take(self, &mut sheet, cancel)?,
            _ => roster::take(self, &mut sheet, cancel)?,
        }
        let end = sheet.end(&mut self.notes)?;
        self.ends.push(end);
        Ok(())
    }

    /// An extract without anything in it is never given: it would look like a school without people.
    fn must_hold_something(&self) -> Result<(), KitError> {
        if self.roll.is_empty() && self.subjects.is_empty() {
            let names: Vec<&str> = self.ends.iter().map(|end| end.name.as_str()).collect();
            let detail = "No row could be used: each lacks an identifier or does not say who it is about. Nothing was \
                          read, so nobody is removed.";
            return Err(problem::odd(&names.join(", "), detail));
        }
        Ok(())
    }

    /// Whether every file was understood to its last row.
    pub(super) fn is_sound(&self) -> bool {
        self.ends.iter().all(SheetEnd::is_sound)
    }
}
