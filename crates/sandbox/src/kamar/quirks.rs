//! The oddities of KAMAR builds, each with a switch. The default is what present builds do.

/// How whole numbers are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Numbers {
    /// As numbers where KAMAR has numbers.
    #[default]
    AsKamar,
    /// All of them as text.
    Text,
    /// Every other one as text.
    Mixed,
}

/// How a value that does not exist is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Missing {
    /// Dates as `0`, everything else left out.
    #[default]
    AsKamar,
    /// The key is left out.
    Absent,
    /// `null`.
    Null,
    /// `""`.
    Empty,
    /// `0`; dates as `"00000000"`; text as `""`.
    Zero,
}

/// How keys are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeyCase {
    /// `SMSDirectoryData`, `moeCode`.
    #[default]
    AsKamar,
    /// All lower case.
    Lower,
    /// All upper case.
    Upper,
}

/// How a pupil of two schools appears.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TwoSchools {
    /// One record, `schoolindex` is a list.
    #[default]
    List,
    /// The record twice, each with one `schoolindex`.
    TwoRecords,
}

/// Switches for what a message looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quirks {
    /// KAMAR's build number (`version`).
    pub build: u32,
    /// Whether numbers are numbers.
    pub numbers: Numbers,
    /// What stands for nothing.
    pub missing: Missing,
    /// Upper or lower case of keys.
    pub key_case: KeyCase,
    /// A comma doubled now and then, as old builds did.
    pub double_commas: bool,
    /// Latin-1 instead of UTF-8; letters that it lacks are escaped.
    pub latin1: bool,
    /// `\/` for `/`.
    pub escape_slashes: bool,
    /// XML instead of JSON, for `check`, `full` and `part`.
    pub xml: bool,
    /// Timetables as iCalendar text instead of nested lists.
    pub ics: bool,
    /// Shared secret in the body, as builds before Basic authentication sent it.
    pub instance_id: Option<String>,
    /// How a pupil of two schools appears.
    pub two_schools: TwoSchools,
    /// Payload lists of one element as the element itself.
    pub bare_single: bool,
}

impl Default for Quirks {
    fn default() -> Self {
        Self {
            build: 2674,
            numbers: Numbers::default(),
            missing: Missing::default(),
            key_case: KeyCase::default(),
            double_commas: false,
            latin1: false,
            escape_slashes: true,
            xml: false,
            ics: false,
            instance_id: None,
            two_schools: TwoSchools::default(),
            bare_single: false,
        }
    }
}
