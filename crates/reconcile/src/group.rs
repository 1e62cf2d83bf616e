//! Groups: the words by which people, changes and limits are counted, such as `pupils` and `staff`.

use crosswalk_model::{Entity, Fields, Name, RosterId};

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
        "records" => "record",
        "times" => "time",
        "changes" => "change",
        "deliveries" => "delivery",
        "stored messages" => "stored message",
        _ => Entity::ALL
            .iter()
            .find(|entity| entity.words().1 == group)
            .map_or(group, |entity| entity.words().0),
    };
    known.to_owned()
}

/// The school, or another org, that a record names as its own.
pub fn school_of(entity: Entity, id: RosterId, fields: &Fields) -> Option<RosterId> {
    let field = match entity {
        Entity::Org => return Some(id),
        Entity::User => "primaryOrg",
        _ => "school",
    };
    fields.get(field)?.as_roster_id()
}

/// Whose school counts for a record that names none: the class of an enrolment, the person of personal details.
pub fn belongs_to(entity: Entity, fields: &Fields) -> Option<(Entity, RosterId)> {
    let owner = match entity {
        Entity::Enrollment | Entity::TimetableSlot => Entity::Class,
        _ => Entity::User,
    };
    owner_of(entity, fields).map(|id| (owner, id))
}

/// The owner of a dependent record: the class of an enrolment, the pupil of a relationship.
pub fn owner_of(entity: Entity, fields: &Fields) -> Option<RosterId> {
    let field = match entity {
        Entity::Enrollment | Entity::TimetableSlot => "class",
        Entity::Demographics | Entity::AttendanceMark => "user",
        Entity::Relationship => "pupil",
        _ => return None,
    };
    fields.get(field)?.as_roster_id()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosswalk_model::{Reference, Value};
    use uuid::Uuid;

    fn id(n: u128) -> RosterId {
        RosterId(Uuid::from_u128(n))
    }

    #[test]
    fn one_of_a_group_is_counted_as_one() {
        let table = [
            ("pupils", "pupil"),
            ("staff", "staff member"),
            ("classes", "class"),
            ("records", "record"),
            ("times", "time"),
            ("changes", "change"),
            ("deliveries", "delivery"),
            ("stored messages", "stored message"),
        ];
        for (group, one) in table {
            assert_eq!(singular(group), one);
        }
    }

    #[test]
    fn a_record_has_its_own_school_or_that_of_what_it_belongs_to() {
        let fields = |name: &'static str, n| {
            Fields::from([(name.into(), Value::Ref(Reference::Roster { to: "x".into(), id: id(n) }))])
        };
        let table = [
            ("a school is its own", Entity::Org, Fields::new(), Some(id(9)), None),
            ("a person", Entity::User, fields("primaryOrg", 1), Some(id(1)), None),
            ("a caregiver", Entity::User, Fields::new(), None, None),
            ("a class", Entity::Class, fields("school", 1), Some(id(1)), None),
            ("an enrolment that says it", Entity::Enrollment, fields("school", 1), Some(id(1)), None),
            ("an enrolment", Entity::Enrollment, fields("class", 2), None, Some((Entity::Class, id(2)))),
            ("details", Entity::Demographics, fields("user", 3), None, Some((Entity::User, id(3)))),
            ("a contact", Entity::Relationship, fields("pupil", 3), None, Some((Entity::User, id(3)))),
        ];
        for (name, entity, fields, school, owner) in table {
            assert_eq!(school_of(entity, id(9), &fields), school, "{name}");
            assert_eq!(belongs_to(entity, &fields), owner, "{name}");
        }
    }
}
