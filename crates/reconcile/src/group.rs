//! Groups: the words by which people, changes and limits are counted, such as `pupils` and `staff`.

use crosswalk_model::{Entity, Fields, Name};

/// The group of a roster record.
pub fn group_of(entity: Entity, fields: &Fields) -> Name {
    match entity {
        Entity::User => people_group(fields.get("role").and_then(|role| role.as_text()).unwrap_or_default()),
        other => Name::Borrowed(other.words().1),
    }
}

fn people_group(role: &str) -> Name {
    Name::Borrowed(match role {
        "student" => "pupils",
        "guardian" | "parent" | "relative" => "caregivers",
        _ => "staff",
    })
}

/// Whether a group counts people.
pub fn is_people(group: &str) -> bool {
    matches!(group, "pupils" | "staff" | "caregivers")
}

/// The order in which groups are named in sentences; people first.
pub fn rank(group: &str) -> usize {
    ["pupils", "staff", "caregivers", "classes", "enrolments", "lessons"]
        .iter()
        .position(|known| *known == group)
        .unwrap_or(usize::MAX)
}

/// The singular of a group's word.
pub fn singular(group: &str) -> String {
    let known = match group {
        "pupils" => "pupil",
        "staff" => "staff member",
        "caregivers" => "caregiver",
        _ => Entity::ALL
            .iter()
            .find(|entity| entity.words().1 == group)
            .map_or(group, |entity| entity.words().0),
    };
    known.to_owned()
}

/// The owner of a dependent record: the class of an enrolment, the pupil of a relationship.
pub fn owner_of(entity: Entity, fields: &Fields) -> Option<crosswalk_model::RosterId> {
    let field = match entity {
        Entity::Enrollment | Entity::TimetableSlot => "class",
        Entity::Demographics | Entity::AttendanceMark => "user",
        Entity::Relationship => "pupil",
        _ => return None,
    };
    fields.get(field)?.as_roster_id()
}
