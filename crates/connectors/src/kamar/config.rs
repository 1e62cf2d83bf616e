//! The settings of a KAMAR connection: the form, its defaults and its rules.

use crosswalk_connector_kit::{ConfigField, ConfigKind, KitError, Secrets, Settings};
use crosswalk_model::Secret;
use jiff::tz::TimeZone;

/// Where KAMAR pushes to unless the school types another path.
const PATH: &str = "/kamar";
/// What KAMAR shows as the name of the service.
const SERVICE: &str = "Crosswalk";
/// Where KAMAR's administrator can read about the service.
const INFO_URL: &str = "https://crosswalk.example/kamar";
/// Where the data is kept.
const COUNTRY: &str = "New Zealand";
/// The time zone of KAMAR's clock.
const ZONE: &str = "Pacific/Auckland";
/// The subject code of tutor classes.
const TUTOR_SUBJECT: &str = "FT";
/// KAMAR is said to want 100 characters by one source and 50 words by another; 60 words satisfy both.
const STATEMENT_WORDS: usize = 60;
const STATEMENT_CHARS: usize = 100;

/// The privacy statement that KAMAR shows to whoever enables the service.
pub const STATEMENT: &str = "The school that enables this service is and remains the controller of the \
information that it sends: it decides what is sent, why, and to whom it is passed on. Crosswalk runs on a computer \
that the school chooses and acts only for the school. Names, usernames, school e-mail addresses, year levels, tutor \
groups, classes and timetables of pupils and staff are used to keep accounts, classes and enrolments in the school's \
own learning platforms up to date. Records are encrypted on disk, are seen only by staff whom the school authorises, \
and messages as received are deleted after the time that the school sets. Nothing is sold or used for advertising.";

/// The optional data that a school may switch on. All off: the fewest fields that accounts and classes need.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wants {
    /// Caregivers, emergency contacts and how they are related to the pupil.
    pub caregivers: bool,
    /// Emergency contacts: whom to call, often neighbours without any say over the pupil.
    pub emergency: bool,
    /// Birth date, gender, ethnicity, iwi, language.
    pub demographics: bool,
    /// National Student Numbers.
    pub nsn: bool,
    /// Mobile numbers of pupils and staff.
    pub mobile: bool,
    /// Attendance marks.
    pub attendance: bool,
    /// Daily notices; kept raw.
    pub notices: bool,
    /// Calendar events.
    pub calendar: bool,
    /// Sports teams, lists and other groups beside classes.
    pub groups: bool,
    /// Timetables of classes; the only one that is on unless switched off.
    pub timetables: bool,
}

impl Wants {
    fn read(settings: &Settings) -> Self {
        Self {
            caregivers: settings.switch("ask_caregivers"),
            emergency: settings.switch("ask_emergency"),
            demographics: settings.switch("ask_demographics"),
            nsn: settings.switch("ask_nsn"),
            mobile: settings.switch("ask_mobile"),
            attendance: settings.switch("ask_attendance"),
            notices: settings.switch("ask_notices"),
            calendar: settings.switch("ask_calendar"),
            groups: settings.switch("ask_groups"),
            timetables: settings.optional("ask_timetables").is_none() || settings.switch("ask_timetables"),
        }
    }
}

/// The settings of one connection, checked.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where it listens, with a leading slash and none at the end.
    pub path: String,
    /// The name that KAMAR sends.
    pub username: String,
    /// The password that KAMAR sends.
    pub password: Secret,
    /// The shared secret that old KAMAR builds send in the body.
    pub instance_id: Option<Secret>,
    /// What a registered vendor proves itself with.
    pub auth_suffix: Option<Secret>,
    /// The name that KAMAR shows.
    pub service: String,
    /// The page that KAMAR links to.
    pub info_url: String,
    /// The privacy statement.
    pub statement: String,
    /// Every country in which the data is kept.
    pub country: String,
    /// The optional data.
    pub wants: Wants,
    /// The school year of every message, where it is not the calendar year of the message.
    pub school_year: Option<String>,
    /// The subject code of tutor classes.
    pub tutor_subject: String,
    /// The time zone of KAMAR's clock.
    pub zone: TimeZone,
}

impl Config {
    /// Reads and checks the settings.
    ///
    /// # Errors
    /// [`KitError::BadSetting`] naming the field.
    pub fn read(settings: &Settings, secrets: &Secrets) -> Result<Self, KitError> {
        let or = |key: &str, default: &str| settings.optional(key).unwrap_or(default).to_owned();
        Ok(Self {
            path: path(&or("path", PATH))?,
            username: username(settings.required("username")?)?,
            password: secrets.required("password")?.clone(),
            instance_id: secrets.optional("instance_id").cloned(),
            auth_suffix: secrets.optional("auth_suffix").cloned(),
            service: or("service", SERVICE),
            info_url: info_url(&or("info_url", INFO_URL))?,
            statement: statement(&or("privacy_statement", STATEMENT))?,
            country: or("country", COUNTRY),
            wants: Wants::read(settings),
            school_year: settings.optional("school_year").map(school_year).transpose()?,
            tutor_subject: or("tutor_subject", TUTOR_SUBJECT),
            zone: zone(&or("time_zone", ZONE))?,
        })
    }

    /// The switches alone; for the mapping, which needs no secret.
    pub fn wants(settings: &Settings) -> Wants {
        Wants::read(settings)
    }
}

fn bad(field: &str, remedy: &str) -> KitError {
    KitError::BadSetting { field: field.to_owned(), remedy: remedy.to_owned() }
}

