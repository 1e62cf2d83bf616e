//! Who somebody is, in the words that schools' programs have for it.

use crosswalk_standards::delimited::fold;

use super::Kind;

/// Who a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// A pupil.
    Pupil,
    /// A member of staff, and whether as a teacher where that is said.
    Staff(Option<&'static str>),
    /// Family or a former pupil: not part of this import.
    Other,
}

impl Who {
    pub(super) fn of_kind(kind: Kind) -> Self {
        match kind {
            Kind::Pupil => Self::Pupil,
            Kind::Staff => Self::Staff(None),
        }
    }
}

/// Reads a role; none when nobody can tell what it means.
pub(super) fn who(text: &str) -> Option<Who> {
    Some(match fold(text).as_str() {
        "student" | "students" | "pupil" | "pupils" | "learner" | "s" => Who::Pupil,
        "teacher" | "teachers" | "teachingstaff" | "faculty" | "instructor" | "t" => {
            Who::Staff(Some("teacher"))
        }
        "nonteachingstaff" | "supportstaff" | "nonteaching" | "support" => Who::Staff(Some("staff")),
        "administrator" | "admin" | "office" | "employee" => Who::Staff(Some("staff")),
        "staff" => Who::Staff(None),
        "parentcaregiver" | "parent" | "caregiver" | "guardian" | "contact" | "relative" => Who::Other,
        "alumni" | "alumnus" | "alumna" | "leaver" | "former" | "graduate" => Who::Other,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_in_all_their_words() {
        for (text, expect) in [
            ("Student", Some(Who::Pupil)),
            ("TeachingStaff", Some(Who::Staff(Some("teacher")))),
            ("NonTeachingStaff", Some(Who::Staff(Some("staff")))),
            ("ParentCaregiver", Some(Who::Other)),
            ("Alumni", Some(Who::Other)),
            ("non-teaching staff", Some(Who::Staff(Some("staff")))),
            ("STAFF", Some(Who::Staff(None))),
            ("Prefect", None),
            ("", None),
        ] {
            assert_eq!(who(text), expect, "{text}");
        }
    }
}
