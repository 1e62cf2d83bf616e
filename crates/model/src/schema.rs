//! The fields of each entity: the roster's schema and at the same time the registry of personal data.
//! Field names are those of OneRoster 1.2; what is beyond it is said so in its description.

use serde::Serialize;

use crate::DataClass::{self, Contact, Demographic, Identity, NationalNumber, Note, Open, Schooling};
use crate::Subject::{self, Family, Nobody, Person};
use crate::{Entity, Fields, Value};

/// The kind of value in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Text.
    Text,
    /// An e-mail address.
    Email,
    /// A whole number.
    Integer,
    /// Yes or no.
    Boolean,
    /// A civil date, `yyyy-mm-dd`.
    Date,
    /// A list of texts.
    TextList,
    /// Named values, such as external ids by scheme.
    Map,
    /// Points at another record.
    Ref(Entity),
}

/// One field of an entity.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct FieldSpec {
    /// The name, as in OneRoster 1.2.
    pub name: &'static str,
    /// What is in it.
    pub kind: Kind,
    /// How delicate it is.
    pub class: DataClass,
    /// Whose it is.
    pub subject: Subject,
    /// Whether a record without it is of no use.
    pub required: bool,
}

/// The fields of one entity.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct EntitySchema {
    /// Which entity.
    pub entity: Entity,
    /// Its fields.
    pub fields: &'static [FieldSpec],
}

const fn f(name: &'static str, kind: Kind, class: DataClass, subject: Subject) -> FieldSpec {
    FieldSpec { name, kind, class, subject, required: false }
}

const fn must(name: &'static str, kind: Kind, class: DataClass, subject: Subject) -> FieldSpec {
    FieldSpec { name, kind, class, subject, required: true }
}

use Kind::{Boolean, Date, Email, Integer, Map, Ref, Text, TextList};

const ORG: &[FieldSpec] = &[
    must("name", Text, Open, Nobody),
    f("type", Text, Open, Nobody),
    f("identifier", Text, Open, Nobody),
    f("parent", Ref(Entity::Org), Open, Nobody),
    f("externalIds", Map, Open, Nobody),
    f("extras", Map, Open, Nobody),
];

const SESSION: &[FieldSpec] = &[
    must("title", Text, Open, Nobody),
    f("type", Text, Open, Nobody),
    f("startDate", Date, Open, Nobody),
    f("endDate", Date, Open, Nobody),
    f("schoolYear", Text, Open, Nobody),
    f("parent", Ref(Entity::AcademicSession), Open, Nobody),
    f("school", Ref(Entity::Org), Open, Nobody),
    f("extras", Map, Open, Nobody),
];

const COURSE: &[FieldSpec] = &[
    must("title", Text, Open, Nobody),
    f("courseCode", Text, Open, Nobody),
    f("subjects", TextList, Open, Nobody),
    f("subjectCodes", TextList, Open, Nobody),
    f("grades", TextList, Open, Nobody),
    f("department", Text, Open, Nobody),
    f("qualification", Text, Open, Nobody),
    f("school", Ref(Entity::Org), Open, Nobody),
    f("schoolYear", Ref(Entity::AcademicSession), Open, Nobody),
    f("extras", Map, Open, Nobody),
];

const CLASS: &[FieldSpec] = &[
    must("title", Text, Open, Nobody),
    f("classCode", Text, Open, Nobody),
    f("classType", Text, Open, Nobody),
    f("subjectCode", Text, Open, Nobody),
    f("optionLine", Text, Open, Nobody),
    f("schoolYear", Text, Open, Nobody),
    f("location", Text, Open, Nobody),
    f("grades", TextList, Open, Nobody),
    f("subjects", TextList, Open, Nobody),
    f("subjectCodes", TextList, Open, Nobody),
    f("periods", TextList, Open, Nobody),
    f("course", Ref(Entity::Course), Open, Nobody),
    f("school", Ref(Entity::Org), Open, Nobody),
    f("terms", TextList, Open, Nobody),
    f("extras", Map, Open, Nobody),
];