fn path(text: &str) -> Result<String, KitError> {
    let path = text.trim_end_matches('/');
    let plain = |c: char| c.is_ascii_alphanumeric() || "/-_.~".contains(c);
    if path.len() > 1 && path.starts_with('/') && path.chars().all(plain) {
        return Ok(path.to_owned());
    }
    Err(bad("path", "Enter a path that begins with a slash, such as /kamar: letters, digits, - and _."))
}

fn username(text: &str) -> Result<String, KitError> {
    if text.contains(':') {
        return Err(bad(
            "username",
            "A username may not hold a colon. Choose another and type it into KAMAR too.",
        ));
    }
    Ok(text.to_owned())
}

fn info_url(text: &str) -> Result<String, KitError> {
    if text.starts_with("https://") || text.starts_with("http://") {
        return Ok(text.to_owned());
    }
    Err(bad("info_url", "Enter a web address that begins with https://."))
}

fn statement(text: &str) -> Result<String, KitError> {
    if text.split_whitespace().count() >= STATEMENT_WORDS && text.chars().count() >= STATEMENT_CHARS {
        return Ok(text.to_owned());
    }
    Err(bad("privacy_statement", "KAMAR refuses a short statement. Write at least 60 words."))
}

fn school_year(text: &str) -> Result<String, KitError> {
    if text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(text.to_owned());
    }
    Err(bad("school_year", "Enter a year of four digits, such as 2026, or leave it empty."))
}

fn zone(text: &str) -> Result<TimeZone, KitError> {
    TimeZone::get(text)
        .map_err(|_| bad("time_zone", "This time zone is not known. Enter one such as Pacific/Auckland."))
}

/// The form.
pub fn fields() -> Vec<ConfigField> {
    [sign_in(), service(), data(), times()].concat()
}

fn sign_in() -> Vec<ConfigField> {
    use ConfigKind::{Secret, Text};
    vec![
        ConfigField::new(
            "path",
            "Path",
            Text,
            "The part of the address after this computer's name. Type the same into KAMAR.",
        )
        .default(PATH)
        .rule("^/[A-Za-z0-9._~/-]+$", "Begin with a slash; letters, digits, - and _ only."),
        ConfigField::new(
            "username",
            "Username",
            Text,
            "The name that KAMAR signs in with. Type the same into KAMAR.",
        )
        .default("kamar")
        .rule("^[^:]+$", "A username may not hold a colon."),
        ConfigField::new(
            "password",
            "Password",
            Secret,
            "The password that KAMAR signs in with. Type the same into KAMAR.",
        ),
        ConfigField::new(
            "instance_id",
            "Instance ID (old KAMAR only)",
            Secret,
            "Only for KAMAR builds that send an instance ID instead of a password.",
        )
        .optional(),
        ConfigField::new(
            "auth_suffix",
            "Vendor suffix",
            Secret,
            "Only if KAMAR gave you a suffix for registered services.",
        )
        .optional(),
    ]
}

fn service() -> Vec<ConfigField> {
    use ConfigKind::{LongText, Text, Url};
    vec![
        ConfigField::new("service", "Service name", Text, "The name that KAMAR shows for this service.").default(SERVICE),
        ConfigField::new("info_url", "Information page", Url, "A page that tells families and staff about this service.")
            .default(INFO_URL),
        ConfigField::new("privacy_statement", "Privacy statement", LongText, "What KAMAR shows to whoever enables the service: who is responsible, what is used and why. At least 60 words.")
            .default(STATEMENT)
            .rule(r"^\s*(\S+\s+){59,}\S+", "KAMAR refuses a short statement. Write at least 60 words."),
        ConfigField::new("country", "Country where data is stored", Text, "Every country in which this computer and the destinations keep the data.")
            .default(COUNTRY),
    ]
}

fn data() -> Vec<ConfigField> {
    let switch = |key: &str, label: &str, help: &str| {
        ConfigField::new(key, label, ConfigKind::Switch, help).optional().default("false")
    };
    vec![
        switch("ask_timetables", "Timetables", "When and where classes meet.").default("true"),
        switch(
            "ask_groups",
            "Groups",
            "Sports teams, lists and other groups beside classes. Some lists are sensitive.",
        ),
        switch(
            "ask_caregivers",
            "Caregivers",
            "Those who look after pupils, with their numbers and addresses.",
        ),
        switch(
            "ask_emergency",
            "Emergency contacts",
            "Whom to call when nobody who looks after a pupil answers.",
        ),
        switch("ask_demographics", "Personal details", "Birth date, gender, ethnicity, iwi and language."),
        switch("ask_nsn", "National Student Numbers", "Only for the purposes that the law names."),
        switch("ask_mobile", "Mobile numbers", "Mobile numbers of pupils and staff."),
        switch("ask_attendance", "Attendance", "Attendance marks of each day."),
        switch("ask_calendar", "Calendar", "Events of the school's calendar."),
        switch("ask_notices", "Notices", "Daily notices; kept as they come."),
    ]
}

fn times() -> Vec<ConfigField> {
    vec![
        ConfigField::new("time_zone", "Time zone", ConfigKind::Text, "The time zone of KAMAR's clock.").default(ZONE),
        ConfigField::new("school_year", "School year", ConfigKind::Text, "Leave empty to take the calendar year of each message. Fill it in when KAMAR already sends next year's classes.")
            .optional()
            .rule("^[0-9]{4}$", "A year of four digits."),
        ConfigField::new("tutor_subject", "Tutor subject", ConfigKind::Text, "The subject code that KAMAR gives to tutor (form) classes.")
            .default(TUTOR_SUBJECT),
    ]
}
