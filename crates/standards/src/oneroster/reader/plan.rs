//! What each column of a file is, settled once from its headings.

use super::super::finding::{Findings, HeaderFinding};
use super::super::vocabulary::{Kind, kind};
use super::super::{Column, DataFile, EndDates, Version, columns};
use super::About;
use crate::delimited::{Ambiguity, Facts, HeadingMap, fold};

/// How the rows of a file are to be filled.
pub(super) struct Plan {
    pub(super) about: About,
    pub(super) slots: Vec<Slot>,
    pub(super) end_dates: EndDates,
}

/// What one column is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Slot {
    Id,
    Status,
    Modified,
    Field { name: &'static str, kind: Kind, required: bool },
    Extra(String),
}

/// The headings of a file in both versions, so that a package of mixed make is read all the same.
pub(super) fn layout(file: DataFile) -> HeadingMap {
    let table: Vec<(&str, Vec<&str>)> = both_versions(file)
        .iter()
        .map(|name| (*name, [&[*name], other_names(file, name)].concat()))
        .collect();
    let table: Vec<(&str, &[&str])> =
        table.iter().map(|(name, headings)| (*name, headings.as_slice())).collect();
    HeadingMap::new(&table).needing(&["sourcedId"])
}

fn both_versions(file: DataFile) -> Vec<&'static str> {
    let mut names: Vec<&'static str> = Vec::new();
    for column in
        [Version::V1_2, Version::V1_1].into_iter().filter_map(|version| columns(file, version)).flatten()
    {
        if !names.contains(&column.name) && column.name != "gradingPeriodSourcedId" {
            names.push(column.name);
        }
    }
    names
}

/// Names that other versions, and the JSON binding, have for a column.
fn other_names(file: DataFile, column: &str) -> &'static [&'static str] {
    match (file, column) {
        (DataFile::Demographics, "sourcedId") => &["userSourcedId"],
        (DataFile::LineItems, "academicSessionSourcedId") => &["gradingPeriodSourcedId"],
        (DataFile::Users, "preferredGivenName") => &["preferredFirstName"],
        (DataFile::Users, "preferredFamilyName") => &["preferredLastName"],
        _ => &[],
    }
}

impl Plan {
    pub(super) fn new(
        about: About,
        headings: &[String],
        facts: &Facts,
        end_dates: EndDates,
        findings: &mut Findings,
    ) -> Self {
        let known = columns(about.file, about.version).unwrap_or_default();
        let mut slots: Vec<Slot> = headings.iter().map(|heading| Slot::Extra(heading.clone())).collect();
        let matched = facts.matched.clone().unwrap_or_default();
        for name in both_versions(about.file) {
            if let Some(column) = matched.columns.get(name) {
                slots[*column] = slot(&about, name, &known);
            }
        }
        let plan = Self { about, slots, end_dates };
        let doubtful = tell_ambiguous(&matched.ambiguous, findings);
        plan.judge_headings(headings, &doubtful, &known, findings);
        plan.judge_columns(&doubtful, &known, findings);
        plan
    }

    pub(super) fn has_column(&self, column: &str) -> bool {
        self.slots.iter().any(|slot| slot.name() == Some(column))
    }

    fn judge_headings(
        &self,
        headings: &[String],
        doubtful: &[String],
        known: &[Column],
        findings: &mut Findings,
    ) {
        let all = headings.iter().zip(&self.slots).filter(|(heading, _)| !doubtful.contains(heading));
        for odd in all.filter_map(|(heading, slot)| self.judge_heading(heading, slot, known)) {
            findings.whole(odd);
        }
    }

    /// Columns that are missing or stand elsewhere than the binding has them; `metadata.*` stands last.
    fn judge_columns(&self, doubtful: &[String], known: &[Column], findings: &mut Findings) {
        let missing = |column: &&Column| {
            let name = renamed(column.name);
            column.required
                && !self.has_column(name)
                && !doubtful.iter().any(|heading| fold(heading) == fold(name))
        };
        for column in known.iter().filter(missing) {
            findings.whole(HeaderFinding::MissingColumn { column: column.name });
        }
        let place = |slot: &Slot| match slot {
            Slot::Extra(heading) => is_metadata(heading).then_some(usize::MAX),
            _ => known.iter().position(|column| Some(renamed(column.name)) == slot.name()),
        };
        if !self.slots.iter().filter_map(place).is_sorted() {
            findings.whole(HeaderFinding::OutOfOrder);
        }
    }

    fn judge_heading(&self, heading: &str, slot: &Slot, known: &[Column]) -> Option<HeaderFinding> {
        let Some(name) = slot.name() else {
            let unknown = HeaderFinding::UnknownColumn { heading: heading.to_owned() };
            return (!is_metadata(heading)).then_some(unknown);
        };
        let own = known.iter().any(|column| renamed(column.name) == name);
        if heading != name && !other_names(self.about.file, name).contains(&heading) {
            Some(HeaderFinding::MisspeltColumn { heading: heading.to_owned(), column: name })
        } else if !own {
            Some(HeaderFinding::OtherVersionColumn { column: name })
        } else {
            None
        }
    }
}

/// Reports the columns that compete, and gives their headings.
fn tell_ambiguous(ambiguous: &[Ambiguity], findings: &mut Findings) -> Vec<String> {
    let mut doubtful = Vec::new();
    for ambiguity in ambiguous {
        let headings = match ambiguity {
            Ambiguity::SeveralColumns { headings, .. } => headings.clone(),
            Ambiguity::SeveralFields { heading, .. } => vec![heading.clone()],
        };
        findings.whole(HeaderFinding::Competing { headings: headings.join(", ") });
        doubtful.extend(headings);
    }
    doubtful
}

fn is_metadata(heading: &str) -> bool {
    heading.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("metadata."))
}

/// The name under which a column of 1.1 is read.
fn renamed(column: &'static str) -> &'static str {
    if column == "gradingPeriodSourcedId" { "academicSessionSourcedId" } else { column }
}

fn slot(about: &About, name: &'static str, known: &[Column]) -> Slot {
    match name {
        "sourcedId" => Slot::Id,
        "status" => Slot::Status,
        "dateLastModified" => Slot::Modified,
        _ => Slot::Field {
            name,
            kind: kind(about.file, name, about.version),
            required: known.iter().any(|column| column.required && renamed(column.name) == name),
        },
    }
}

impl Slot {
    fn name(&self) -> Option<&'static str> {
        match self {
            Self::Id => Some("sourcedId"),
            Self::Status => Some("status"),
            Self::Modified => Some("dateLastModified"),
            Self::Field { name, .. } => Some(name),
            Self::Extra(_) => None,
        }
    }
}
