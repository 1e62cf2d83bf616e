//! The rows that were read so far, as far as others point at them. A pointer to nothing would keep the record that
//! bears it out of the roster, so that one which is not needed is left out instead, with a finding.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crosswalk_model::Finding;
use crosswalk_standards::oneroster::{DataFile, Mode, OneRosterRow, Package};

/// The school year of sessions by their identifiers.
type Sessions = HashMap<String, Option<String>>;

/// What was read.
#[derive(Default)]
pub(super) struct Known {
    modes: BTreeMap<DataFile, Mode>,
    ids: BTreeMap<DataFile, HashSet<String>>,
    pub sessions: Sessions,
    /// The school years of classes by their identifiers.
    pub class_years: HashMap<String, String>,
    /// Users who take no part: families that are not wanted, people of other schools.
    pub without: HashSet<String>,
    missing: BTreeMap<(DataFile, &'static str), Missing>,
}

struct Missing {
    first: String,
    line: u64,
    count: u64,
}

impl Known {
    /// Of a package.
    pub(super) fn of(package: &Package) -> Self {
        let modes = DataFile::ROSTERING.iter().map(|file| (*file, package.mode(*file))).collect();
        Self { modes, ..Self::default() }
    }

    pub(super) fn mode(&self, file: DataFile) -> Mode {
        self.modes.get(&file).copied().unwrap_or(Mode::Absent)
    }

    /// Remembers a row; false when its identifier was there before.
    pub(super) fn take(&mut self, row: &OneRosterRow) -> bool {
        self.ids.entry(row.file).or_default().insert(row.sourced_id.clone())
    }

    pub(super) fn has(&self, file: DataFile, id: &str) -> bool {
        self.ids.get(&file).is_some_and(|ids| ids.contains(id))
    }

    /// The row that a column names, if it is there or may have come with an earlier package.
    pub(super) fn points(
        &mut self,
        row: &OneRosterRow,
        column: &'static str,
        to: DataFile,
    ) -> Option<String> {
        let id = row.text(column)?;
        let elsewhere = match self.mode(to) {
            Mode::Delta => true,
            Mode::Absent => self.mode(row.file) == Mode::Delta,
            Mode::Bulk | Mode::Unstated => false,
        };
        if elsewhere || self.has(to, id) {
            return Some(id.to_owned());
        }
        let first = || Missing { first: row.sourced_id.clone(), line: row.line, count: 0 };
        self.missing.entry((row.file, column)).or_insert_with(first).count += 1;
        None
    }

    /// What the pointers to nothing were.
    pub(super) fn findings(&self) -> Vec<Finding> {
        let tell = |((file, column), missing): (&(DataFile, &'static str), &Missing)| {
            let message = format!(
                "{column} names a row that the package does not have, {} times, first in line {} of {}. It was left out; \
                 the {} was kept. Add the row, or correct the reference.",
                missing.count,
                missing.line,
                file.file_name(),
                file.singular()
            );
            Finding::warning("unknown_reference", file.name(), missing.first.as_str(), message).on(*column)
        };
        self.missing.iter().map(tell).collect()
    }

    /// The school year of a class: that of its terms, where they agree.
    pub(super) fn school_year(&self, terms: &[String]) -> Option<String> {
        let years: BTreeSet<&String> =
            terms.iter().filter_map(|term| self.sessions.get(term)?.as_ref()).collect();
        if years.len() == 1 { years.first().map(|year| (*year).clone()) } else { None }
    }
}
