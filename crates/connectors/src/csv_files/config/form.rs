//! The form.

use crosswalk_connector_kit::{ConfigField, ConfigKind};

use super::{RECOGNISE, TUTOR_SUBJECT, ZONE};
use crate::csv_files::layouts::Layout;

/// The fields of the form, in the order in which a person fills them in.
pub(in crate::csv_files) fn fields() -> Vec<ConfigField> {
    [where_they_lie(), school(), meaning(), data(), reading()].concat()
}

fn where_they_lie() -> Vec<ConfigField> {
    use ConfigKind::{File, Folder, LongText};
    let choices = [("files", "One or several files"), ("folder", "A folder")];
    vec![
        choice("place", "Where the exports lie", "Files that you name, or every CSV and TSV file of one folder.", &choices)
            .default("files"),
        ConfigField::new("file", "File", File, "The export, as CSV or TSV.").shown_when("place", "files"),
        ConfigField::new("more_files", "Further files", LongText, "One file a line. People are joined by their identifier; rows that match nobody are reported.")
            .optional()
            .shown_when("place", "files"),
        ConfigField::new("folder", "Folder", Folder, "Crosswalk reads every CSV and TSV file in it. Of exports with a date in their name it takes the newest.")
            .shown_when("place", "folder"),
    ]
}

fn school() -> Vec<ConfigField> {
    let text = |key: &str, label: &str, help: &str| ConfigField::new(key, label, ConfigKind::Text, help);
    vec![
        text("school_name", "School", "The school's name, as people know it."),
        text("school_code", "School number", "The number that the ministry gives to the school (MoE number, URN)."),
        text("school_year", "School year", "Leave empty to take it from the date of the newest export. Fill it in when the files already hold next year's classes.")
            .optional()
            .rule("^[0-9]{4}$", "Enter a year of four digits."),
        text("time_zone", "Time zone", "The school's time zone; it says on which day a file was written.").default(ZONE),
    ]
}

fn meaning() -> Vec<ConfigField> {
    let layouts = Layout::ALL.map(|layout| (layout.key(), layout.title()));
    let layouts = [&[(RECOGNISE, "Recognise each file by its headings")], layouts.as_slice()].concat();
    let people = [("stated", "What the file says"), ("pupils", "Pupils"), ("staff", "Staff")];
    vec![
        choice("layout", "Layout", "Which export it is. Recognising is right unless the headings were changed.", &layouts)
            .default(RECOGNISE),
        choice("people_are", "Who the people are", "Only for a list of people without a column that says who is a pupil and who is staff.", &people)
            .default("stated"),
        switch("complete", "Whoever is missing has left", "Switch this on only if the files always hold everybody. Then a person who is missing from them is taken to have left. While it is off, nobody ever is.")
            .default("false"),
    ]
}

fn data() -> Vec<ConfigField> {
    vec![
        switch("groups", "Groups", "The groups of the Identity Data Extract, besides home groups.")
            .default("true"),
        switch(
            "demographics",
            "Personal details",
            "Birth date, gender and ethnicity, where a file has them.",
        )
        .default("false"),
        switch(
            "national_numbers",
            "National numbers",
            "National Student Numbers and the like. Only for the purposes that the law names.",
        )
        .default("false"),
        switch(
            "other_columns",
            "Other columns",
            "Columns that no layout knows, so that they can be mapped. Look first what they hold.",
        )
        .default("false"),
    ]
}

fn reading() -> Vec<ConfigField> {
    let encodings = [
        (RECOGNISE, "Recognise"),
        ("utf-8", "UTF-8"),
        ("windows-1252", "Windows-1252"),
        ("utf-16le", "UTF-16 (little-endian)"),
        ("utf-16be", "UTF-16 (big-endian)"),
    ];
    let delimiters = [
        (RECOGNISE, "Recognise"),
        ("comma", "Comma"),
        ("semicolon", "Semicolon"),
        ("tab", "Tabulator"),
        ("pipe", "Vertical bar"),
    ];
    let orders =
        [("day_first", "Day first (2/3 is 2 March)"), ("month_first", "Month first (2/3 is 3 February)")];
    vec![
        choice(
            "encoding",
            "Encoding",
            "Choose one only when names with macrons or accents look wrong.",
            &encodings,
        )
        .default(RECOGNISE),
        choice(
            "delimiter",
            "Separator",
            "Choose one only when the columns are not told apart rightly.",
            &delimiters,
        )
        .default(RECOGNISE),
        choice("date_order", "Dates with slashes", "Dates such as 2026-03-02 are clear without it.", &orders)
            .default("day_first"),
        ConfigField::new(
            "tutor_subject",
            "Tutor subject",
            ConfigKind::Text,
            "The subject code that stands for tutor (form) classes in timetables.",
        )
        .default(TUTOR_SUBJECT),
    ]
}

fn choice(key: &str, label: &str, help: &str, choices: &[(&str, &str)]) -> ConfigField {
    let choices = choices.iter().map(|(value, label)| ((*value).to_owned(), (*label).to_owned())).collect();
    ConfigField::new(key, label, ConfigKind::Choice(choices), help)
}

fn switch(key: &str, label: &str, help: &str) -> ConfigField {
    ConfigField::new(key, label, ConfigKind::Switch, help).optional()
}
