//! One export: its headings understood, its rows one by one.

use std::collections::BTreeMap;
use std::fs::File;

use crosswalk_connector_kit::{CancellationToken, KitError};
use crosswalk_faults::Point;
use crosswalk_model::Severity;
use crosswalk_standards::delimited::{Ambiguity, HeadingMatch, Note, NoteKind, Options, Rows};

use super::config::Config;
use super::files::Export;
use super::layouts::{Layout, is_credential, is_lesson};
use super::notes::Notes;
use super::problem;

/// An export that is being read.
pub(super) struct Sheet {
    pub name: String,
    pub layout: Layout,
    headings: Vec<String>,
    matched: HeadingMatch,
    rows: Rows<File>,
    /// How long the file was when it was opened.
    bytes: u64,
    path: std::path::PathBuf,
    used: u64,
    skipped: u64,
}

/// One row.
pub(super) struct Line {
    /// Its number, from 1, as a text editor counts.
    pub number: u64,
    known: BTreeMap<String, String>,
    cells: Vec<String>,
    width: usize,
}

impl Line {
    /// The cell of a field, trimmed; none when it is absent, which is not the same as empty.
    pub(super) fn cell(&self, field: &str) -> Option<&str> {
        self.known.get(field).map(|text| text.trim())
    }

    /// The text of a field; none when it is absent or empty.
    pub(super) fn text(&self, field: &str) -> Option<&str> {
        self.cell(field).filter(|text| !text.is_empty())
    }

    /// The cell of a column.
    pub(super) fn column(&self, column: usize) -> Option<&str> {
        self.cells.get(column).map(|text| text.trim())
    }

    /// Whether every column has its cell.
    pub(super) fn is_whole(&self) -> bool {
        self.cells.len() >= self.width
    }
}

/// How reading a sheet ended.
#[derive(Clone, Debug)]
pub(super) struct SheetEnd {
    pub name: String,
    pub layout: Layout,
    /// How many rows were used.
    pub used: u64,
    /// How many were left out.
    pub skipped: u64,
    pub cut_off: bool,
}

impl SheetEnd {
    /// Whether everything in it was understood, so that what is missing from it may mean something.
    pub(super) fn is_sound(&self) -> bool {
        self.used > 0 && self.skipped == 0 && !self.cut_off
    }
}

impl Sheet {
    /// Opens an export and understands its headings.
    ///
    /// # Errors
    /// When it cannot be read, is empty, or its headings are not recognised: it is never taken for a file without rows.
    pub(super) fn open(config: &Config, export: &Export, notes: &mut Notes) -> Result<Self, KitError> {
        let what = format!("file {}", export.name);
        let unopened = |error| problem::unopened(&what, &error);
        crosswalk_faults::io(Point::FileOpen).map_err(unopened)?;
        let file = File::open(&export.path).map_err(unopened)?;
        let bytes = file.metadata().map_err(unopened)?.len();
        let layouts = config.layout.map_or_else(|| Layout::ALL.to_vec(), |layout| vec![layout]);
        let rows = Rows::open(file, &options(config, &layouts))
            .map_err(|error| problem::unread(&export.name, &error))?;
        let facts = rows.facts();
        let layout = facts.layout.and_then(|at| layouts.get(at)).copied();
        let (Some(layout), Some(matched)) = (layout, facts.matched.clone()) else {
            return Err(problem::odd(&export.name, "Its headings are not those of a layout that is known."));
        };
        tell_ambiguous(&export.name, &matched, notes);
        let headings = rows.headings().to_vec();
        let (name, path) = (export.name.clone(), export.path.clone());
        let sheet = Self { name, layout, headings, matched, rows, bytes, path, used: 0, skipped: 0 };
        sheet.has_enough().map(|()| sheet)
    }

    /// An identifier alone says nothing of anybody.
    fn has_enough(&self) -> Result<(), KitError> {
        if self.layout == Layout::People && self.matched.columns.len() < 2 {
            let detail = "Only a column with identifiers was recognised. Export it with names, e-mail addresses or what \
                          else it is to bring. Nothing was read, so nobody is removed.";
            return Err(problem::odd(&self.name, detail));
        }
        Ok(())
    }

    /// The next row; none at the end.
    ///
    /// # Errors
    /// When the file cannot be read further, and [`KitError::Cancelled`].
    pub(super) fn next(&mut self, cancel: &CancellationToken) -> Result<Option<Line>, KitError> {
        if cancel.is_cancelled() {
            return Err(KitError::Cancelled);
        }
        let row = self.rows.next().transpose().map_err(|error| problem::unread(&self.name, &error))?;
        Ok(row.map(|row| Line {
            number: row.line,
            known: self.matched.record(&row),
            cells: row.cells,
            width: self.headings.len(),
        }))
    }