const USER: &[FieldSpec] = &[
    must("role", Text, Schooling, Person),
    f("roles", Map, Schooling, Person),
    f("identifier", Text, Identity, Person),
    f("username", Text, Identity, Person),
    f("enabledUser", Boolean, Schooling, Person),
    f("title", Text, Identity, Person),
    f("givenName", Text, Identity, Person),
    f("middleName", Text, Identity, Person),
    f("familyName", Text, Identity, Person),
    f("preferredFirstName", Text, Identity, Person),
    f("preferredMiddleName", Text, Identity, Person),
    f("preferredLastName", Text, Identity, Person),
    f("pronouns", Text, Demographic, Person),
    f("email", Email, Identity, Person),
    f("sms", Text, Contact, Person),
    f("phone", Text, Contact, Person),
    f("contactEmail", Email, Contact, Person),
    f("grades", TextList, Schooling, Person),
    f("homeroom", Text, Schooling, Person),
    f("house", Text, Schooling, Person),
    f("whanau", Text, Schooling, Person),
    f("position", Text, Schooling, Person),
    f("classification", Text, Schooling, Person),
    f("primaryOrg", Ref(Entity::Org), Schooling, Person),
    f("orgs", TextList, Schooling, Person),
    f("beginDate", Date, Schooling, Person),
    f("endDate", Date, Schooling, Person),
    f("externalIds", Map, Schooling, Person),
    f("nationalNumber", Text, NationalNumber, Person),
    f("dataSharing", Map, Schooling, Family),
    f("extras", Map, Note, Person),
];

const DEMOGRAPHICS: &[FieldSpec] = &[
    must("user", Ref(Entity::User), Demographic, Person),
    f("birthDate", Date, Demographic, Person),
    f("sex", Text, Demographic, Person),
    f("ethnicity", TextList, Demographic, Person),
    f("iwi", TextList, Demographic, Person),
    f("language", Text, Demographic, Person),
    f("countryOfBirthCode", Text, Demographic, Person),
    f("stateOfBirthAbbreviation", Text, Demographic, Person),
    f("cityOfBirth", Text, Demographic, Person),
    f("publicSchoolResidenceStatus", Text, Demographic, Person),
    f("extras", Map, Note, Person),
];

const ENROLLMENT: &[FieldSpec] = &[
    must("user", Ref(Entity::User), Schooling, Person),
    must("class", Ref(Entity::Class), Schooling, Person),
    must("role", Text, Schooling, Person),
    f("school", Ref(Entity::Org), Schooling, Person),
    f("primary", Boolean, Schooling, Person),
    f("beginDate", Date, Schooling, Person),
    f("endDate", Date, Schooling, Person),
    f("extras", Map, Schooling, Person),
];

const RELATIONSHIP: &[FieldSpec] = &[
    must("pupil", Ref(Entity::User), Contact, Family),
    must("contact", Ref(Entity::User), Contact, Family),
    f("relationship", Text, Contact, Family),
    f("priority", Integer, Contact, Family),
    f("emergency", Boolean, Contact, Family),
    f("livesWith", Boolean, Contact, Family),
    f("status", Text, Note, Family),
    f("extras", Map, Note, Family),
];

const PERIOD: &[FieldSpec] = &[
    must("title", Text, Open, Nobody),
    f("school", Ref(Entity::Org), Open, Nobody),
    f("cycleDay", Integer, Open, Nobody),
    f("number", Integer, Open, Nobody),
    f("startTime", Text, Open, Nobody),
    f("endTime", Text, Open, Nobody),
    f("extras", Map, Open, Nobody),
];

const SLOT: &[FieldSpec] = &[
    must("class", Ref(Entity::Class), Open, Nobody),
    f("schoolWeek", Integer, Open, Nobody),
    f("term", Integer, Open, Nobody),
    f("weekday", Integer, Open, Nobody),
    f("cycleDay", Integer, Open, Nobody),
    f("slot", Integer, Open, Nobody),
    f("rooms", TextList, Open, Nobody),
    f("teachers", TextList, Schooling, Person),
    f("extras", Map, Open, Nobody),
];

