//! The tables of Te Kete Ako, as `docs/te-kete-ako.sql` makes them.

use crosswalk_model::{FieldDescription, Name, StreamDescription, WriteOperation};

/// A table as this connector needs it.
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// What the engine sees of it.
    pub stream: StreamDescription,
    /// The column that the database makes and other tables point at.
    pub id: Option<Name>,
    /// The column with the instant of the soft end.
    pub soft_end: Option<Name>,
}

impl Table {
    /// The columns to read: those of the catalog, no others that a school may have added.
    pub(super) fn columns(&self) -> String {
        self.stream.fields.iter().map(|field| field.name.as_ref()).collect::<Vec<_>>().join(",")
    }

    /// The columns to give back after a write: enough to know which rows were written.
    pub(super) fn proof(&self) -> String {
        let id = self.id.iter().filter(|id| **id != self.stream.key);
        std::iter::once(&self.stream.key).chain(id).map(Name::as_ref).collect::<Vec<_>>().join(",")
    }

    /// Whether it can be written to.
    pub(super) fn is_written(&self) -> bool {
        !self.stream.operations.is_empty()
    }

    /// Whether a column is set by the database or by this connector alone.
    pub(super) fn is_read_only(&self, column: &str) -> bool {
        self.stream.field(column).is_some_and(|field| field.read_only)
    }
}

/// What can be done with rows that have a soft end.
pub(super) const OPERATIONS: [WriteOperation; 4] =
    [WriteOperation::Create, WriteOperation::Update, WriteOperation::Deactivate, WriteOperation::Relink];

/// The tables in the order in which they can be written.
pub(super) fn te_kete_ako() -> Vec<Table> {
    vec![
        table("people", "People", people()),
        table("classes", "Classes", classes()),
        table("enrolments", "Enrolments", enrolments()),
        table("timetable", "Timetable", timetable()),
    ]
}

fn people() -> Vec<FieldDescription> {
    vec![
        required("kind", "text"),
        optional("given_name", "text"),
        optional("family_name", "text"),
        optional("preferred_name", "text"),
        required("display_name", "text"),
        optional("email", "text"),
        optional("year_level", "int"),
        optional("tutor_group", "text"),
        optional("house", "text"),
        optional("school_code", "text"),
        optional("starts_on", "date"),
        optional("ends_on", "date"),
    ]
}

fn classes() -> Vec<FieldDescription> {
    vec![
        required("title", "text"),
        optional("subject_code", "text"),
        optional("subject_name", "text"),
        optional("school_code", "text"),
        optional("school_year", "int"),
        optional("kind", "text"),
    ]
}

fn enrolments() -> Vec<FieldDescription> {
    vec![
        points_at("person_id", "people"),
        points_at("class_id", "classes"),
        required("role", "text"),
        optional("starts_on", "date"),
        optional("ends_on", "date"),
    ]
}

fn timetable() -> Vec<FieldDescription> {
    vec![
        points_at("class_id", "classes"),
        required("school_week", "int"),
        optional("term", "int"),
        required("weekday", "int"),
        optional("cycle_day", "int"),
        required("slot", "int"),
        optional("rooms", "text"),
        optional("teacher_codes", "text"),
    ]
}

fn table(name: &'static str, title: &str, own: Vec<FieldDescription>) -> Table {
    let key = FieldDescription { unique: true, ..required("source_key", "text") };
    let id = FieldDescription { unique: true, ..set_by_itself("id", "uuid") };
    let ends = [set_by_itself("ended_at", "timestamptz"), set_by_itself("updated_at", "timestamptz")];
    Table {
        stream: StreamDescription {
            name: name.into(),
            title: title.into(),
            key: "source_key".into(),
            fields: [id, key].into_iter().chain(own).chain(ends).collect(),
            operations: OPERATIONS.to_vec(),
            readable: true,
        },
        id: Some("id".into()),
        soft_end: Some("ended_at".into()),
    }
}

fn optional(name: &'static str, kind: &str) -> FieldDescription {
    FieldDescription { name: name.into(), kind: kind.into(), ..FieldDescription::default() }
}

fn required(name: &'static str, kind: &str) -> FieldDescription {
    FieldDescription { required: true, ..optional(name, kind) }
}

fn points_at(name: &'static str, stream: &'static str) -> FieldDescription {
    FieldDescription { refers: Some(stream.into()), ..required(name, "uuid") }
}

fn set_by_itself(name: &'static str, kind: &str) -> FieldDescription {
    FieldDescription { read_only: true, ..optional(name, kind) }
}
