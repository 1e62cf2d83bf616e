//! The streams of the roster API, as `docs/edpsych-connect.openapi.yaml` describes them.

use crosswalk_model::{Catalog, FieldDescription, StreamDescription, WriteOperation};

const OPERATIONS: [WriteOperation; 4] =
    [WriteOperation::Create, WriteOperation::Update, WriteOperation::Deactivate, WriteOperation::Relink];

/// The streams in the order in which they can be written.
pub(super) fn catalog() -> Catalog {
    Catalog {
        streams: vec![
            stream("learners", "Learners", learners()),
            stream("staff", "Staff", staff()),
            stream("groups", "Groups", groups()),
            stream("memberships", "Memberships", memberships()),
        ],
    }
}

fn learners() -> Vec<FieldDescription> {
    vec![
        optional("given_name", "text"),
        optional("family_name", "text"),
        optional("preferred_name", "text"),
        optional("year_level", "int"),
        optional("tutor_group", "text"),
        optional("school_code", "text"),
        optional("email", "email"),
        optional("birth_date", "date"),
        optional("starts_on", "date"),
        optional("ends_on", "date"),
    ]
}

fn staff() -> Vec<FieldDescription> {
    vec![
        optional("given_name", "text"),
        optional("family_name", "text"),
        optional("title", "text"),
        optional("position", "text"),
        optional("email", "email"),
        optional("school_code", "text"),
        optional("starts_on", "date"),
        optional("ends_on", "date"),
    ]
}

fn groups() -> Vec<FieldDescription> {
    vec![
        required("title", "text"),
        optional("subject_code", "text"),
        optional("school_year", "int"),
        optional("school_code", "text"),
        optional("kind", "enum"),
    ]
}

/// `member_id` points at a learner or a member of staff, as `member_kind` says; the reference itself names the stream.
fn memberships() -> Vec<FieldDescription> {
    vec![
        required("member_kind", "enum"),
        FieldDescription { refers: Some("learners".into()), ..required("member_id", "id") },
        FieldDescription { refers: Some("groups".into()), ..required("group_id", "id") },
        required("role", "enum"),
    ]
}

fn stream(name: &'static str, title: &str, attributes: Vec<FieldDescription>) -> StreamDescription {
    let id = FieldDescription { unique: true, read_only: true, ..optional("id", "id") };
    let key = FieldDescription { unique: true, ..required("external_id", "text") };
    StreamDescription {
        name: name.into(),
        title: title.into(),
        key: "external_id".into(),
        fields: [id, key].into_iter().chain(attributes).collect(),
        operations: OPERATIONS.to_vec(),
        readable: true,
    }
}

fn optional(name: &'static str, kind: &str) -> FieldDescription {
    FieldDescription { name: name.into(), kind: kind.into(), ..FieldDescription::default() }
}

fn required(name: &'static str, kind: &str) -> FieldDescription {
    FieldDescription { required: true, ..optional(name, kind) }
}