    /// Whether it has a column for a field.
    pub(super) fn has(&self, field: &str) -> bool {
        self.matched.columns.contains_key(field)
    }

    /// The fields that it has columns for.
    pub(super) fn fields(&self) -> Vec<String> {
        self.matched.columns.keys().cloned().collect()
    }

    /// The columns of lessons with their headings; a heading that is repeated means the same lesson of the week.
    pub(super) fn lessons(&self) -> Vec<(usize, String)> {
        let free = self.matched.unmatched.iter().map(|at| (*at, self.headings[*at].clone()));
        let lessons = free.filter(|(_, heading)| is_lesson(heading));
        lessons.map(|(at, heading)| (at, heading.split('#').next().unwrap_or_default().to_owned())).collect()
    }

    /// The other columns that no field took. Those that may hold a password are never among them.
    pub(super) fn others(&self) -> Vec<(usize, String)> {
        let free = self.matched.unmatched.iter().map(|at| (*at, self.headings[*at].clone()));
        let is_lesson = |heading: &str| self.layout.is_timetable() && is_lesson(heading);
        free.filter(|(_, heading)| !is_lesson(heading) && !is_credential(heading)).collect()
    }

    /// A row was used.
    pub(super) fn use_row(&mut self) {
        self.used += 1;
    }

    /// A row was left out.
    pub(super) fn skip_row(&mut self) {
        self.skipped += 1;
    }

    /// What the file is, in a sentence.
    pub(super) fn sentence(&self) -> String {
        let facts = self.rows.facts();
        format!(
            "{}: {}, headings in line {}, {} columns understood, {}, separated by {}.",
            self.name,
            self.layout.title(),
            facts.header_line,
            self.matched.columns.len() + if self.layout.is_timetable() { self.lessons().len() } else { 0 },
            facts.encoding.name,
            facts.delimiter.delimiter.name()
        )
    }

    /// An empty column at the end, and a lesson's heading for each of its slots, are how these exports are written.
    fn is_usual(&self, note: &Note) -> bool {
        match &note.kind {
            NoteKind::TrailingHeadingsDropped => true,
            NoteKind::HeadingRepeated { renamed } => self.layout.is_timetable() && is_lesson(renamed),
            _ => false,
        }
    }

    /// Closes it after its last row.
    ///
    /// # Errors
    /// When it held nothing that could be used, or was written to while it was read.
    pub(super) fn end(self, notes: &mut Notes) -> Result<SheetEnd, KitError> {
        let odd: Vec<Note> = self.rows.notes().iter().filter(|note| !self.is_usual(note)).cloned().collect();
        notes.text(&self.name, &odd);
        let now = std::fs::metadata(&self.path)
            .map_err(|error| problem::unopened(&format!("file {}", self.name), &error))?;
        if now.len() != self.bytes {
            let detail = "It is still being written. Nothing was taken over; read it again when the export is finished.";
            return Err(problem::odd(&self.name, detail));
        }
        if self.used + self.skipped == 0 {
            let detail =
                "It has headings, but no rows. Export it again. Nothing was read, so nobody is removed.";
            return Err(problem::odd(&self.name, detail));
        }
        let (name, layout, cut_off) = (self.name, self.layout, self.rows.is_cut_off());
        Ok(SheetEnd { name, layout, used: self.used, skipped: self.skipped, cut_off })
    }
}

fn options(config: &Config, layouts: &[Layout]) -> Options {
    Options {
        encoding: config.encoding.clone(),
        delimiter: config.delimiter,
        ..Options::expecting(layouts.iter().map(|layout| layout.headings()))
    }
}

fn tell_ambiguous(file: &str, matched: &HeadingMatch, notes: &mut Notes) {
    for ambiguity in &matched.ambiguous {
        let message = match ambiguity {
            Ambiguity::SeveralColumns { headings, .. } => format!(
                "{file} has columns that could mean the same: {}. None was taken. Rename or remove all but one.",
                headings.join(", ")
            ),
            Ambiguity::SeveralFields { heading, .. } => {
                format!(
                    "{file} has a column “{heading}” that could mean several things. It was not taken. Rename it."
                )
            }
        };
        notes.file("columns_compete", Severity::Warning, file, message);
    }
}
