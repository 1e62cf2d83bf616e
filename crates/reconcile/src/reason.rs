//! Why a change is planned, in a few words that a person can filter by.

use crosswalk_model::{Change, ChangeOp, FieldDiff, Reason};

/// The code of what comes back into use.
const CAME_BACK: &str = "came_back";

const BY_FIELD: &[(&[&str], &str, &str)] = &[
    (&["identifier", "source_key", "external_id", "code"], "code_renamed", "Code renamed"),
    (&["endDate", "ends_on"], "leaving_date", "Leaving date changed"),
    (&["beginDate", "starts_on"], "starting_date", "Starting date changed"),
    (&["homeroom", "tutor_group"], "tutor_changed", "Tutor changed"),
    (&["grades", "year_level"], "year_changed", "Year level changed"),
    (
        &[
            "givenName",
            "familyName",
            "preferredFirstName",
            "middleName",
            "given_name",
            "family_name",
            "preferred_name",
            "display_name",
        ],
        "name_changed",
        "Name changed",
    ),
    (&["email", "contactEmail"], "email_changed", "E-mail changed"),
    (&["rooms", "location"], "room_changed", "Room changed"),
    (&["teachers", "teacher_codes"], "teacher_changed", "Teacher changed"),
    (&["title", "subject_name"], "title_changed", "Title changed"),
    (&["role", "roles", "kind"], "role_changed", "Role changed"),
];

/// The reason for an update, from the most telling of the fields that differ.
pub fn for_update(fields: &[FieldDiff]) -> Reason {
    BY_FIELD
        .iter()
        .find(|(names, _, _)| fields.iter().any(|diff| names.contains(&diff.field.as_ref())))
        .map_or_else(
            || Reason::new("details_changed", "Details changed"),
            |(_, code, phrase)| Reason::new(*code, *phrase),
        )
}

/// New at the source.
pub fn new_in(source: &str) -> Reason {
    Reason::new("new", format!("New in {source}"))
}

/// Not there yet.
pub fn not_there_yet() -> Reason {
    Reason::new("new", "Not there yet")
}

/// Gone from the source.
pub fn gone_from(source: &str) -> Reason {
    Reason::new("left", format!("No longer in {source}"))
}

/// Has left the school.
pub fn left() -> Reason {
    Reason::new("left", "Has left")
}

/// Left out by a selection.
pub fn left_out(why: &str) -> Reason {
    Reason::new("left_out", format!("Left out: {why}"))
}

/// Came back after having been ended.
pub fn came_back() -> Reason {
    Reason::new(CAME_BACK, "Came back")
}

/// Whether a change brought an ended record back into use.
pub fn brings_back(change: &Change) -> bool {
    change.op == ChangeOp::Update && change.reason.code == CAME_BACK
}

/// Brought back by an undo.
pub fn back_by_undo() -> Reason {
    Reason::new(CAME_BACK, "Undone: in use again")
}

/// Taken back by an undo.
pub fn undone() -> Reason {
    Reason::new("undone", "Undone")
}

/// Somebody removed it at the destination.
pub fn missing_there() -> Reason {
    Reason::new("missing_there", "Missing at the destination")
}
