//! Reads one file row by row.

mod fill;
mod plan;

use std::collections::VecDeque;
use std::io::Read;

use plan::Plan;

use super::finding::{Finding, Findings, HeaderFinding};
use super::{DataFile, EndDates, Mode, OneRosterError, OneRosterRow, Refusal, Version, upgrade};
use crate::delimited::{DelimitedError, Delimiter, NoteKind, Options, Rows};

/// What a connection settles about the meaning of files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// What the sender means by an `endDate`.
    pub end_dates: EndDates,
}

/// Which file is being read.
#[derive(Debug, Clone)]
pub(super) struct About {
    pub(super) file: DataFile,
    pub(super) name: String,
    pub(super) mode: Mode,
    pub(super) version: Version,
}

/// The rows of one file, in the shape of 1.2. After an error it gives nothing more.
pub struct FileRows<'a> {
    rows: Rows<Box<dyn Read + Send + 'a>>,
    plan: Plan,
    findings: Findings,
    skipped: u64,
    /// Of a 1.1 users file: whether its roles are wanted instead of its users.
    roles: bool,
    waiting: VecDeque<OneRosterRow>,
    /// How many notes of the text were already turned into findings.
    notes_told: usize,
}

impl<'a> FileRows<'a> {
    pub(super) fn open(
        source: Box<dyn Read + Send + 'a>,
        about: About,
        reading: &Reading,
    ) -> Result<Self, OneRosterError> {
        let options = Options::expecting([plan::layout(about.file)]);
        let name = about.name.clone();
        let rows = Rows::open(source, &options).map_err(|error| refused_or_unreadable(&name, error))?;
        let mut findings = Findings::of(&name);
        let plan = Plan::new(about, rows.headings(), rows.facts(), reading.end_dates, &mut findings);
        if rows.facts().delimiter.delimiter != Delimiter::Comma {
            let name = rows.facts().delimiter.delimiter.name();
            findings.whole(HeaderFinding::OtherDelimiter { name });
        }
        let waiting = VecDeque::new();
        Ok(Self { rows, plan, findings, skipped: 0, roles: false, waiting, notes_told: 0 })
    }

    /// Gives the roles that a 1.1 users file implies. Its findings are those of the users and are not told twice.
    pub(super) fn giving_roles(mut self) -> Self {
        self.roles = true;
        self
    }

    /// The file's name as it was found.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.plan.about.name
    }

    /// How the file is meant.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.plan.about.mode
    }

    /// Whether the file has this column.
    #[must_use]
    pub fn has_column(&self, column: &str) -> bool {
        self.plan.has_column(column)
    }

    /// What is odd so far; complete once the last row was read.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        if self.roles { &[] } else { self.findings.all() }
    }

    /// How many rows were left out because they have no `sourcedId`. When there are any, nothing may be concluded from
    /// rows that are missing.
    #[must_use]
    pub fn skipped(&self) -> u64 {
        self.skipped
    }

    /// Whether the file ended in the middle of a row; known once the last row was read.
    #[must_use]
    pub fn is_cut_off(&self) -> bool {
        self.rows.is_cut_off()
    }

    fn next_row(&mut self) -> Result<Option<OneRosterRow>, OneRosterError> {
        loop {
            if let Some(role) = self.waiting.pop_front() {
                return Ok(Some(role));
            }
            let row = self.rows.next().transpose();
            let row = row.map_err(|error| refused_or_unreadable(&self.plan.about.name, error))?;
            let Some(row) = row else {
                self.tell_notes();
                return Ok(None);
            };
            let Some(row) = self.plan.fill(&row, &mut self.findings) else {
                self.skipped += 1;
                continue;
            };
            if self.roles {
                self.waiting.extend(upgrade::roles(&row));
            } else {
                return Ok(Some(upgrade::user(row, self.plan.about.version)));
            }
        }
    }

    fn tell_notes(&mut self) {
        let new = self.rows.notes().iter().skip(self.notes_told);
        for note in new {
            self.findings.whole(match note.kind {
                NoteKind::CutOff => HeaderFinding::CutOff,
                _ => HeaderFinding::Odd { note: note.to_string() },
            });
        }
        self.notes_told = self.rows.notes().len();
    }
}

impl Iterator for FileRows<'_> {
    type Item = Result<OneRosterRow, OneRosterError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_row().transpose()
    }
}

/// An archive that breaks its promises while it is read is refused, whatever file it happens in.
fn refused_or_unreadable(name: &str, error: DelimitedError) -> OneRosterError {
    if let DelimitedError::Unreadable { source, .. } = &error
        && let Some(refusal) = source.get_ref().and_then(|inner| inner.downcast_ref::<Refusal>())
    {
        return OneRosterError::Refused(refusal.clone());
    }
    OneRosterError::Unreadable { name: name.to_owned(), source: error }
}
