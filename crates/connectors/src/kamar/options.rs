//! What KAMAR is asked for: computed from what the mapping reads and what the school has switched on.

use std::collections::BTreeSet;

use crosswalk_model::{Crosswalk, Input, Rule, Step, StreamMap};

use super::answer::Node;
use super::config::Wants;
use super::fields::{self, Known};

/// Fields without which a person cannot be told apart or placed: KAMAR's administrator cannot drop them.
const REQUIRED_STUDENT: &[&str] = &["firstname", "lastname", "schoolindex", "yearlevel"];
const REQUIRED_STAFF: &[&str] = &["firstname", "lastname", "schoolindex"];

/// What the fields that are computed here are made of.
const MADE_OF: &[(&str, &[&str])] = &[
    ("school", &["schoolindex"]),
    ("schools", &["schoolindex"]),
    ("externalids", &["uniqueid"]),
    ("preferredfirstname", &["firstname", "firstnamelegal"]),
    ("preferredlastname", &["lastname", "lastnamelegal"]),
    ("kind", &["classification", "groups"]),
];

/// What is asked for each caregiver or emergency contact that a mapping reads.
const CAREGIVER: &str =
    "caregivers;caregiver.name;caregiver.relationship;caregiver.status;caregiver.mobile;caregiver.email";
const EMERGENCY: &str = "emergency;emergency.name;emergency.relationship;emergency.mobile";

/// The `options` of a check's answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Pupils at all.
    pub students: bool,
    /// Staff at all.
    pub staff: bool,
    /// Groups beside classes.
    pub groups: bool,
    /// Timetables, of pupils and staff, in the nested shape.
    pub timetables: bool,
    /// Attendance.
    pub attendance: bool,
    /// Subjects.
    pub subjects: bool,
    /// Notices.
    pub notices: bool,
    /// Calendar.
    pub calendar: bool,
    /// Fields of pupils that KAMAR's administrator cannot drop.
    pub student_required: Vec<String>,
    /// Fields of pupils that may be sent.
    pub student_optional: Vec<String>,
    /// Fields of staff that KAMAR's administrator cannot drop.
    pub staff_required: Vec<String>,
    /// Fields of staff that may be sent.
    pub staff_optional: Vec<String>,
}

impl Options {
    /// What a mapping needs, as far as it is switched on.
    pub fn compute(crosswalk: &Crosswalk, wants: Wants) -> Self {
        let reads = |stream: &str| streams(crosswalk).any(|map| map.from == stream);
        let enrolled = reads("student_enrollments") || reads("classes");
        let taught = reads("staff_enrollments") || reads("classes");
        let mut student = asked(crosswalk, "students", fields::STUDENT, wants);
        let mut staff = asked(crosswalk, "staff", fields::STAFF, wants);
        if enrolled || !student.is_empty() {
            student.extend(REQUIRED_STUDENT.iter().map(|name| (*name).to_owned()));
        }
        if taught || !staff.is_empty() {
            staff.extend(REQUIRED_STAFF.iter().map(|name| (*name).to_owned()));
        }
        staff.extend(taught.then(|| "groups".to_owned()));
        let family = |on: bool, stream: &str, names: &str| (on && reads(stream)).then(|| names.to_owned());
        student.extend(family(wants.caregivers, "caregivers", CAREGIVER));
        student.extend(family(wants.emergency, "emergency_contacts", EMERGENCY));
        let (student_required, student_optional) = divided(student, REQUIRED_STUDENT);
        let (staff_required, staff_optional) = divided(staff, REQUIRED_STAFF);
        Self {
            students: !student_required.is_empty(),
            staff: !staff_required.is_empty(),
            groups: wants.groups && (reads("groups") || reads("group_enrollments")),
            timetables: wants.timetables && reads("timetable_slots"),
            attendance: wants.attendance && reads("attendance"),
            subjects: reads("subjects"),
            notices: wants.notices,
            calendar: wants.calendar && reads("calendar"),
            student_required,
            student_optional,
            staff_required,
            staff_optional,
        }
    }

