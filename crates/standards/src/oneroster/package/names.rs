//! Finds the files of the binding among the names in a folder or an archive.

use std::collections::{BTreeMap, BTreeSet};

use super::super::finding::{Finding, PackageFinding};
use super::super::{DataFile, Mode, OneRosterError, Refusal};
use super::{Entry, Place};

/// A file that was found: its path within the package, with `/` between the parts.
pub(super) struct Listed {
    pub(super) path: String,
    pub(super) place: Place,
}

/// The files by what they are.
pub(super) struct Arranged {
    pub(super) manifest: Option<Entry>,
    pub(super) files: BTreeMap<DataFile, Entry>,
    pub(super) findings: Vec<Finding>,
}

const MANIFEST: &str = "manifest.csv";

/// Sorts the files out. They may lie at the top, or together in one folder.
pub(super) fn arrange(listed: Vec<Listed>) -> Result<Arranged, OneRosterError> {
    let listed: Vec<Listed> = listed.into_iter().filter(|file| !is_litter(&file.path)).collect();
    let folder = common_folder(&listed)?;
    let mut arranged = Arranged { manifest: None, files: BTreeMap::new(), findings: Vec::new() };
    if !folder.is_empty() {
        let kind = PackageFinding::NestedFolder { folder: folder.clone() };
        arranged.findings.push(Finding::of_file("", kind, None));
    }
    for file in listed {
        let (parent, name) = split(&file.path);
        if parent == folder && known_name(name).is_some() {
            let name = name.to_owned();
            arranged.take(name, file.place)?;
        } else {
            arranged.findings.push(Finding::of_file(&shown(&file.path), PackageFinding::UnknownFile, None));
        }
    }
    if arranged.files.is_empty() { Err(OneRosterError::NoFiles) } else { Ok(arranged) }
}

/// The folder that holds the known files: the top (an empty text), or the only one that does.
fn common_folder(listed: &[Listed]) -> Result<String, OneRosterError> {
    let known = listed.iter().map(|file| split(&file.path)).filter(|(_, name)| known_name(name).is_some());
    let folders: BTreeSet<&str> = known.map(|(parent, _)| parent).collect();
    match folders.iter().collect::<Vec<_>>().as_slice() {
        [] => Err(OneRosterError::NoFiles),
        [only] => Ok((**only).to_owned()),
        _ if folders.contains("") => Ok(String::new()),
        _ => Err(OneRosterError::SeveralFolders { folders: folders.into_iter().map(shown).collect() }),
    }
}

impl Arranged {
    fn take(&mut self, name: String, place: Place) -> Result<(), OneRosterError> {
        let right = known_name(&name).unwrap_or_default();
        if name != right {
            let kind = PackageFinding::MisspeltName { right };
            self.findings.push(Finding::of_file(&name, kind, None));
        }
        let duplicate = || Refusal::DuplicateName { name: Some(name.clone()) }.into();
        let entry = Entry { name: name.clone(), place, mode: Mode::Unstated };
        let before = match DataFile::from_file_name(&name) {
            Some(file) => self.files.insert(file, entry),
            None => self.manifest.replace(entry),
        };
        before.map_or(Ok(()), |_| Err(duplicate()))
    }
}

/// The right name of a known file, whatever the case.
fn known_name(name: &str) -> Option<String> {
    let manifest = name.eq_ignore_ascii_case(MANIFEST).then(|| MANIFEST.to_owned());
    manifest.or_else(|| DataFile::from_file_name(name).map(DataFile::file_name))
}

fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// What operating systems leave behind in folders and archives.
fn is_litter(path: &str) -> bool {
    let (_, name) = split(path);
    path.split('/').any(|part| part == "__MACOSX")
        || name.starts_with('.')
        || name.eq_ignore_ascii_case("thumbs.db")
        || name.eq_ignore_ascii_case("desktop.ini")
}

/// A name from outside, fit for a sentence: without control characters, and not too long.
pub(super) fn shown(name: &str) -> String {
    const LONGEST: usize = 80;
    let clean: String = name.chars().filter(|sign| !sign.is_control()).take(LONGEST).collect();
    if name.chars().count() > LONGEST { format!("{clean}…") } else { clean }
}
