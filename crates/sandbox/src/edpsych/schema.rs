//! The resources and their attributes, as the published document has them.

use jiff::civil::Date;
use serde_json::{Value, json};

/// What an attribute may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Text of at most so many characters.
    Text(usize),
    /// A whole number between both.
    Integer(i64, i64),
    /// `yyyy-mm-dd`.
    Date,
    /// Something with one `@`.
    Email,
    /// One of these.
    OneOf(&'static [&'static str]),
    /// An `ep_…` id.
    Id,
}

/// An attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// Name.
    pub name: &'static str,
    /// What it may hold.
    pub shape: Shape,
    /// Needed to create; never null.
    pub required: bool,
}

/// A resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resource {
    /// Name in the path.
    pub name: &'static str,
    /// Begins every id.
    pub prefix: &'static str,
    /// Attributes in order.
    pub attributes: &'static [Attribute],
}

const fn optional(name: &'static str, shape: Shape) -> Attribute {
    Attribute { name, shape, required: false }
}

const fn required(name: &'static str, shape: Shape) -> Attribute {
    Attribute { name, shape, required: true }
}

/// All resources.
pub const RESOURCES: &[Resource] = &[
    Resource {
        name: "learners",
        prefix: "ep_l_",
        attributes: &[
            optional("given_name", Shape::Text(200)),
            optional("family_name", Shape::Text(200)),
            optional("preferred_name", Shape::Text(200)),
            optional("year_level", Shape::Integer(0, 15)),
            optional("tutor_group", Shape::Text(50)),
            optional("school_code", Shape::Text(20)),
            optional("email", Shape::Email),
            optional("birth_date", Shape::Date),
            optional("starts_on", Shape::Date),
            optional("ends_on", Shape::Date),
        ],
    },
    Resource {
        name: "staff",
        prefix: "ep_s_",
        attributes: &[
            optional("given_name", Shape::Text(200)),
            optional("family_name", Shape::Text(200)),
            optional("title", Shape::Text(50)),
            optional("position", Shape::Text(200)),
            optional("email", Shape::Email),
            optional("school_code", Shape::Text(20)),
            optional("starts_on", Shape::Date),
            optional("ends_on", Shape::Date),
        ],
    },
    Resource {
        name: "groups",
        prefix: "ep_g_",
        attributes: &[
            required("title", Shape::Text(200)),
            optional("subject_code", Shape::Text(50)),
            optional("school_year", Shape::Integer(1900, 2999)),
            optional("school_code", Shape::Text(20)),
            optional("kind", Shape::OneOf(&["homeroom", "scheduled"])),
        ],
    },
    Resource {
        name: "memberships",
        prefix: "ep_m_",
        attributes: &[
            required("member_kind", Shape::OneOf(&["learner", "staff"])),
            required("member_id", Shape::Id),
            required("group_id", Shape::Id),
            required("role", Shape::OneOf(&["pupil", "teacher"])),
        ],
    },
];

impl Resource {
    /// The attribute of a name.
    pub fn attribute(&self, name: &str) -> Option<&'static Attribute> {
        self.attributes.iter().find(|a| a.name == name)
    }

    /// Learners and staff are people: one of both names must be there.
    pub fn is_person(&self) -> bool {
        matches!(self.name, "learners" | "staff")
    }

    /// The resource as `/v1/meta` tells it.
    pub fn meta(&self) -> Value {
        let attributes: Vec<Value> = self.attributes.iter().map(Attribute::meta).collect();
        json!({"name": self.name, "operations": ["upsert", "deactivate", "rekey"], "attributes": attributes})
    }
}

impl Attribute {
    fn meta(&self) -> Value {
        let (kind, length) = match self.shape {
            Shape::Text(length) => ("string", Some(length)),
            Shape::Integer(..) => ("integer", None),
            Shape::Date => ("date", None),
            Shape::Email => ("email", Some(254)),
            Shape::OneOf(_) => ("enum", None),
            Shape::Id => ("id", None),
        };
        json!({"name": self.name, "type": kind, "required": self.required, "max_length": length})
    }

    /// What is wrong with a value: a code and a sentence.
    pub fn fault(&self, value: &Value) -> Option<(&'static str, String)> {
        if value.is_null() {
            return self.required.then(|| ("required", format!("{} must not be null.", self.name)));
        }
        let text = value.as_str();
        match self.shape {
            Shape::Text(most) => match text {
                Some("") if self.required => Some(("too_short", "The text is empty.".to_owned())),
                Some(text) if text.chars().count() <= most => None,
                Some(_) => Some(("too_long", format!("At most {most} characters are allowed."))),
                None => Some(("type", "A text is expected.".to_owned())),
            },
            Shape::Integer(least, most) => match value.as_i64() {
                Some(number) if (least..=most).contains(&number) => None,
                Some(_) => Some(("range", format!("A number from {least} to {most} is expected."))),
                None => Some(("type", "A whole number is expected.".to_owned())),
            },
            Shape::Date => {
                let good = text.is_some_and(|t| t.len() == 10 && t.parse::<Date>().is_ok());
                (!good).then(|| ("format", "A date yyyy-mm-dd is expected.".to_owned()))
            }
            Shape::Email => {
                let good = text
                    .is_some_and(|t| t.len() <= 254 && t.split('@').filter(|p| !p.is_empty()).count() == 2);
                (!good).then(|| ("format", "An e-mail address is expected.".to_owned()))
            }
            Shape::OneOf(values) => {
                let good = text.is_some_and(|t| values.contains(&t));
                (!good).then(|| ("enum", format!("One of {} is expected.", values.join(", "))))
            }
            Shape::Id => {
                let good = text.is_some_and(|t| t.starts_with("ep_"));
                (!good).then(|| ("format", "An id that begins with ep_ is expected.".to_owned()))
            }
        }
    }
}