const MARK: &[FieldSpec] = &[
    must("user", Ref(Entity::User), Note, Person),
    must("date", Date, Note, Person),
    f("codes", Text, Note, Person),
    f("categories", Text, Note, Person),
    f("halfDays", Map, Note, Person),
    f("extras", Map, Note, Person),
];

const DAY: &[FieldSpec] = &[
    must("title", Text, Open, Nobody),
    f("school", Ref(Entity::Org), Open, Nobody),
    f("startDate", Date, Open, Nobody),
    f("endDate", Date, Open, Nobody),
    f("startTime", Text, Open, Nobody),
    f("endTime", Text, Open, Nobody),
    f("kind", Text, Open, Nobody),
    f("location", Text, Open, Nobody),
    f("description", Text, Note, Nobody),
    f("extras", Map, Note, Nobody),
];

impl Entity {
    /// The fields of this entity.
    pub fn schema(self) -> EntitySchema {
        let fields = match self {
            Self::Org => ORG,
            Self::AcademicSession => SESSION,
            Self::Course => COURSE,
            Self::Class => CLASS,
            Self::User => USER,
            Self::Demographics => DEMOGRAPHICS,
            Self::Enrollment => ENROLLMENT,
            Self::Relationship => RELATIONSHIP,
            Self::Period => PERIOD,
            Self::TimetableSlot => SLOT,
            Self::AttendanceMark => MARK,
            Self::CalendarDay => DAY,
        };
        EntitySchema { entity: self, fields }
    }

    /// One field of this entity.
    pub fn field(self, name: &str) -> Option<&'static FieldSpec> {
        self.schema().fields.iter().find(|field| field.name == name)
    }

    /// Splits a record's fields into those that the store may keep readable and those that it encrypts.
    /// A field that the schema does not know is encrypted: what is unknown is not harmless.
    pub fn split_private(self, fields: &Fields) -> (Fields, Fields) {
        let private = |name: &str| self.field(name).is_none_or(|field| field.class.encrypted());
        let mut split = (Fields::new(), Fields::new());
        for (name, value) in fields {
            let side = if private(name) { &mut split.1 } else { &mut split.0 };
            side.insert(name.clone(), value.clone());
        }
        split
    }

    /// The name that a person knows the record by: a person's name, a class's title.
    pub fn label(self, fields: &Fields) -> String {
        let text = |name: &str| fields.get(name).map(Value::display).unwrap_or_default();
        match self {
            Self::User => {
                let given =
                    [text("preferredFirstName"), text("givenName")].into_iter().find(|name| !name.is_empty());
                let family =
                    [text("preferredLastName"), text("familyName")].into_iter().find(|name| !name.is_empty());
                format!("{} {}", given.unwrap_or_default(), family.unwrap_or_default()).trim().to_owned()
            }
            Self::Org => text("name"),
            Self::AttendanceMark => text("date"),
            Self::Enrollment => text("role"),
            Self::Relationship => text("relationship"),
            Self::TimetableSlot => {
                format!("week {} day {} slot {}", text("schoolWeek"), text("weekday"), text("slot"))
            }
            Self::Demographics => String::new(),
            _ => text("title"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_fields_are_those_the_registry_says() {
        let fields = Fields::from([
            ("familyName".into(), "Parata".into()),
            ("phone".into(), "021".into()),
            ("nationalNumber".into(), "0000000011".into()),
            ("somethingNew".into(), "x".into()),
        ]);
        let (open, private) = Entity::User.split_private(&fields);
        assert_eq!(open.keys().collect::<Vec<_>>(), ["familyName"]);
        assert_eq!(private.keys().collect::<Vec<_>>(), ["nationalNumber", "phone", "somethingNew"]);
    }

    #[test]
    fn every_entity_has_extras_and_unique_fields() {
        for entity in Entity::ALL {
            let names: Vec<_> = entity.schema().fields.iter().map(|field| field.name).collect();
            let unique: std::collections::BTreeSet<_> = names.iter().collect();
            assert_eq!(unique.len(), names.len(), "{entity}");
            assert!(entity == Entity::User || names.contains(&"extras"), "{entity}");
        }
    }
}
