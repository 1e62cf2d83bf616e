//! The fields of KAMAR's records that have a meaning here: how each is read, which switch it hangs on, and whether
//! KAMAR must be asked for it. Field names and types are those of `kamar.md`, sections 4 and 5.

use super::config::Wants;

/// How a value is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Text, whatever it came as.
    Text,
    /// A whole number.
    Whole,
    /// Yes or no.
    Flag,
    /// A civil date, `yyyymmdd`.
    Date,
    /// A list of texts.
    Texts,
    /// Named values.
    Named,
    /// Entries that become records of their own.
    Entries,
    /// Never kept.
    Dropped,
}

/// The switch that a field hangs on; off drops the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// No switch.
    Always,
    /// National numbers.
    Nsn,
    /// Personal details.
    Demographics,
    /// Those who look after a pupil.
    Caregivers,
    /// Whom to call in an emergency.
    Emergency,
    /// Mobile numbers.
    Mobile,
}

/// One field that is known.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// As KAMAR spells it.
    pub name: &'static str,
    /// How it is read.
    pub shape: Shape,
    /// Its switch.
    pub switch: Switch,
    /// Whether KAMAR sends it only when it is asked for.
    pub asked: bool,
}

const fn comes(name: &'static str, shape: Shape) -> Known {
    Known { name, shape, switch: Switch::Always, asked: false }
}

const fn ask(name: &'static str, shape: Shape) -> Known {
    Known { name, shape, switch: Switch::Always, asked: true }
}

const fn hung(name: &'static str, shape: Shape, switch: Switch) -> Known {
    Known { name, shape, switch, asked: true }
}

use Shape::{Date, Dropped, Entries, Flag, Named, Text, Texts, Whole};
use Switch::{Caregivers, Demographics, Emergency, Mobile, Nsn};

/// Pupils.
pub const STUDENT: &[Known] = &[
    comes("id", Text),
    comes("uuid", Text),
    comes("role", Text),
    comes("created", Dropped),
    comes("resetpassword", Dropped),
    ask("uniqueid", Text),
    ask("schoolindex", Texts),
    hung("nsn", Text, Nsn),
    ask("username", Text),
    ask("firstname", Text),
    ask("lastname", Text),
    ask("firstnamelegal", Text),
    ask("lastnamelegal", Text),
    ask("forenames", Text),
    ask("forenameslegal", Text),
    hung("gender", Text, Demographics),
    hung("genderpreferred", Text, Demographics),
    hung("gendercode", Text, Demographics),
    ask("email", Text),
    hung("mobile", Text, Mobile),
    ask("yearlevel", Whole),
    ask("fundinglevel", Whole),
    ask("tutor", Text),
    ask("house", Text),
    ask("whanau", Text),
    ask("boarder", Text),
    ask("byodinfo", Text),
    hung("datebirth", Date, Demographics),
    ask("startschooldate", Date),
    ask("startingdate", Date),
    ask("leavingdate", Date),
    ask("leavingreason", Text),
    ask("leavingactivity", Text),
    ask("leavingschool", Texts),
    ask("moetype", Text),
    hung("ethnicityL1", Text, Demographics),
    hung("ethnicityL2", Text, Demographics),
    hung("ethnicity", Texts, Demographics),
    hung("iwi", Texts, Demographics),
    hung("languagespoken", Text, Demographics),
    ask("ece", Text),
    ask("ors", Text),
    ask("esol", Text),
    ask("maorilevel", Text),
    ask("pacificlanguage", Text),
    ask("pacificlevel", Text),
    ask("siblinglink", Text),
    ask("photocopierid", Text),
    ask("accountdisabled", Flag),
    ask("signedagreement", Flag),
    ask("networkaccess", Text),
    ask("altdescription", Text),
    ask("althomedrive", Text),
    ask("timetabletop", Texts),
    ask("timetablebottom", Texts),
    ask("flags", Named),
    ask("custom", Named),
    comes("awards", Dropped),
    comes("datasharing", Named),
    comes("groups", Entries),
    hung("residences", Dropped, Caregivers),
    hung("caregivers", Entries, Caregivers),
    hung("emergency", Entries, Emergency),
];

/// Staff.
pub const STAFF: &[Known] = &[
    comes("id", Text),
    comes("uuid", Text),
    comes("role", Text),
    comes("created", Dropped),
    comes("resetpassword", Dropped),
    ask("uniqueid", Text),
    ask("schoolindex", Texts),
    ask("username", Text),
    ask("title", Text),
    ask("firstname", Text),
    ask("lastname", Text),
    hung("gender", Text, Demographics),
    ask("email", Text),
    hung("mobile", Text, Mobile),
    ask("extension", Text),
    ask("classification", Text),
    ask("position", Text),
    ask("house", Text),
    ask("tutor", Text),
    hung("datebirth", Date, Demographics),
    ask("startingdate", Date),
    ask("leavingdate", Date),
    ask("eslguid", Text),
    ask("moenumber", Text),
    ask("registrationnumber", Text),
    ask("photocopierid", Text),
    ask("custom", Named),
    ask("groups", Entries),
];

/// Subjects.
pub const SUBJECT: &[Known] = &[
    comes("id", Text),
    comes("created", Dropped),
    comes("name", Text),
    comes("department", Text),
    comes("subdepartment", Text),
    comes("qualification", Text),
    comes("level", Text),
];

/// Schools.
pub const SCHOOL: &[Known] = &[
    comes("index", Whole),
    comes("schoolindex", Whole),
    comes("moeCode", Text),
    comes("name", Text),
    comes("type", Text),
    comes("authoritative", Flag),
];

/// Caregivers and emergency contacts, inside a pupil.
pub const CONTACT: &[Known] = &[
    comes("ref", Text),
    comes("role", Text),
    comes("name", Text),
    comes("email", Text),
    comes("mobile", Text),
    comes("relationship", Text),
    comes("status", Text),
    comes("address", Dropped),
];

/// Events of the calendar.
pub const EVENT: &[Known] = &[
    comes("uuid", Text),
    comes("summary", Text),
    comes("description", Text),
    comes("location", Text),
    comes("datestart", Date),
    comes("timestart", Text),
    comes("datefinish", Date),
    comes("timefinish", Text),
    comes("colour", Text),
    comes("published", Flag),
];

/// Other spellings of a name.
const ALSO: &[(&str, &str)] = &[("leavingschools", "leavingschool"), ("residence", "residences")];

/// The field that a key names, whatever its case.
pub fn known(table: &'static [Known], key: &str) -> Option<&'static Known> {
    let exact = |name: &str| table.iter().find(|field| field.name == name);
    exact(key).or_else(|| {
        let lower = key.to_ascii_lowercase();
        let also = ALSO.iter().find(|(other, _)| *other == lower).map(|(_, name)| *name);
        let name = also.unwrap_or(&lower);
        table.iter().find(|field| field.name.eq_ignore_ascii_case(name))
    })
}

impl Switch {
    /// Whether the field is wanted.
    pub fn on(self, wants: Wants) -> bool {
        match self {
            Self::Always => true,
            Self::Nsn => wants.nsn,
            Self::Demographics => wants.demographics,
            Self::Caregivers => wants.caregivers,
            Self::Emergency => wants.emergency,
            Self::Mobile => wants.mobile,
        }
    }
}
