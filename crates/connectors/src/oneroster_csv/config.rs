//! The settings of a package: the form, its defaults and its rules.

use std::path::PathBuf;

use crosswalk_connector_kit::{ConfigField, ConfigKind, KitError, Settings};
use crosswalk_standards::oneroster::{EndDates, Reading};

/// The optional data. All off: the fewest fields that accounts and classes need.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Wants {
    /// `demographics.csv`, and pronouns.
    pub demographics: bool,
    /// Parents and guardians, and whose they are.
    pub families: bool,
    /// Relatives too, who are often those whom to call in an emergency; only together with families.
    pub relatives: bool,
    /// Telephone numbers.
    pub phones: bool,
    /// National numbers among the `userIds`.
    pub national_numbers: bool,
    /// Columns that OneRoster does not know, `metadata.*` among them.
    pub other_columns: bool,
}

impl Wants {
    fn read(settings: &Settings) -> Self {
        Self {
            demographics: settings.switch("demographics"),
            families: settings.switch("families"),
            relatives: settings.switch("families") && settings.switch("relatives"),
            phones: settings.switch("phones"),
            national_numbers: settings.switch("national_numbers"),
            other_columns: settings.switch("other_columns"),
        }
    }
}

/// The settings of one connection, checked.
#[derive(Clone, Debug)]
pub(super) struct Config {
    /// The folder or the archive.
    pub path: PathBuf,
    /// What the sender means by an end date.
    pub reading: Reading,
    /// The one school that is read, by its `sourcedId`.
    pub org: Option<String>,
    pub wants: Wants,
}

impl Config {
    /// Reads and checks the settings. No file is looked at.
    ///
    /// # Errors
    /// [`KitError::BadSetting`] naming the field.
    pub(super) fn read(settings: &Settings) -> Result<Self, KitError> {
        let place = if settings.optional("place") == Some("folder") { "folder" } else { "file" };
        let inclusive = settings.switch("inclusive_ends");
        let end_dates = if inclusive { EndDates::Inclusive } else { EndDates::Exclusive };
        Ok(Self {
            path: settings.required(place)?.into(),
            reading: Reading { end_dates },
            org: settings.optional("org").map(str::to_owned),
            wants: Wants::read(settings),
        })
    }

    /// The switches alone; for the mapping.
    pub(super) fn wants(settings: &Settings) -> Wants {
        Wants::read(settings)
    }

    /// The package's name, for sentences: never the path, which may tell of the computer.
    pub(super) fn name(&self) -> String {
        self.path.file_name().map_or_else(|| "package".into(), |name| name.to_string_lossy().into_owned())
    }
}

/// The form.
pub(super) fn fields() -> Vec<ConfigField> {
    [place(), meaning(), data()].concat()
}

fn place() -> Vec<ConfigField> {
    let choices = [("zip", "A zip archive"), ("folder", "A folder")];
    let choices = choices.map(|(value, label)| (value.to_owned(), label.to_owned())).into();
    let text = "Where the files lie: packed together, or side by side in a folder.";
    vec![
        ConfigField::new("place", "Package", ConfigKind::Choice(choices), text).default("zip"),
        ConfigField::new(
            "file",
            "Archive",
            ConfigKind::File,
            "The zip archive with orgs.csv, users.csv and the others.",
        )
        .shown_when("place", "zip"),
        ConfigField::new(
            "folder",
            "Folder",
            ConfigKind::Folder,
            "The folder with orgs.csv, users.csv and the others.",
        )
        .shown_when("place", "folder"),
    ]
}

fn meaning() -> Vec<ConfigField> {
    let ends = "On if an end date in the files is the last day. OneRoster says that it is the day after; many senders \
                mean the last day all the same.";
    let org = "Leave empty to read every school. To read one, enter its sourcedId as orgs.csv has it.";
    vec![
        switch("inclusive_ends", "End dates are the last day", ends),
        ConfigField::new("org", "Only one school", ConfigKind::Text, org).optional(),
    ]
}

fn data() -> Vec<ConfigField> {
    vec![
        switch("demographics", "Personal details", "Birth date, sex, ethnicity and the like, and pronouns."),
        switch("families", "Families", "Parents and guardians, and whose they are."),
        switch(
            "relatives",
            "Relatives",
            "Relatives too, who are often those whom to call in an emergency; only with families.",
        ),
        switch("phones", "Telephone numbers", "The numbers of pupils, staff and families."),
        switch(
            "national_numbers",
            "National numbers",
            "NSN, UPN and the like among the userIds. Only for the purposes that the law names.",
        ),
        switch(
            "other_columns",
            "Other columns",
            "Columns beyond OneRoster, so that they can be mapped. Look first what they hold.",
        ),
    ]
}

fn switch(key: &str, label: &str, help: &str) -> ConfigField {
    ConfigField::new(key, label, ConfigKind::Switch, help).optional().default("false")
}
