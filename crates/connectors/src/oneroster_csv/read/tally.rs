//! Counts what was read, and concludes what the package is complete for: a file that is the whole, was read to its end,
//! is not empty, and of which no row was left out.

use std::collections::BTreeMap;

use crosswalk_connector_kit::KitError;
use crosswalk_model::{Document, Finding, Name, Scope, Severity};
use crosswalk_standards::oneroster::{DataFile, FileReport, Mode, OneRosterRow, Version};

use crate::oneroster_csv::config::Config;
use crate::oneroster_csv::problem;
use crate::oneroster_csv::records::Making;

/// What files are called in a sentence.
const WORDS: [(DataFile, &str, &str); 7] = [
    (DataFile::Orgs, "org", "orgs"),
    (DataFile::AcademicSessions, "session", "sessions"),
    (DataFile::Courses, "course", "courses"),
    (DataFile::Classes, "class", "classes"),
    (DataFile::Users, "person", "people"),
    (DataFile::Demographics, "set of personal details", "sets of personal details"),
    (DataFile::Enrollments, "enrolment", "enrolments"),
];

struct Repeated {
    first: String,
    line: u64,
    count: u64,
}

/// What was read.
pub(super) struct Tally {
    roles: Option<FileReport>,
    files: BTreeMap<DataFile, FileReport>,
    documents: BTreeMap<Name, u64>,
    gone: u64,
    /// Users of whom nobody said what they are: how many, and the first.
    without_role: (u64, String),
    repeated: BTreeMap<DataFile, Repeated>,
}

impl Tally {
    pub(super) fn new(roles: Option<FileReport>) -> Self {
        let (files, documents, repeated) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        Self { roles, files, documents, gone: 0, without_role: (0, String::new()), repeated }
    }

    /// A document was given out.
    pub(super) fn document(&mut self, document: &Document) {
        let head = &document.head;
        if !document.gone && head.stream == DataFile::Users.name() && !head.fields.contains_key("role") {
            self.without_role.0 += 1;
            if self.without_role.1.is_empty() {
                self.without_role.1.clone_from(&head.key);
            }
        }
        if document.gone {
            self.gone += 1;
        } else if let Some(count) = self.documents.get_mut(&document.head.stream) {
            *count += 1;
        } else {
            self.documents.insert(document.head.stream.clone(), 1);
        }
    }

    /// A row with an identifier of one before was left out.
    pub(super) fn repeated(&mut self, row: &OneRosterRow) {
        let first = || Repeated { first: row.sourced_id.clone(), line: row.line, count: 0 };
        self.repeated.entry(row.file).or_insert_with(first).count += 1;
    }

    /// A file was read to its end.
    pub(super) fn end(&mut self, file: DataFile, report: FileReport) {
        self.files.insert(file, report);
    }

    /// A package without anything in it is no school without anybody. Only changes may be none.
    pub(super) fn must_hold_something(&self, package: &str) -> Result<(), KitError> {
        let nothing = self.documents.is_empty() && self.gone == 0;
        let whole = self.files.values().any(|report| report.mode != Mode::Delta);
        if nothing && (whole || self.files.is_empty()) {
            let detail = "Its files have no rows that could be used. Export it again. Nothing was read, so nobody is \
                          removed.";
            return Err(problem::odd(package, detail));
        }
        Ok(())
    }

    /// What the package is complete for. Where one school is read, only for that school.
    pub(super) fn scopes(&self, config: &Config) -> Vec<Scope> {
        let stated = self.files.iter().filter(|(_, report)| report.mode == Mode::Bulk);
        let scope = |(file, report): (&DataFile, &FileReport)| {
            let partition = match (&config.org, file) {
                (None, _) | (_, DataFile::AcademicSessions) => None,
                (_, DataFile::Orgs) => return None,
                (Some(org), _) => Some(org.clone()),
            };
            let complete = report.complete() && self.people_are_known(config, *file);
            Some(Scope { stream: file.name().into(), partition, complete })
        };
        stated.filter_map(scope).collect()
    }

    /// Where one school is read, roles tell who belongs to it; if some of them are missing, so may people be.
    fn people_are_known(&self, config: &Config, file: DataFile) -> bool {
        let by_roles = matches!(file, DataFile::Users | DataFile::Demographics | DataFile::Enrollments);
        config.org.is_none() || !by_roles || self.roles.is_some_and(|roles| roles.complete())
    }

    /// What is worth knowing about the whole.
    pub(super) fn findings(&self, making: &Making<'_>) -> Vec<Finding> {
        let empty = self.files.iter().filter(|(_, report)| report.mode == Mode::Bulk && report.rows == 0);
        let empty = empty.map(|(file, _)| {
            let message =
                format!("{} has headings, but no rows. Nothing is taken to have gone.", file.file_name());
            Finding::warning("no_rows", file.name(), file.file_name(), message)
        });
        let repeated = self.repeated.iter().map(|(file, repeated)| repeated.finding(*file));
        let others =
            [left_out(making), self.roles_alone(), self.roleless(making), making.several_addresses.finding()];
        empty.chain(repeated).chain(others.into_iter().flatten()).collect()
    }

    /// In a package of changes a role that did not change is not sent; in a whole one it is missing.
    fn roleless(&self, making: &Making<'_>) -> Option<Finding> {
        let (count, first) = &self.without_role;
        let message = format!(
            "{count} users have no role, so nobody can tell whether they are pupils or staff. Add their roles."
        );
        (*count > 0 && !making.roles_may_be_elsewhere())
            .then(|| Finding::warning("no_role", "users", first.as_str(), message))
    }

    /// Changed roles of people who did not come along cannot be taken over.
    fn roles_alone(&self) -> Option<Finding> {
        let alone =
            self.roles.is_some_and(|roles| roles.rows > 0) && !self.files.contains_key(&DataFile::Users);
        let message =
            "roles.csv came without users.csv, so its changes were not taken over. Send the users too.";
        alone.then(|| Finding::warning("roles_alone", "roles", "roles.csv", message))
    }

    /// A sentence about what was read.
    pub(super) fn sentence(&self, version: Version) -> String {
        let count = |file: DataFile| self.documents.get(file.name()).copied().unwrap_or_default();
        let some = WORDS
            .into_iter()
            .map(|(file, one, many)| (count(file), one, many))
            .filter(|(count, ..)| *count > 0);
        let mut parts: Vec<String> = some
            .map(|(count, one, many)| format!("{count} {}", if count == 1 { one } else { many }))
            .collect();
        parts.extend((self.gone > 0).then(|| format!("{} to be deleted", self.gone)));
        parts.extend((self.documents.is_empty() && self.gone == 0).then(|| "no changes".to_owned()));
        format!("Read {} from a package of OneRoster {version}.", parts.join(", "))
    }
}

impl Repeated {
    fn finding(&self, file: DataFile) -> Finding {
        let message = format!(
            "The same sourcedId occurs more than once in {}: {} rows were left out, first in line {}. The first row of \
             each was kept.",
            file.file_name(),
            self.count,
            self.line
        );
        Finding::warning("same_identifier", file.name(), self.first.as_str(), message)
    }
}

fn left_out(making: &Making<'_>) -> Option<Finding> {
    let message = format!(
        "{} rows about families or other schools were left out, because the settings do not ask for them.",
        making.left_out
    );
    let mut finding = Finding::warning("not_asked_for", "package", "", message);
    finding.severity = Severity::Note;
    (making.left_out > 0).then_some(finding)
}
