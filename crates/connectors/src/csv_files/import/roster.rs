//! Lists that say who there is: pupils, staff, the Identity Data Extract, other lists of people.

use crosswalk_connector_kit::{CancellationToken, KitError};
use crosswalk_model::Severity;

use super::roles::{Who, who};
use super::seen::{Seen, Turn};
use super::{Import, Kind, Person, groups, row};
use crate::csv_files::layouts::Layout;
use crate::csv_files::notes::Spot;
use crate::csv_files::problem;
use crate::csv_files::sheet::{Line, Sheet};

/// Takes every row of a list.
pub(super) fn take(
    import: &mut Import<'_>,
    sheet: &mut Sheet,
    cancel: &CancellationToken,
) -> Result<(), KitError> {
    must_tell_who(import, sheet)?;
    if sheet.layout == Layout::ClassSheet {
        return class_sheet(import, sheet, cancel);
    }
    let mut taking = Taking::default();
    while let Some(line) = sheet.next(cancel)? {
        taking.row(import, sheet, &line);
    }
    taking.end(import, sheet);
    Ok(())
}

/// A list of people without roles says nothing of who they are, unless the settings do.
fn must_tell_who(import: &Import<'_>, sheet: &Sheet) -> Result<(), KitError> {
    if sheet.layout == Layout::People && !sheet.has("role") && import.config.people_are.is_none() {
        let remedy = format!(
            "{} does not say who is a pupil and who is staff. Choose which of them it lists.",
            sheet.name
        );
        return Err(problem::bad_setting("people_are", remedy));
    }
    Ok(())
}

/// In some class spreadsheets `Number` is the pupil's number, in others it counts the rows. A count names nobody.
fn class_sheet(
    import: &mut Import<'_>,
    sheet: &mut Sheet,
    cancel: &CancellationToken,
) -> Result<(), KitError> {
    let mut lines = Vec::new();
    while let Some(line) = sheet.next(cancel)? {
        lines.push(line);
    }
    let counts = lines.iter().zip(1_u64..).all(|(line, at)| line.text("id") == Some(at.to_string().as_str()));
    if counts && !lines.is_empty() {
        lines.iter().for_each(|_| sheet.skip_row());
        let message = format!(
            "In {} the column Number counts the rows and names nobody, so the file was left out. Export it with the \
             pupils' identifiers.",
            sheet.name
        );
        import.notes.file("no_key", Severity::Error, &sheet.name, message);
        return Ok(());
    }
    let mut taking = Taking::default();
    lines.iter().for_each(|line| taking.row(import, sheet, line));
    taking.end(import, sheet);
    Ok(())
}

/// A list while it is read.
#[derive(Default)]
struct Taking {
    seen: Seen,
    others: u64,
    kinds: Vec<Kind>,
}

impl Taking {
    fn row(&mut self, import: &mut Import<'_>, sheet: &mut Sheet, line: &Line) {
        if self.person(import, sheet, line) {
            sheet.use_row();
        } else {
            sheet.skip_row();
        }
    }

    /// False when the row was left out although it should have been taken.
    fn person(&mut self, import: &mut Import<'_>, sheet: &Sheet, line: &Line) -> bool {
        let file = sheet.name.clone();
        let id = line.text("id").unwrap_or_default();
        let spot = Spot { file: &file, line: line.number, stream: "people", key: id };
        if id.is_empty() {
            let sentence =
                "The row has no identifier and was left out; what is known of the person stays as it is.";
            import.notes.left_out("no_key", spot, sentence);
            return false;
        }
        let Some(who) = who_is(import, sheet, line) else {
            let sentence =
                "Nobody can tell from the role whether this is a pupil or staff, so the row was left out.";
            import.notes.left_out("unknown_role", spot, sentence);
            return false;
        };
        let (kind, role) = match who {
            Who::Pupil => (Kind::Pupil, None),
            Who::Staff(role) => (Kind::Staff, role),
            Who::Other => {
                self.others += 1;
                return true;
            }
        };
        match self.seen.take(id, sheet, line) {
            Turn::Repeated => return true,
            Turn::Second => {
                import.notes.left_out(
                    "same_identifier",
                    spot,
                    "The identifier occurs twice in this file; the first row was kept.",
                );
                return false;
            }
            Turn::First => {}
        }
        let fields = row::fields(import.config, sheet, line, spot, &mut import.notes);
        let added = import.roll.add(id, Person { kind, role, fields }, spot, &mut import.notes);
        if added {
            self.kinds.push(kind);
            self.kinds.dedup();
            groups::take(import, sheet, line, id);
        }
        added
    }

    fn end(self, import: &mut Import<'_>, sheet: &Sheet) {
        self.kinds.iter().for_each(|kind| import.roll.list(*kind));
        if self.others > 0 {
            let message = format!(
                "{} rows of {} are about family or former pupils and were left out: this import is about pupils and staff.",
                self.others, sheet.name
            );
            import.notes.file("not_of_the_school", Severity::Note, &sheet.name, message);
        }
    }
}

fn who_is(import: &Import<'_>, sheet: &Sheet, line: &Line) -> Option<Who> {
    match sheet.layout {
        Layout::StaffList => Some(Who::Staff(None)),
        Layout::StudentList | Layout::ClassSheet => Some(Who::Pupil),
        _ if sheet.has("role") => who(line.text("role")?),
        _ => import.config.people_are.map(Who::of_kind),
    }
}