    /// As it stands in an answer. What is never asked for is said to be off.
    pub fn node(&self) -> Node {
        let students = [
            ("details", self.students),
            ("passwords", false),
            ("photos", false),
            ("groups", self.groups),
            ("awards", false),
            ("timetables", self.timetables),
            ("attendance", self.attendance),
            ("assessments", false),
            ("pastoral", false),
            ("recognitions", false),
            ("classefforts", false),
            ("learningsupport", false),
        ];
        let staff = [
            ("details", self.staff),
            ("passwords", false),
            ("photos", false),
            ("timetables", self.timetables),
        ];
        let common = [
            ("subjects", self.subjects),
            ("notices", self.notices),
            ("calendar", self.calendar),
            ("bookings", false),
        ];
        Node::Group(vec![
            ("ics", Node::Flag(false)),
            ("students", flags(&students, Some((&self.student_required, &self.student_optional)))),
            ("staff", flags(&staff, Some((&self.staff_required, &self.staff_optional)))),
            ("common", flags(&common, None)),
        ])
    }
}

fn flags(flags: &[(&'static str, bool)], lists: Option<(&[String], &[String])>) -> Node {
    let mut parts: Vec<_> = flags.iter().map(|(name, on)| (*name, Node::Flag(*on))).collect();
    if let Some((required, optional)) = lists {
        let joined = |names: &[String]| Node::Text(names.join(";"));
        let fields = vec![("required", joined(required)), ("optional", joined(optional))];
        parts.push(("fields", Node::Group(fields)));
    }
    Node::Group(parts)
}

fn divided(names: BTreeSet<String>, required: &[&str]) -> (Vec<String>, Vec<String>) {
    names.into_iter().partition(|name| required.contains(&name.as_str()))
}

fn streams(crosswalk: &Crosswalk) -> impl Iterator<Item = &StreamMap> {
    crosswalk.streams.iter().filter(|map| map.enabled)
}

/// The names under which KAMAR offers what the maps of one stream read.
fn asked(crosswalk: &Crosswalk, stream: &str, table: &'static [Known], wants: Wants) -> BTreeSet<String> {
    let maps = streams(crosswalk).filter(|map| map.from == stream);
    let mut names = BTreeSet::new();
    for path in maps.flat_map(paths) {
        let root = path.split('.').next().unwrap_or_default();
        let parts = MADE_OF.iter().find(|(made, _)| *made == root).map_or(&[][..], |(_, parts)| parts);
        for name in parts.iter().copied().chain([root]) {
            let field = fields::known(table, name).filter(|field| field.asked && field.switch.on(wants));
            names.extend(field.map(|field| field.name.to_owned()));
        }
        names.extend(part_name(&path));
    }
    names
}

/// KAMAR offers the parts of flags and custom fields one by one: `flags.medical` is `flag.medical` there.
fn part_name(path: &str) -> Option<String> {
    match path.split_once('.')? {
        ("flags", part) => Some(format!("flag.{part}")),
        ("custom", part) => Some(format!("custom.{part}")),
        _ => None,
    }
}

/// Every path that a stream map reads, in inputs, conditions and templates.
fn paths(map: &StreamMap) -> Vec<String> {
    let conditions = map.when.iter().flat_map(|text| words(text));
    let rules = map.fields.iter().map(|field| &field.rule).chain([&map.key]);
    conditions.chain(rules.flat_map(rule_paths)).collect()
}

fn rule_paths(rule: &Rule) -> Vec<String> {
    let mut paths = match &rule.input {
        Input::Field(path) => vec![path.to_string()],
        Input::Fields(paths) => paths.iter().map(ToString::to_string).collect(),
        Input::Constant(_) => Vec::new(),
        Input::Template(text) => words(text),
    };
    for step in &rule.steps {
        if let Step::If(condition) = step {
            paths.extend(words(condition));
        }
    }
    paths
}

/// The names in an expression; `record.tutor` is another way to write `tutor`. Words that are no fields are harmless:
/// nobody asks KAMAR for them.
fn words(text: &str) -> Vec<String> {
    let part = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    let words = text.split(|c| !part(c)).filter(|word| !word.is_empty());
    words.map(|word| word.strip_prefix("record.").unwrap_or(word).to_owned()).collect()
}
