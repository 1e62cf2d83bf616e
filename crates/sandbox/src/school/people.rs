//! Pupils and staff, as KAMAR keeps them.

use jiff::civil::Date;

use super::family::{Award, Flags, Household};

/// Names on the birth certificate, where the school was told them.
#[derive(Clone, PartialEq, Eq)]
pub struct LegalName {
    /// Legal given name.
    pub given: String,
    /// Legal family name.
    pub family: String,
}

/// A list such as a sports team; `type: group` in KAMAR.
#[derive(Clone, PartialEq, Eq)]
pub struct Team {
    /// KAMAR's number of the list.
    pub number: u32,
    /// Its name; KAMAR's lists often end in a blank.
    pub name: &'static str,
    /// Category: Sport, Cultural, Admin.
    pub category: &'static str,
    /// Lists that are not for reports may be sensitive.
    pub on_report: bool,
}

/// The family's choices about sharing. `None` = the family was not asked, the key is absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sharing {
    /// May details go to third parties?
    pub details: Option<bool>,
    /// May photos?
    pub photo: bool,
    /// May anything else?
    pub other: bool,
}

/// A pupil.
#[derive(Clone, PartialEq)]
pub struct Pupil {
    /// KAMAR student number (`id`).
    pub number: u32,
    /// Stable opaque id.
    pub uuid: String,
    /// School-editable number (`uniqueid`).
    pub unique_id: u32,
    /// Index of the first school in [`super::School::sites`].
    pub site: usize,
    /// Index of the second school, for pupils of two.
    pub second_site: Option<usize>,
    /// National Student Number: impossible ones only, ten digits beginning `0000`; empty for some.
    pub nsn: String,
    /// Logon name.
    pub username: String,
    /// Given name in use (`firstname`); empty for some people with a single name.
    pub given: String,
    /// Family name (`lastname`); empty for some people with a single name.
    pub family: String,
    /// Names on the birth certificate, where known.
    pub legal: Option<LegalName>,
    /// M or F.
    pub gender: &'static str,
    /// School e-mail.
    pub email: Option<String>,
    /// Mobile number; impossible ones only.
    pub mobile: Option<String>,
    /// House.
    pub house: &'static str,
    /// Whānau group, distinct from the tutor class.
    pub whanau: Option<&'static str>,
    /// Date of birth.
    pub born: Date,
    /// First day at the school, the later one for who came back.
    pub starts: Date,
    /// Last day at the school.
    pub last_day: Option<Date>,
    /// Year level 9 to 13.
    pub year_level: u8,
    /// Code of the tutor class.
    pub tutor: String,
    /// Classes, by index in [`super::School::classes`]; the tutor class is among them.
    pub classes: Vec<usize>,
    /// Lists and teams.
    pub teams: Vec<Team>,
    /// Residences, caregivers, emergency contacts.
    pub household: Household,
    /// Medical and pastoral flags.
    pub flags: Flags,
    /// Prizes.
    pub awards: Vec<Award>,
    /// The family's choices about sharing.
    pub sharing: Sharing,
    /// Whether the pupil left once and came back.
    pub returned: bool,
    /// Whether KAMAR still sends the record.
    pub listed: bool,
}

/// A member of staff.
#[derive(Clone, PartialEq)]
pub struct Staff {
    /// Staff code (`id`): editable, and used again for new people.
    pub code: String,
    /// Stable opaque id, a long decimal number.
    pub uuid: String,
    /// School-editable number.
    pub unique_id: u32,
    /// Indices of the schools; the first one is where the person teaches.
    pub sites: Vec<usize>,
    /// Logon name.
    pub username: String,
    /// Ms, Mr, Mx, Dr.
    pub title: &'static str,
    /// Given name.
    pub given: String,
    /// Family name.
    pub family: String,
    /// M or F.
    pub gender: &'static str,
    /// School e-mail; absent where the school left the calculated grey one.
    pub email: Option<String>,
    /// Teacher or Support.
    pub classification: &'static str,
    /// Position in words.
    pub position: String,
    /// Department, for teachers.
    pub department: Option<&'static str>,
    /// House.
    pub house: &'static str,
    /// Code of the tutor class that the person runs.
    pub tutor: Option<String>,
    /// Telephone extension.
    pub extension: u16,
    /// Usual room, for teachers.
    pub room: String,
    /// First day.
    pub starts: Date,
    /// Last day.
    pub last_day: Option<Date>,
    /// Whether "Include in Directory Services" is ticked and the record still exists.
    pub listed: bool,
}

impl Staff {
    /// Whether the person teaches.
    pub fn teaches(&self) -> bool {
        self.department.is_some()
    }
}
