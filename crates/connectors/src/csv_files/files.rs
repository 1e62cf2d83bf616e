//! Finds the exports, and tells from their names and dates which are current.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crosswalk_connector_kit::KitError;
use crosswalk_model::{Date, Severity, Timestamp};

use super::config::{Config, Place};
use super::notes::Notes;
use super::problem;

/// The endings of files that a folder is searched for.
const ENDINGS: [&str; 3] = ["csv", "tsv", "tab"];

/// One file.
#[derive(Clone, Debug)]
pub(super) struct Export {
    pub path: PathBuf,
    /// Its name, for sentences: never the path, which may tell of the computer.
    pub name: String,
    /// The date and time in the name, as KAMAR writes them: `…_20260302_101500.csv`.
    stamp: Option<(String, String)>,
    modified: Option<Timestamp>,
}

impl Export {
    fn at(path: &Path) -> Result<Self, KitError> {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let what = format!("file {name}");
        let facts = fs::metadata(path).map_err(|error| problem::unopened(&what, &error))?;
        if !facts.is_file() {
            return Err(problem::odd(
                &name,
                "This is a folder, not a file. Choose a file, or choose “A folder”.",
            ));
        }
        let modified = facts.modified().ok().and_then(|time| Timestamp::try_from(time).ok());
        Ok(Self { path: path.to_owned(), stamp: stamp(&name), name, modified })
    }

    /// The day on which it was exported: by its name, or else the day on which it was last written.
    fn day(&self, config: &Config) -> Option<Date> {
        let named = self.stamp.as_ref().and_then(|(_, stamp)| stamp.get(..8)?.parse::<u32>().ok());
        let named = named.and_then(|number| {
            let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
            Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
        });
        named.or_else(|| Some(self.modified?.to_zoned(config.zone.clone()).date()))
    }
}

/// The report's name and the stamp of a name such as `StaffList_20260302_101500.csv`.
fn stamp(name: &str) -> Option<(String, String)> {
    let (stem, ending) = name.rsplit_once('.')?;
    let (rest, time) = stem.rsplit_once('_')?;
    let (report, date) = rest.rsplit_once('_')?;
    let digits =
        |text: &str, count: usize| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    let report = format!("{}.{}", report.to_lowercase(), ending.to_lowercase());
    (digits(date, 8) && digits(time, 6)).then(|| (report, format!("{date}{time}")))
}

/// The exports that are to be read, in the order of their names or of the settings.
///
/// # Errors
/// When one that is named is not there, or the folder holds none.
pub(super) fn find(config: &Config, notes: &mut Notes) -> Result<Vec<Export>, KitError> {
    match &config.place {
        Place::Files(paths) => paths.iter().map(|path| Export::at(path)).collect(),
        Place::Folder(folder) => {
            let exports = list(folder)?.iter().map(|path| Export::at(path)).collect::<Result<Vec<_>, _>>()?;
            Ok(newest(exports, notes))
        }
    }
}

fn list(folder: &Path) -> Result<Vec<PathBuf>, KitError> {
    let unopened = |error| problem::unopened("folder", &error);
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(unopened)? {
        let entry = entry.map_err(unopened)?;
        if entry.file_type().map_err(unopened)?.is_file() && is_export(&entry.path()) {
            paths.push(entry.path());
        }
    }
    if paths.is_empty() {
        return Err(KitError::NotFound { service: "The folder".into(), what: "CSV or TSV file".into() });
    }
    paths.sort();
    Ok(paths)
}

/// Hidden files, and those that spreadsheets lay beside an open one, are none.
fn is_export(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    !name.starts_with(['.', '~']) && ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending))
}

/// Of several exports of one report only the newest counts: the others tell how things were.
fn newest(exports: Vec<Export>, notes: &mut Notes) -> Vec<Export> {
    let mut latest: BTreeMap<String, String> = BTreeMap::new();
    for (report, stamp) in exports.iter().filter_map(|export| export.stamp.clone()) {
        let known = latest.entry(report).or_default();
        *known = stamp.max(std::mem::take(known));
    }
    let is_current = |export: &Export| {
        export.stamp.as_ref().is_none_or(|(report, stamp)| latest.get(report) == Some(stamp))
    };
    let (current, old): (Vec<_>, Vec<_>) = exports.into_iter().partition(is_current);
    for export in old {
        let message = format!(
            "{} was not read, because the folder has a newer export of the same report.",
            export.name
        );
        notes.file("older_export", Severity::Note, &export.name, message);
    }
    current
}

/// The school year: as the settings say, or the year of the newest export.
///
/// # Errors
/// [`KitError::BadSetting`] when nothing tells it.
pub(super) fn school_year(config: &Config, exports: &[Export]) -> Result<String, KitError> {
    let newest = || {
        exports.iter().filter_map(|export| export.day(config)).max().map(|day| format!("{:04}", day.year()))
    };
    let untold =
        || problem::bad_setting("school_year", "The files do not tell it. Enter a year such as 2026.");
    config.school_year.clone().or_else(newest).ok_or_else(untold)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_of_reports() {
        let report = |name: &str| stamp(name).map(|(report, stamp)| format!("{report} {stamp}"));
        let check = |name: &str, expect: Option<&str>| assert_eq!(report(name).as_deref(), expect, "{name}");
        check("StaffList_20260302_101500.csv", Some("stafflist.csv 20260302101500"));
        check("Time_Table_20260302_101500.CSV", Some("time_table.csv 20260302101500"));
        check("StaffList_2026_101500.csv", None);
        check("students.csv", None);
    }

    #[test]
    fn what_counts_as_an_export() {
        for (name, expect) in [
            ("a.csv", true),
            ("a.TSV", true),
            (".a.csv", false),
            ("~$a.csv", false),
            ("a.txt", false),
            ("a", false),
        ] {
            assert_eq!(is_export(Path::new(name)), expect, "{name}");
        }
    }
}
