//! The headings of each layout. Compared regardless of case, punctuation, spaces and macrons.

use super::Layout;

type Row = (&'static str, &'static [&'static str]);

const LAST: &[&str] =
    &["Last Name", "Surname", "Family Name", "Lastname", "Legal Last Name", "Legal Surname"];
const FIRST: &[&str] =
    &["First Name", "Given Name", "Forename", "Firstname", "Legal First Name", "Legal Forename"];
const GENDER: &[&str] = &["Gender", "Sex"];
const BORN: &[&str] = &["Date of Birth", "DOB", "Birth Date", "Birthdate"];
const LEVEL: &[&str] = &["Level", "Year Level", "Year", "Year Group", "NC Year", "Grade", "Grade Level"];
const TUTOR: &[&str] = &[
    "Tutor",
    "Tutor Class",
    "Tutor Group",
    "Form Class",
    "Form",
    "Home Group",
    "Homeroom",
    "Home Room",
    "Registration Group",
    "Reg Group",
];
const NATIONAL: &[&str] =
    &["NSN", "National Student Number", "UPN", "Unique Pupil Number", "Student NSN", "National Number"];
const EMAIL: &[&str] = &[
    "Email",
    "E-mail",
    "Email Address",
    "School Email",
    "Email (School)",
    "Email - School",
    "Student email - School",
    "Staff email - School",
    "Student Email",
    "Staff Email",
    "Work Email",
    "Mail",
];

/// The fields of a layout and their headings.
pub(super) fn table(layout: Layout) -> &'static [Row] {
    match layout {
        Layout::StaffList => STAFF_LIST,
        Layout::StudentList => STUDENT_LIST,
        Layout::Subjects => SUBJECTS,
        Layout::StudentTimetable => STUDENT_TIMETABLE,
        Layout::TeacherTimetable => TEACHER_TIMETABLE,
        Layout::ClassSheet => CLASS_SHEET,
        Layout::IdentityExtract => IDENTITY_EXTRACT,
        Layout::People => PEOPLE,
    }
}

/// The fields without which a file is not of this layout.
pub(super) fn needed(layout: Layout) -> &'static [&'static str] {
    match layout {
        Layout::StaffList | Layout::StudentList => &["id", "lastname"],
        Layout::Subjects => &["id", "name"],
        Layout::StudentTimetable | Layout::TeacherTimetable => &["id", "fullname"],
        Layout::ClassSheet => &["id", "index"],
        Layout::IdentityExtract => &["id", "role"],
        Layout::People => &["id"],
    }
}

const STAFF_LIST: &[Row] = &[
    ("id", &["Code", "Staff Code", "Teacher Code"]),
    ("lastname", LAST),
    ("firstname", FIRST),
    ("title", &["Title"]),
    ("email", EMAIL),
    ("departments", &["Departments (Comma)", "Departments", "Department"]),
];

const STUDENT_LIST: &[Row] = &[
    ("id", &["Student ID", "Student Number", "Student No"]),
    ("lastname", LAST),
    ("firstname", FIRST),
    ("gender", GENDER),
    ("yearlevel", LEVEL),
    ("tutor", TUTOR),
    ("timetableclass", &["Timetable Class"]),
    ("email", EMAIL),
];

const SUBJECTS: &[Row] = &[
    ("id", &["TTCode", "Subject Code", "Subject"]),
    ("level", LEVEL),
    ("name", &["Name", "Subject Name"]),
    ("qualification", &["Qualification"]),
    ("department", &["Department"]),
    ("subdepartment", &["Sub Department"]),
    ("teacherincharge", &["Teacher_in_Charge", "TIC"]),
    ("description", &["Description"]),
    ("star", &["STAR"]),
];

const STUDENT_TIMETABLE: &[Row] = &[
    ("fullname", &["Student Name"]),
    ("id", &["ID Number", "Student ID"]),
    ("tutor", TUTOR),
    ("yearlevel", LEVEL),
];

