//! Makes documents of rows. Fields bear the names of the columns; what OneRoster packs into one cell is unpacked.

mod column;
mod demographics;
mod filter;
mod user;

use crosswalk_model::{Document, Finding, Name, SourceRecord, Value};
use crosswalk_standards::oneroster::{DataFile, OneRosterRow, Status};

use super::config::{Config, Wants};
use super::family::Families;
use super::known::Known;
use super::roles::Roles;
pub(super) use filter::Filter;
pub(super) use user::is_wanted;

/// In a partition that is not known.
const UNKNOWN: &str = "-";

/// The files that are read, those that are pointed at first.
pub(super) const READ: [DataFile; 7] = [
    DataFile::Orgs,
    DataFile::AcademicSessions,
    DataFile::Courses,
    DataFile::Classes,
    DataFile::Users,
    DataFile::Demographics,
    DataFile::Enrollments,
];

/// Columns that name a row of another file. Those that a record cannot do without are not among them.
const POINTERS: [(DataFile, &str, DataFile); 8] = [
    (DataFile::Orgs, "parentSourcedId", DataFile::Orgs),
    (DataFile::AcademicSessions, "parentSourcedId", DataFile::AcademicSessions),
    (DataFile::Courses, "orgSourcedId", DataFile::Orgs),
    (DataFile::Courses, "schoolYearSourcedId", DataFile::AcademicSessions),
    (DataFile::Classes, "courseSourcedId", DataFile::Courses),
    (DataFile::Classes, "schoolSourcedId", DataFile::Orgs),
    (DataFile::Users, "primaryOrgSourcedId", DataFile::Orgs),
    (DataFile::Enrollments, "schoolSourcedId", DataFile::Orgs),
];

/// What documents are made with.
pub(super) struct Making<'c> {
    pub config: &'c Config,
    pub known: Known,
    pub roles: Roles,
    /// Whether only changed roles came, so that somebody's others are not known.
    pub roles_partial: bool,
    pub families: Families,
    pub filter: Option<Filter>,
    /// Rows of other schools, and of families that are not wanted.
    pub left_out: u64,
    /// Users with several addresses in the field for one.
    pub several_addresses: SeveralAddresses,
}

/// Rows with several addresses in the field that is meant for one.
#[derive(Default)]
pub(super) struct SeveralAddresses {
    /// How many there are, and the first of them with its line.
    found: Option<(u64, String, u64)>,
}

impl SeveralAddresses {
    fn note(&mut self, row: &OneRosterRow) {
        self.found.get_or_insert_with(|| (0, row.sourced_id.clone(), row.line)).0 += 1;
    }

    /// What is told of them.
    pub(super) fn finding(&self) -> Option<Finding> {
        let (count, first, line) = self.found.as_ref()?;
        let message = format!(
            "{count} users have several addresses in the column email, the first of them in line {line}. Of each the first \
             address was taken. Leave one in the column."
        );
        Some(Finding::warning("several_addresses", "users", first.as_str(), message).on("email"))
    }
}

impl Making<'_> {
    pub(super) fn wants(&self) -> Wants {
        self.config.wants
    }

    /// The document of a row; none when it takes no part.
    pub(super) fn document(&mut self, row: &OneRosterRow) -> Option<Document> {
        if row.status == Some(Status::ToBeDeleted) {
            return Some(gone(row));
        }
        if !self.takes_part(row) {
            self.left_out += 1;
            return None;
        }
        if row.file == DataFile::Courses {
            self.known.take(row);
        }
        let mut document = match row.file {
            DataFile::Users => user::document(self, row),
            DataFile::Demographics => Document::of(demographics::record(row), UNKNOWN),
            _ => Document::of(plain(row), UNKNOWN),
        };
        self.pointers(row, &mut document.head);
        if row.file == DataFile::Classes {
            self.year_of_class(row, &mut document.head);
        }
        if row.file == DataFile::Enrollments {
            self.year_of_enrollment(row, &mut document.head);
        }
        if self.wants().other_columns {
            document.head.fields.extend(column::extras(row));
        }
        document.partition = self.partition(row, &document.head);
        Some(document)
    }

    /// Checks the pointers of a record: one that leads nowhere is left out.
    fn pointers(&mut self, row: &OneRosterRow, record: &mut SourceRecord) {
        for (_, column, to) in POINTERS.iter().filter(|(file, ..)| *file == row.file) {
            if row.text(column).is_some() && self.known.points(row, column, *to).is_none() {
                record.fields.remove(*column);
            }
        }
    }

    fn year_of_class(&mut self, row: &OneRosterRow, record: &mut SourceRecord) {
        let year = self.known.school_year(&row.list("termSourcedIds"));
        if let Some(year) = year {
            self.known.class_years.insert(row.sourced_id.clone(), year.clone());
            record.fields.insert("schoolYear".into(), Value::Text(year));
        }
    }

    /// Where identifiers of classes come again each year, an enrolment without dates says another thing in another year.
    fn year_of_enrollment(&self, row: &OneRosterRow, record: &mut SourceRecord) {
        let class = row.text("classSourcedId").filter(|_| row.text("beginDate").is_none());
        let year = class.and_then(|class| self.known.class_years.get(class));
        record.fields.extend(year.map(|year| (Name::from("schoolYear"), year.as_str().into())));
    }

    /// The part of its stream that a record belongs to: its school, where it has one.
    fn partition(&self, row: &OneRosterRow, record: &SourceRecord) -> String {
        let said = |name: &str| record.fields.get(name).and_then(Value::as_text).map(str::to_owned);
        let school = match row.file {
            DataFile::Orgs | DataFile::AcademicSessions => Some(row.file.name().to_owned()),
            DataFile::Courses => said("orgSourcedId"),
            DataFile::Users => said("primaryOrgSourcedId"),
            DataFile::Demographics => self.filter.as_ref().and_then(|filter| filter.home_of(&row.sourced_id)),
            _ => said("schoolSourcedId"),
        };
        school.unwrap_or_else(|| UNKNOWN.to_owned())
    }
}

/// A record with the columns as they are.
fn plain(row: &OneRosterRow) -> SourceRecord {
    let mut record = SourceRecord::new(row.file.name(), row.sourced_id.as_str());
    record.fields =
        row.fields.keys().filter_map(|name| Some(((*name).into(), column::value(row, name)?))).collect();
    record
}

fn gone(row: &OneRosterRow) -> Document {
    let head = SourceRecord::new(row.file.name(), row.sourced_id.as_str());
    Document { gone: true, ..Document::of(head, UNKNOWN) }
}
