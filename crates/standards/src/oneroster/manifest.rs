//! `manifest.csv`: which version it is, and whether each file is the whole or a change.

use std::collections::BTreeMap;
use std::io::Read;

use super::finding::PackageFinding;
use super::{DataFile, Version};
use crate::delimited::{DelimitedError, HeadingMap, Options, Rows};

/// How a file is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    /// The whole: a row that is missing is gone.
    Bulk,
    /// What changed: a row that is missing is unchanged.
    Delta,
    /// Not part of the package.
    Absent,
    /// The manifest does not say. Its rows count, but nothing may be concluded from rows that are missing.
    Unstated,
}

/// What a manifest says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manifest {
    /// The version of the binding, when it is a known one.
    pub version: Option<Version>,
    /// How each named file is meant.
    pub modes: BTreeMap<DataFile, Mode>,
    /// The name of the system that made the package.
    pub system_name: Option<String>,
    /// Its code.
    pub system_code: Option<String>,
}

/// Reads a manifest. What it says wrongly is added to `odd` as the line and what is wrong.
pub(super) fn read(
    source: impl Read,
    odd: &mut Vec<(u64, PackageFinding)>,
) -> Result<Manifest, DelimitedError> {
    let layout = HeadingMap::new(&[("name", &["propertyName"]), ("value", &[])]).needing(&["name", "value"]);
    let rows = Rows::open(source, &Options::expecting([layout]))?;
    let matched = rows.facts().matched.clone().unwrap_or_default();
    let mut manifest = Manifest::default();
    for row in rows {
        let row = row?;
        let record = matched.record(&row);
        let text = |field: &str| record.get(field).map(|text| text.trim()).unwrap_or_default();
        if let Some(kind) = manifest.take(text("name"), text("value")) {
            odd.push((row.line, kind));
        }
    }
    Ok(manifest)
}

impl Manifest {
    fn take(&mut self, name: &str, value: &str) -> Option<PackageFinding> {
        let lower = name.to_ascii_lowercase();
        if let Some(file) = lower.strip_prefix("file.") {
            return self.take_file(file, value);
        }
        match lower.as_str() {
            "oneroster.version" => {
                self.version = Version::parse(value);
                let unknown = PackageFinding::UnknownVersion { stated: value.to_owned() };
                return self.version.is_none().then_some(unknown);
            }
            "source.systemname" => self.system_name = Some(value.to_owned()),
            "source.systemcode" => self.system_code = Some(value.to_owned()),
            _ => {}
        }
        None
    }

    fn take_file(&mut self, name: &str, value: &str) -> Option<PackageFinding> {
        let Some(file) = DataFile::from_name(name) else {
            return Some(PackageFinding::UnknownManifestFile { named: name.to_owned() });
        };
        let mode = match value.to_ascii_lowercase().as_str() {
            "bulk" => Mode::Bulk,
            "delta" => Mode::Delta,
            "absent" => Mode::Absent,
            _ => {
                self.modes.insert(file, Mode::Unstated);
                return Some(PackageFinding::UnknownMode { named: file, stated: value.to_owned() });
            }
        };
        match self.modes.insert(file, mode) {
            Some(before) if before != mode => {
                self.modes.insert(file, Mode::Unstated);
                Some(PackageFinding::ModeTwice { named: file })
            }
            _ => None,
        }
    }
}
