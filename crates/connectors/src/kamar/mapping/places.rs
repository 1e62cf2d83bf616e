//! Schools, subjects, classes, groups, and who is in them.

use crosswalk_model::{FieldMap, StreamMap};

use super::{constant, copies, copy, first, list, map, refer};
use crate::kamar::config::Wants;

/// The maps of what people belong to.
pub fn streams(wants: Wants) -> Vec<StreamMap> {
    vec![
        map("schools", "org", true, schools()),
        map("subjects", "course", true, subjects()),
        map("classes", "class", true, classes()),
        map("groups", "class", wants.groups, groups()),
    ]
}

/// The maps of memberships.
pub fn memberships(wants: Wants) -> Vec<StreamMap> {
    vec![
        map("student_enrollments", "enrollment", true, enrollments()),
        map("staff_enrollments", "enrollment", true, enrollments()),
        map("group_enrollments", "enrollment", wants.groups, enrollments()),
    ]
}

fn schools() -> Vec<FieldMap> {
    let mut fields = vec![first(["name", "moeCode"], "name"), constant("school", "type")];
    fields.extend(copies(&[("moeCode", "identifier"), ("extras", "extras")]));
    fields
}

fn subjects() -> Vec<FieldMap> {
    let mut fields =
        vec![first(["name", "id"], "title"), list("level", "grades"), list("id", "subjectCodes")];
    fields.push(refer("school", "org", "school"));
    let same = [("id", "courseCode"), ("extras", "extras")];
    fields.extend(copies(&same));
    fields.extend(copies(&[("department", "department"), ("qualification", "qualification")]));
    fields
}

fn classes() -> Vec<FieldMap> {
    let mut fields = vec![refer("course", "course", "course"), refer("school", "org", "school")];
    fields.push(list("subject", "subjectCodes"));
    fields.extend(copies(&[
        ("title", "title"),
        ("classcode", "classCode"),
        ("classtype", "classType"),
        ("subject", "subjectCode"),
        ("coreoption", "optionLine"),
        ("schoolyear", "schoolYear"),
    ]));
    fields
}

fn groups() -> Vec<FieldMap> {
    vec![
        copy("title", "title"),
        constant("group", "classType"),
        copy("ref", "classCode"),
        copy("schoolyear", "schoolYear"),
        list("category", "subjects"),
        refer("school", "org", "school"),
    ]
}

fn enrollments() -> Vec<FieldMap> {
    vec![
        refer("$parent", "user", "user"),
        refer("class", "class", "class"),
        refer("school", "org", "school"),
        copy("role", "role"),
    ]
}
