//! Which files are meant, and what they are.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// What is to be imported. Paths are absolute: whoever owns the data folder reads the files, from anywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Files {
    /// CSV and TSV files of any layout that is known.
    Exports(Vec<PathBuf>),
    /// Every CSV and TSV file of a folder.
    ExportFolder(PathBuf),
    /// A OneRoster package, packed.
    Archive(PathBuf),
    /// A OneRoster package, side by side.
    PackageFolder(PathBuf),
}

impl Files {
    /// Looks where the paths lead.
    ///
    /// # Errors
    /// When one of them leads nowhere, or they do not go together.
    pub(super) fn of(named: &[PathBuf]) -> Result<Self> {
        let found: Result<Vec<PathBuf>> = named.iter().map(|path| whole(path)).collect();
        let mut found = found?;
        let alone = found.len() == 1;
        match found.iter().position(|path| path.is_dir() || is_zip(path)) {
            None => Ok(Self::Exports(found)),
            Some(_) if !alone => bail!("A folder or a zip archive is imported by itself. Name it alone."),
            Some(at) => Ok(Self::one(found.swap_remove(at))),
        }
    }

    fn one(path: PathBuf) -> Self {
        match path {
            archive if !archive.is_dir() => Self::Archive(archive),
            folder if is_package(&folder) => Self::PackageFolder(folder),
            folder => Self::ExportFolder(folder),
        }
    }

    /// The connector that reads them.
    pub(super) fn connector(&self) -> &'static str {
        match self {
            Self::Exports(_) | Self::ExportFolder(_) => "csv_files",
            Self::Archive(_) | Self::PackageFolder(_) => "oneroster_csv",
        }
    }

    /// What a new connection for them is called.
    pub(super) fn title(&self) -> &'static str {
        match self {
            Self::Exports(_) | Self::ExportFolder(_) => "Imported files",
            Self::Archive(_) | Self::PackageFolder(_) => "OneRoster package",
        }
    }

    /// The settings that say where they lie.
    pub(super) fn settings(&self) -> BTreeMap<String, String> {
        let text = |path: &PathBuf| path.display().to_string();
        let pairs = match self {
            Self::Exports(files) => {
                let more: Vec<String> = files.iter().skip(1).map(text).collect();
                let first = files.first().map(text).unwrap_or_default();
                vec![("place", "files".into()), ("file", first), ("more_files", more.join("\n"))]
            }
            Self::Archive(file) => vec![("place", "zip".into()), ("file", text(file))],
            Self::ExportFolder(folder) | Self::PackageFolder(folder) => {
                vec![("place", "folder".into()), ("folder", text(folder))]
            }
        };
        pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
    }
}

fn whole(path: &Path) -> Result<PathBuf> {
    let unknown = || format!("There is nothing at {}. Check the name.", path.display());
    path.canonicalize().with_context(unknown)
}

fn is_zip(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"))
}

fn is_package(folder: &Path) -> bool {
    ["manifest.csv", "orgs.csv", "users.csv"].iter().any(|name| folder.join(name).exists())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_named_is_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().canonicalize().unwrap().join(name);
        for name in ["people.csv", "more.tsv", "roster.ZIP"] {
            std::fs::write(at(name), "x").unwrap();
        }
        for name in ["exports", "package"] {
            std::fs::create_dir(at(name)).unwrap();
        }
        std::fs::write(at("package").join("orgs.csv"), "x").unwrap();
        let of = |names: &[&str]| Files::of(&names.iter().map(|name| at(name)).collect::<Vec<_>>());
        let exports = Files::Exports(vec![at("people.csv"), at("more.tsv")]);
        assert_eq!(of(&["people.csv", "more.tsv"]).unwrap(), exports);
        assert_eq!(of(&["exports"]).unwrap(), Files::ExportFolder(at("exports")));
        assert_eq!(of(&["package"]).unwrap(), Files::PackageFolder(at("package")));
        assert_eq!(of(&["roster.ZIP"]).unwrap(), Files::Archive(at("roster.ZIP")));
        assert!(of(&["roster.ZIP", "people.csv"]).unwrap_err().to_string().contains("by itself"));
        assert!(of(&["gone.csv"]).unwrap_err().to_string().contains("There is nothing at"));
        assert_eq!(exports.settings()["more_files"], at("more.tsv").display().to_string());
    }
}
