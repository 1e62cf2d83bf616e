//! Gathers the findings of one file, in memory that does not grow with it.

use std::collections::HashMap;

use super::{Finding, FindingKind, RowFinding};

/// How many lines a finding names; further ones are only counted.
const LINES_KEPT: usize = 10;
/// How many different findings of one file are kept, so that a broken file cannot fill the memory.
const KINDS_KEPT: usize = 1000;

/// The findings of one file while it is being read.
pub(in super::super) struct Findings {
    file: String,
    list: Vec<Finding>,
    places: HashMap<FindingKind, usize>,
}

impl Findings {
    pub(in super::super) fn of(file: &str) -> Self {
        Self { file: file.to_owned(), list: Vec::new(), places: HashMap::new() }
    }

    /// Adds a finding in one row.
    pub(in super::super) fn row(&mut self, kind: impl Into<FindingKind>, line: u64, sourced_id: &str) {
        let kind = kind.into();
        let kind = if self.list.len() < KINDS_KEPT || self.places.contains_key(&kind) {
            kind
        } else {
            RowFinding::More.into()
        };
        let place = *self.places.entry(kind.clone()).or_insert_with(|| {
            let sourced_id = (!sourced_id.is_empty()).then(|| sourced_id.into());
            self.list.push(Finding {
                file: self.file.clone(),
                kind,
                lines: Vec::new(),
                sourced_id,
                count: 0,
            });
            self.list.len() - 1
        });
        let finding = &mut self.list[place];
        finding.count += 1;
        if finding.lines.len() < LINES_KEPT && finding.lines.last() != Some(&line) {
            finding.lines.push(line);
        }
    }

    /// Adds a finding about the file as a whole.
    pub(in super::super) fn whole(&mut self, kind: impl Into<FindingKind>) {
        self.list.push(Finding::of_file(&self.file, kind, None));
    }

    pub(in super::super) fn all(&self) -> &[Finding] {
        &self.list
    }
}
