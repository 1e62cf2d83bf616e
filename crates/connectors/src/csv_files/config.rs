//! The settings of a set of files: the form, its defaults and its rules.

mod form;

use std::path::PathBuf;

use crosswalk_connector_kit::{KitError, Settings};
use crosswalk_standards::delimited::Delimiter;
use jiff::tz::TimeZone;

use super::import::Kind;
use super::layouts::Layout;
use super::problem::bad_setting;
pub(super) use form::fields;

/// What a school chooses where files leave a choice.
const RECOGNISE: &str = "recognise";
const ZONE: &str = "Pacific/Auckland";
const TUTOR_SUBJECT: &str = "FT";

/// Where the files lie.
#[derive(Clone, Debug)]
pub(super) enum Place {
    /// These files, all of which must be there.
    Files(Vec<PathBuf>),
    /// Whatever CSV and TSV files this folder holds.
    Folder(PathBuf),
}

/// The optional data. Off is the default of everything that accounts and classes do not need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wants {
    /// Birth date, gender, ethnicity.
    pub demographics: bool,
    /// National Student Numbers, Unique Pupil Numbers.
    pub national_numbers: bool,
    /// The groups of the Identity Data Extract.
    pub groups: bool,
    /// Columns that no layout knows.
    pub other_columns: bool,
}

impl Wants {
    fn read(settings: &Settings) -> Self {
        Self {
            demographics: settings.switch("demographics"),
            national_numbers: settings.switch("national_numbers"),
            groups: settings.optional("groups").is_none() || settings.switch("groups"),
            other_columns: settings.switch("other_columns"),
        }
    }
}

/// How a date with slashes is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DateOrder {
    /// 2/3 is the second of March.
    DayFirst,
    /// 2/3 is the third of February.
    MonthFirst,
}

/// The settings of one connection, checked.
#[derive(Clone, Debug)]
pub(super) struct Config {
    pub place: Place,
    /// The layout of every file, or none to recognise each.
    pub layout: Option<Layout>,
    pub school_code: String,
    pub school_name: String,
    /// None to take it from the newest file.
    pub school_year: Option<String>,
    pub zone: TimeZone,
    pub encoding: Option<String>,
    pub delimiter: Option<Delimiter>,
    /// Whether absence in the files means that somebody has left.
    pub complete: bool,
    /// Who the people of a file are that does not say it.
    pub people_are: Option<Kind>,
    pub date_order: DateOrder,
    pub tutor_subject: String,
    pub wants: Wants,
}

impl Config {
    /// Reads and checks the settings. No file is looked at.
    ///
    /// # Errors
    /// [`KitError::BadSetting`] naming the field.
    pub(super) fn read(settings: &Settings) -> Result<Self, KitError> {
        let or = |key: &str, default: &str| settings.optional(key).unwrap_or(default).to_owned();
        Ok(Self {
            place: place(settings)?,
            layout: layout(settings)?,
            school_code: settings.required("school_code")?.to_owned(),
            school_name: settings.required("school_name")?.to_owned(),
            school_year: settings.optional("school_year").map(school_year).transpose()?,
            zone: zone(&or("time_zone", ZONE))?,
            encoding: chosen(settings, "encoding").map(str::to_owned),
            delimiter: delimiter(settings)?,
            complete: settings.switch("complete"),
            people_are: people_are(settings)?,
            date_order: date_order(settings)?,
            tutor_subject: or("tutor_subject", TUTOR_SUBJECT),
            wants: Wants::read(settings),
        })
    }

    /// The switches alone; for the mapping.
    pub(super) fn wants(settings: &Settings) -> Wants {
        Wants::read(settings)
    }
}

/// A choice that was made, and not left to be recognised.
fn chosen<'s>(settings: &'s Settings, key: &str) -> Option<&'s str> {
    settings.optional(key).filter(|text| *text != RECOGNISE)
}

fn place(settings: &Settings) -> Result<Place, KitError> {
    if settings.optional("place") == Some("folder") {
        return Ok(Place::Folder(settings.required("folder")?.into()));
    }
    let first = settings.required("file")?;
    let more = settings.optional("more_files").unwrap_or_default().lines();
    let more = more.map(str::trim).filter(|line| !line.is_empty() && *line != first);
    Ok(Place::Files(std::iter::once(first).chain(more).map(PathBuf::from).collect()))
}

fn layout(settings: &Settings) -> Result<Option<Layout>, KitError> {
    let known = |key: &str| {
        Layout::from_key(key).ok_or_else(|| bad_setting("layout", "Choose one of the layouts in the list."))
    };
    chosen(settings, "layout").map(known).transpose()
}

fn delimiter(settings: &Settings) -> Result<Option<Delimiter>, KitError> {
    Ok(Some(match chosen(settings, "delimiter") {
        None => return Ok(None),
        Some("comma") => Delimiter::Comma,
        Some("semicolon") => Delimiter::Semicolon,
        Some("tab") => Delimiter::Tab,
        Some("pipe") => Delimiter::Pipe,
        Some(_) => return Err(bad_setting("delimiter", "Choose one of the separators in the list.")),
    }))
}

fn people_are(settings: &Settings) -> Result<Option<Kind>, KitError> {
    match chosen(settings, "people_are") {
        None | Some("stated") => Ok(None),
        Some("pupils") => Ok(Some(Kind::Pupil)),
        Some("staff") => Ok(Some(Kind::Staff)),
        Some(_) => Err(bad_setting("people_are", "Choose pupils, staff, or that the file says it.")),
    }
}

fn date_order(settings: &Settings) -> Result<DateOrder, KitError> {
    match settings.optional("date_order") {
        None | Some("day_first") => Ok(DateOrder::DayFirst),
        Some("month_first") => Ok(DateOrder::MonthFirst),
        Some(_) => Err(bad_setting("date_order", "Choose whether the day or the month comes first.")),
    }
}

fn school_year(text: &str) -> Result<String, KitError> {
    if text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(text.to_owned());
    }
    Err(bad_setting("school_year", "Enter a year of four digits, such as 2026, or leave it empty."))
}

fn zone(text: &str) -> Result<TimeZone, KitError> {
    let unknown = "This time zone is not known. Enter one such as Pacific/Auckland.";
    TimeZone::get(text).map_err(|_| bad_setting("time_zone", unknown))
}