const TEACHER_TIMETABLE: &[Row] =
    &[("id", &["Teacher", "Teacher Code"]), ("fullname", &["Teacher Name"]), ("tutor", TUTOR)];

const CLASS_SHEET: &[Row] = &[
    ("id", &["Number", "Student Number"]),
    ("index", &["NSI"]),
    ("firstname", FIRST),
    ("lastname", LAST),
    ("gender", GENDER),
    ("yearlevel", LEVEL),
    ("tutor", TUTOR),
    ("datebirth", BORN),
    ("ethnicity", &["Ethnicity (L1)", "Ethnicity"]),
    ("ethnicityL2", &["Ethnicity (L2)"]),
    ("subject", &["Subject"]),
];

const IDENTITY_EXTRACT: &[Row] = &[
    ("id", &["mlepSmsPersonId"]),
    ("nsn", &["mlepStudentNSN"]),
    ("username", &["mlepUsername"]),
    ("startingdate", &["mlepFirstAttending"]),
    ("leavingdate", &["mlepLastAttendance"]),
    ("firstname", &["mlepFirstName"]),
    ("lastname", &["mlepLastName"]),
    ("preferredfirstname", &["mlepPreferredName"]),
    ("datebirth", &["mlepDOB"]),
    ("gender", &["mlepGender"]),
    ("role", &["mlepRole"]),
    ("associated", &["mlepAssociatedNSN"]),
    ("email", &["mlepEmail"]),
    ("organisation", &["mlepOrganisation"]),
    ("groups", &["mlepGroupMembership"]),
    ("tutor", &["mlepHomeGroup"]),
    ("password", &["Password", "mlepPassword"]),
];

const PEOPLE: &[Row] = &[
    (
        "id",
        &[
            "ID",
            "Person ID",
            "Student ID",
            "Student Number",
            "Student No",
            "ID Number",
            "User ID",
            "Unique ID",
            "Staff Code",
            "Staff ID",
            "Code",
            "Employee ID",
            "Admission Number",
            "Adno",
            "sourcedId",
        ],
    ),
    ("lastname", LAST),
    ("firstname", FIRST),
    ("preferredfirstname", &["Preferred Name", "Preferred First Name", "Known As", "Preferred Forename"]),
    ("preferredlastname", &["Preferred Last Name", "Preferred Surname"]),
    ("fullname", &["Name", "Full Name", "Student Name", "Staff Name", "Teacher Name"]),
    ("title", &["Title"]),
    ("role", &["Role", "Person Type", "User Type", "Type"]),
    ("email", EMAIL),
    ("username", &["Username", "User Name", "Login", "Network Login"]),
    ("yearlevel", LEVEL),
    ("tutor", TUTOR),
    ("house", &["House"]),
    ("position", &["Position", "Job Title"]),
    ("departments", &["Departments (Comma)", "Departments", "Department"]),
    ("gender", GENDER),
    ("datebirth", BORN),
    ("ethnicity", &["Ethnicity", "Ethnicity (L1)"]),
    ("nsn", NATIONAL),
    ("startingdate", &["Start Date", "Starting Date", "Date Started", "Entry Date", "Date of Entry"]),
    ("leavingdate", &["Leaving Date", "Date Left", "Last Day", "Date of Leaving"]),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crosswalk_standards::delimited::fold;

    use super::*;

    #[test]
    fn no_heading_means_two_fields_of_one_layout() {
        for layout in Layout::ALL {
            let mut owner = BTreeMap::new();
            for (field, headings) in table(layout) {
                for heading in *headings {
                    let other = owner.insert(fold(heading), field).filter(|other| *other != field);
                    assert!(other.is_none(), "{layout:?}: {heading} is {field} and {other:?}");
                }
            }
        }
    }

    #[test]
    fn what_is_needed_is_known() {
        for layout in Layout::ALL {
            let known = |field: &&str| table(layout).iter().any(|(name, _)| name == field);
            assert!(needed(layout).iter().all(known), "{layout:?}");
        }
    }
}
