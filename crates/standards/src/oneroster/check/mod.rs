//! Reads a whole package once and reports everything that is wrong with it.

mod index;
mod references;
mod rules;

use std::collections::BTreeMap;

use index::Index;

use super::finding::{Finding, Findings, HeaderFinding};
use super::{DataFile, Mode, OneRosterRow, Package, Reading, Status, Version};

/// What was found in a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Every finding: of the package, of the headings, of the rows, of how they fit together.
    pub findings: Vec<Finding>,
    /// What became of each file.
    pub files: BTreeMap<DataFile, FileReport>,
}

/// What became of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileReport {
    /// How it is meant.
    pub mode: Mode,
    /// How many rows it gave.
    pub rows: u64,
    /// How many rows were left out for want of an identifier.
    pub skipped: u64,
    /// Whether it was read to its end.
    pub readable: bool,
    /// Whether it ends in the middle of a row.
    pub cut_off: bool,
}

impl FileReport {
    /// Whether a row that is missing from the file may be taken for gone: never in a file that is empty, damaged or
    /// only a change.
    #[must_use]
    pub fn complete(&self) -> bool {
        self.mode == Mode::Bulk && self.readable && !self.cut_off && self.skipped == 0 && self.rows > 0
    }
}

/// Checks a package. It never stops at the first problem: a file that cannot be read is a finding, and the others are
/// read all the same. Memory grows with the number of identifiers, by a few dozen bytes each.
#[must_use]
pub fn check(package: &mut Package, reading: &Reading) -> Report {
    let mut report = Report { findings: package.findings().to_vec(), files: BTreeMap::new() };
    let modes = DataFile::ALL.iter().map(|file| (*file, package.mode(*file))).collect();
    let implied_roles = package.version() == Version::V1_1;
    let mut checker =
        Checker { index: Index::default(), modes, unreadable: Vec::new(), implied_roles, late: Vec::new() };
    for file in package.files() {
        let found = checker.read(package, file, reading);
        report.findings.extend(found.findings);
        report.files.insert(file, found.report);
    }
    report.findings.append(&mut checker.late);
    report
}

/// What is remembered from file to file.
struct Checker {
    index: Index,
    modes: BTreeMap<DataFile, Mode>,
    unreadable: Vec<DataFile>,
    /// Whether roles are made from users, as in 1.1. What is wrong with such a role is told of its user.
    implied_roles: bool,
    /// Findings about rows of files that were read before.
    late: Vec<Finding>,
}

struct Found {
    findings: Vec<Finding>,
    report: FileReport,
}

impl Checker {
    fn read(&mut self, package: &mut Package, file: DataFile, reading: &Reading) -> Found {
        let mode = package.mode(file);
        let mut report = FileReport { mode, rows: 0, skipped: 0, readable: true, cut_off: false };
        let mut rows = match package.rows(file, reading) {
            Ok(rows) => rows,
            Err(error) => {
                self.unreadable.push(file);
                report.readable = false;
                let finding = Finding::of_file(&file.file_name(), error.as_finding(), None);
                return Found { findings: vec![finding], report };
            }
        };
        let mut findings = Findings::of(rows.name());
        for row in rows.by_ref() {
            match row {
                Ok(row) => {
                    report.rows += 1;
                    self.take(&row, &mut findings);
                }
                Err(error) => {
                    self.unreadable.push(file);
                    report.readable = false;
                    findings.whole(error.as_finding());
                    break;
                }
            }
        }
        self.end_of(file, &mut findings);
        report.skipped = rows.skipped();
        report.cut_off = rows.is_cut_off();
        if report.readable && report.rows == 0 {
            findings.whole(HeaderFinding::NoRows);
        }
        Found { findings: [rows.findings(), findings.all()].concat(), report }
    }

    fn take(&mut self, row: &OneRosterRow, findings: &mut Findings) {
        let implied = self.implied_roles && row.file == DataFile::Roles;
        if !implied {
            self.index.take(row, findings);
        }
        if row.status != Some(Status::ToBeDeleted) {
            self.check_references(row, findings);
            if !implied {
                self.check_rules(row, findings);
            }
        }
    }

    /// Whether rows that are not there were looked for in vain: only in a file that is whole and was read.
    fn knows(&self, file: DataFile) -> bool {
        let mode = self.modes.get(&file).copied().unwrap_or(Mode::Absent);
        matches!(mode, Mode::Bulk | Mode::Unstated) && !self.unreadable.contains(&file)
    }

    fn mode(&self, file: DataFile) -> Mode {
        self.modes.get(&file).copied().unwrap_or(Mode::Absent)
    }
}
