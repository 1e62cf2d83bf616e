//! Fills one row: values put right where that is certain, and left with a finding where it is not.

use std::collections::BTreeMap;

use super::super::finding::{Findings, RowFinding};
use super::super::vocabulary::{Kind, spelt};
use super::super::{EndDates, Mode, OneRosterRow, Status, Version, boolean, civil_date, instant, user_ids};
use super::plan::{Plan, Slot};
use crate::Private;
use crate::delimited::Row;

/// A value of one cell: what becomes of it, or what is wrong with it.
enum Value {
    Same,
    Rewritten(String),
    Wrong(RowFinding),
}

impl Plan {
    /// The row, or none when it has no identifier.
    pub(super) fn fill(&self, row: &Row, findings: &mut Findings) -> Option<OneRosterRow> {
        let id = self.cell(row, &Slot::Id).unwrap_or_default();
        if id.is_empty() {
            findings.row(RowFinding::MissingId, row.line, "");
            return None;
        }
        let mut filled = OneRosterRow {
            file: self.about.file,
            sourced_id: id.to_owned(),
            status: None,
            date_last_modified: None,
            fields: BTreeMap::new(),
            extras: BTreeMap::new(),
            raw: BTreeMap::new(),
            line: row.line,
        };
        // The status comes first: a row that is to be deleted may be empty otherwise.
        self.fill_status(self.cell(row, &Slot::Status).unwrap_or_default(), &mut filled, findings);
        self.fill_modified(self.cell(row, &Slot::Modified).unwrap_or_default(), &mut filled, findings);
        for (slot, cell) in self.slots.iter().zip(&row.cells) {
            self.fill_cell(slot, cell, &mut filled, findings);
        }
        judge_interval(&filled, findings);
        Some(filled)
    }

    fn cell<'a>(&self, row: &'a Row, wanted: &Slot) -> Option<&'a str> {
        let column = self.slots.iter().position(|slot| slot == wanted)?;
        row.get(column).map(str::trim)
    }

    fn fill_cell(&self, slot: &Slot, cell: &str, row: &mut OneRosterRow, findings: &mut Findings) {
        let text = cell.trim();
        if text.len() != cell.len() && !text.is_empty() {
            findings.row(RowFinding::Trimmed, row.line, &row.sourced_id);
        }
        match slot {
            Slot::Id | Slot::Status | Slot::Modified => {}
            Slot::Extra(heading) => {
                row.extras.insert(heading.clone(), (!text.is_empty()).then(|| text.to_owned()));
            }
            Slot::Field { name, required, .. } if text.is_empty() => {
                row.fields.insert(name, None);
                if *required && row.status != Some(Status::ToBeDeleted) {
                    findings.row(RowFinding::RequiredEmpty { column: name }, row.line, &row.sourced_id);
                }
            }
            Slot::Field { name, kind, .. } => self.fill_field(name, *kind, text, row, findings),
        }
    }

    fn fill_field(
        &self,
        name: &'static str,
        kind: Kind,
        text: &str,
        row: &mut OneRosterRow,
        findings: &mut Findings,
    ) {
        if text.contains(['\n', '\r']) {
            findings.row(RowFinding::LineBreak { column: name }, row.line, &row.sourced_id);
        }
        let value = match self.value(name, kind, text) {
            Value::Same => text.to_owned(),
            Value::Rewritten(value) => {
                row.raw.insert(name, text.to_owned());
                value
            }
            Value::Wrong(finding) => {
                findings.row(finding, row.line, &row.sourced_id);
                text.to_owned()
            }
        };
        row.fields.insert(name, Some(value));
    }

    fn value(&self, column: &'static str, kind: Kind, text: &str) -> Value {
        let (value, wrong) = match kind {
            Kind::Text => return Value::Same,
            Kind::UserIds if user_ids(text).is_some() => return Value::Same,
            Kind::UserIds => (None, RowFinding::NotUserIds),
            Kind::Boolean => {
                (boolean(text).map(|value| value.to_string()), RowFinding::NotABoolean { column })
            }
            Kind::Date => (self.date(text, EndDates::Exclusive), RowFinding::NotADate { column }),
            Kind::EndDate => (self.date(text, self.end_dates), RowFinding::NotADate { column }),
            Kind::Word(words) => {
                let wrong = RowFinding::NotAWord { column, word: text.into() };
                (spelt(text, words, self.about.version), wrong)
            }
        };
        match value {
            None => Value::Wrong(wrong),
            Some(value) if value == text => Value::Same,
            Some(value) => Value::Rewritten(value),
        }
    }

    fn date(&self, text: &str, ends: EndDates) -> Option<String> {
        ends.to_exclusive(civil_date(text)?).map(|date| date.to_string())
    }

    fn fill_status(&self, text: &str, row: &mut OneRosterRow, findings: &mut Findings) {
        row.status = Status::parse(text);
        let finding = match (text.is_empty(), row.status) {
            (false, None) => RowFinding::UnknownStatus { word: Private(text.to_owned()) },
            (true, _) if self.about.mode == Mode::Delta => RowFinding::StatusBlank,
            (false, _) if self.forbids_status() => RowFinding::StatusInBulk,
            _ => return,
        };
        findings.row(finding, row.line, &row.sourced_id);
    }

    fn fill_modified(&self, text: &str, row: &mut OneRosterRow, findings: &mut Findings) {
        row.date_last_modified = instant(text);
        let unreadable = !text.is_empty() && row.date_last_modified.is_none();
        let missing = text.is_empty() && self.about.mode == Mode::Delta;
        if unreadable || missing {
            findings.row(RowFinding::NotAnInstant, row.line, &row.sourced_id);
        }
    }

    /// Only 1.2 wants `status` and `dateLastModified` blank in a whole file.
    fn forbids_status(&self) -> bool {
        self.about.mode == Mode::Bulk && self.about.version == Version::V1_2
    }
}

fn judge_interval(row: &OneRosterRow, findings: &mut Findings) {
    let begin = row.date("startDate").or_else(|| row.date("beginDate"));
    if let (Some(begin), Some(end)) = (begin, row.date("endDate"))
        && end <= begin
    {
        findings.row(RowFinding::EndNotAfterBegin, row.line, &row.sourced_id);
    }
}
