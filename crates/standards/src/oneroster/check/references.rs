//! Which column names which row, and whether the row is there.

use super::super::finding::{Findings, ReferenceFinding};
use super::super::{DataFile, Mode, OneRosterRow};
use super::Checker;

/// What the named row must be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Anything,
    School,
    SchoolYear,
    /// A grading period belongs within a year; the year itself is none.
    PartOfYear,
}

/// A reference to a row that was not there yet.
pub(super) struct Open {
    line: u64,
    sourced_id: String,
    column: &'static str,
    target: DataFile,
    id: String,
}

type Reference = (DataFile, &'static str, DataFile, Wanted);

/// Every reference of the binding. Columns whose name ends in `Ids` hold several.
const REFERENCES: &[Reference] = {
    use DataFile as F;
    use Wanted as W;
    &[
        (F::Orgs, "parentSourcedId", F::Orgs, W::Anything),
        (F::AcademicSessions, "parentSourcedId", F::AcademicSessions, W::Anything),
        (F::Courses, "schoolYearSourcedId", F::AcademicSessions, W::SchoolYear),
        (F::Courses, "orgSourcedId", F::Orgs, W::Anything),
        (F::Classes, "courseSourcedId", F::Courses, W::Anything),
        (F::Classes, "schoolSourcedId", F::Orgs, W::School),
        (F::Classes, "termSourcedIds", F::AcademicSessions, W::Anything),
        (F::Users, "agentSourcedIds", F::Users, W::Anything),
        (F::Users, "primaryOrgSourcedId", F::Orgs, W::Anything),
        (F::UserProfiles, "userSourcedId", F::Users, W::Anything),
        (F::Roles, "userSourcedId", F::Users, W::Anything),
        (F::Roles, "orgSourcedId", F::Orgs, W::Anything),
        (F::Roles, "userProfileSourcedId", F::UserProfiles, W::Anything),
        (F::Enrollments, "classSourcedId", F::Classes, W::Anything),
        (F::Enrollments, "schoolSourcedId", F::Orgs, W::School),
        (F::Enrollments, "userSourcedId", F::Users, W::Anything),
        (F::Demographics, "sourcedId", F::Users, W::Anything),
        (F::LineItems, "classSourcedId", F::Classes, W::Anything),
        (F::LineItems, "categorySourcedId", F::Categories, W::Anything),
        (F::LineItems, "academicSessionSourcedId", F::AcademicSessions, W::PartOfYear),
        (F::LineItems, "schoolSourcedId", F::Orgs, W::School),
        (F::ScoreScales, "orgSourcedId", F::Orgs, W::Anything),
        (F::ScoreScales, "courseSourcedId", F::Courses, W::Anything),
        (F::ScoreScales, "classSourcedId", F::Classes, W::Anything),
        (F::Results, "lineItemSourcedId", F::LineItems, W::Anything),
        (F::Results, "studentSourcedId", F::Users, W::Anything),
        (F::Results, "classSourcedId", F::Classes, W::Anything),
        (F::LineItemLearningObjectiveIds, "lineItemSourcedId", F::LineItems, W::Anything),
        (F::LineItemScoreScales, "lineItemSourcedId", F::LineItems, W::Anything),
        (F::LineItemScoreScales, "scoreScaleSourcedId", F::ScoreScales, W::Anything),
        (F::ResultLearningObjectiveIds, "resultSourcedId", F::Results, W::Anything),
        (F::ResultScoreScales, "resultSourcedId", F::Results, W::Anything),
        (F::ResultScoreScales, "scoreScaleSourcedId", F::ScoreScales, W::Anything),
        (F::ClassResources, "classSourcedId", F::Classes, W::Anything),
        (F::ClassResources, "resourceSourcedId", F::Resources, W::Anything),
        (F::CourseResources, "courseSourcedId", F::Courses, W::Anything),
        (F::CourseResources, "resourceSourcedId", F::Resources, W::Anything),
        (F::UserResources, "userSourcedId", F::Users, W::Anything),
        (F::UserResources, "orgSourcedId", F::Orgs, W::Anything),
        (F::UserResources, "classSourcedId", F::Classes, W::Anything),
        (F::UserResources, "resourceSourcedId", F::Resources, W::Anything),
    ]
};

impl Checker {
    pub(super) fn check_references(&mut self, row: &OneRosterRow, findings: &mut Findings) {
        for reference in REFERENCES.iter().filter(|(file, ..)| *file == row.file) {
            for id in named(row, reference.1) {
                self.check_one(row, reference, id, findings);
            }
        }
    }

    fn check_one(&mut self, row: &OneRosterRow, reference: &Reference, id: String, findings: &mut Findings) {
        let (_, column, target, wanted) = *reference;
        if !self.knows(target) {
            // A package of changes may well point outside itself.
            let whole = matches!(self.mode(row.file), Mode::Bulk | Mode::Unstated);
            if whole && self.mode(target) == Mode::Absent {
                let kind = ReferenceFinding::ParentFileMissing { column, target };
                findings.row(kind, row.line, &row.sourced_id);
            }
        } else if self.index.has(target, &id) {
            if let Some(wanted) = self.not_as_wanted(wanted, &id) {
                let kind = ReferenceFinding::WrongType { column, id: id.as_str().into(), wanted };
                findings.row(kind, row.line, &row.sourced_id);
            }
        } else if target == row.file {
            let sourced_id = row.sourced_id.clone();
            self.index.open.push(Open { line: row.line, sourced_id, column, target, id });
        } else {
            let kind = ReferenceFinding::MissingParent { column, target, id: id.as_str().into() };
            findings.row(kind, row.line, &row.sourced_id);
        }
    }

    fn not_as_wanted(&self, wanted: Wanted, id: &str) -> Option<&'static str> {
        match wanted {
            Wanted::School => (!self.index.is_school(id)).then_some("a school"),
            Wanted::SchoolYear => (!self.index.is_school_year(id)).then_some("a school year"),
            Wanted::PartOfYear => self.index.is_school_year(id).then_some("a part of a school year"),
            Wanted::Anything => None,
        }
    }

    /// Settles what had to wait for the end of a file.
    pub(super) fn end_of(&mut self, file: DataFile, findings: &mut Findings) {
        let readable = !self.unreadable.contains(&file);
        for open in std::mem::take(&mut self.index.open) {
            if readable && !self.index.has(open.target, &open.id) {
                let id = open.id.as_str().into();
                let kind = ReferenceFinding::MissingParent { column: open.column, target: open.target, id };
                findings.row(kind, open.line, &open.sourced_id);
            }
        }
        if file == DataFile::Roles && self.knows(file) {
            self.check_primary_orgs();
        }
    }
}

/// The identifiers that a column names.
fn named(row: &OneRosterRow, column: &str) -> Vec<String> {
    if column == "sourcedId" {
        vec![row.sourced_id.clone()]
    } else if column.ends_with("Ids") {
        row.list(column)
    } else {
        row.text(column).map(str::to_owned).into_iter().collect()
    }
}
