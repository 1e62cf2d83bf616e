//! The registry of personal data: which class a field belongs to and whose it is. Encryption, masking and purge
//! are driven by it, never by a field's name.

use serde::{Deserialize, Serialize};

/// How delicate a field is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DataClass {
    /// Not about a person: a class title, a room.
    Open,
    /// A person's name and school e-mail; searched, so not encrypted.
    Identity,
    /// What the school knows of a person's schooling: year level, tutor group, enrolment.
    Schooling,
    /// Private telephone numbers, addresses, e-mail addresses of families.
    Contact,
    /// Birth date, sex, ethnicity, language.
    Demographic,
    /// National numbers such as NSN and UPN.
    NationalNumber,
    /// Attendance, notes and anything that judges or describes.
    Note,
    /// What opens an account.
    Credential,
}

impl DataClass {
    /// Whether the store keeps it encrypted.
    pub fn encrypted(self) -> bool {
        !matches!(self, Self::Open | Self::Identity | Self::Schooling)
    }

    /// Whether the screen masks it and a mapping needs a purpose before it may leave the school.
    pub fn sensitive(self) -> bool {
        matches!(
            self,
            Self::Contact | Self::Demographic | Self::NationalNumber | Self::Note | Self::Credential
        )
    }

    /// How many days after a person has left the value is kept, unless the school sets otherwise.
    pub fn keep_days(self) -> Option<u32> {
        match self {
            Self::Open | Self::Identity | Self::Schooling => None,
            Self::Contact | Self::Demographic | Self::NationalNumber | Self::Note => Some(365),
            Self::Credential => Some(0),
        }
    }
}

/// Whose data a field is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// Nobody's.
    Nobody,
    /// The person that the record is about (or its user).
    Person,
    /// The pupil's family.
    Family,
}
