//! A set of OneRoster files, in a folder or a zip archive.

mod archive;
mod folder;
mod modes;
mod names;

use std::collections::BTreeMap;
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};

use archive::Archive;
use crosswalk_faults::Point;
use names::{Arranged, arrange};

use super::finding::{Finding, HeaderFinding, PackageFinding};
use super::reader::{self, FileRows, Reading};
use super::{DataFile, Limits, Manifest, Mode, OneRosterError, Version, manifest};
use crate::delimited::DelimitedError;

/// An opened package. Reading a file needs it exclusively, since the files of an archive share one reader.
pub struct Package {
    store: Store,
    manifest: Manifest,
    version: Version,
    files: BTreeMap<DataFile, Entry>,
    findings: Vec<Finding>,
}

/// One file of the package.
#[derive(Debug, Clone)]
struct Entry {
    /// Its name as it was found.
    name: String,
    place: Place,
    mode: Mode,
}

/// Where a file lies.
#[derive(Debug, Clone)]
enum Place {
    Path(PathBuf),
    Index(usize),
}

enum Store {
    Folder,
    Zip(Archive),
}

impl Package {
    /// Opens a folder or a zip archive, whichever the path leads to.
    ///
    /// # Errors
    /// As [`Package::open_folder`] and [`Package::open_zip`].
    pub fn open(path: &Path, limits: &Limits) -> Result<Self, OneRosterError> {
        if path.is_dir() {
            return Self::open_folder(path);
        }
        crosswalk_faults::io(Point::FileOpen).map_err(OneRosterError::Unopened)?;
        Self::open_zip(std::fs::File::open(path).map_err(OneRosterError::Unopened)?, limits)
    }

    /// Opens a folder, or the one folder within it that holds the files.
    ///
    /// # Errors
    /// When the folder cannot be listed, or holds no OneRoster file, or holds some in several folders.
    pub fn open_folder(path: &Path) -> Result<Self, OneRosterError> {
        let listed = folder::list(path).map_err(OneRosterError::Unopened)?;
        let mut arranged = arrange(listed.files)?;
        arranged.findings.extend(listed.findings);
        Self::assemble(Store::Folder, arranged)
    }

    /// Opens a zip archive. Nothing is unpacked; every entry is judged before any is read.
    ///
    /// # Errors
    /// [`OneRosterError::Refused`] when the archive is hostile or broken, and as [`Package::open_folder`].
    pub fn open_zip(
        source: impl Read + Seek + Send + 'static,
        limits: &Limits,
    ) -> Result<Self, OneRosterError> {
        let archive = Archive::open(Box::new(source), limits)?;
        let arranged = arrange(archive.list()?)?;
        Self::assemble(Store::Zip(archive), arranged)
    }

    fn assemble(store: Store, arranged: Arranged) -> Result<Self, OneRosterError> {
        let mut package = Self {
            store,
            manifest: Manifest::default(),
            version: Version::V1_2,
            files: arranged.files,
            findings: arranged.findings,
        };
        let has_manifest = package.read_manifest(arranged.manifest)?;
        package.settle_version();
        package.settle_modes(has_manifest);
        Ok(package)
    }

    /// The version in which the files are read.
    #[must_use]
    pub fn version(&self) -> Version {
        self.version
    }

    /// What the manifest says.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// What is odd about the package as a whole; what is odd in the files is told by [`super::check`].
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// How a file is meant; absent when it is not there, whatever the manifest promises.
    /// The roles of a 1.1 package are those of its users.
    #[must_use]
    pub fn mode(&self, file: DataFile) -> Mode {
        self.files.get(&self.holder(file)).map_or(Mode::Absent, |entry| entry.mode)
    }

    /// The files that can be read, parents before those who name them.
    #[must_use]
    pub fn files(&self) -> Vec<DataFile> {
        DataFile::ALL.iter().copied().filter(|file| self.mode(*file) != Mode::Absent).collect()
    }

    /// Reads the rows of one file. Memory does not grow with the file.
    ///
    /// # Errors
    /// When the file is not there, or its headings are not recognised: never "no rows".
    pub fn rows(&mut self, file: DataFile, reading: &Reading) -> Result<FileRows<'_>, OneRosterError> {
        let holder = self.holder(file);
        let entry = self.files.get(&holder).cloned().ok_or(OneRosterError::NoSuchFile(file))?;
        let version = self.version;
        let source = self.source(&entry)?;
        let about = reader::About { file: holder, name: entry.name, mode: entry.mode, version };
        let rows = FileRows::open(source, about, reading)?;
        Ok(if holder == file { rows } else { rows.giving_roles() })
    }

    /// The file in which the rows of `file` stand.
    fn holder(&self, file: DataFile) -> DataFile {
        match (file, self.version) {
            (DataFile::Roles, Version::V1_1) => DataFile::Users,
            _ => file,
        }
    }

    fn source(&mut self, entry: &Entry) -> Result<Box<dyn Read + Send + '_>, OneRosterError> {
        match (&mut self.store, &entry.place) {
            (Store::Zip(archive), Place::Index(index)) => archive.read(*index),
            (_, Place::Path(path)) => {
                let unreadable = |source| OneRosterError::Unreadable {
                    name: entry.name.clone(),
                    source: DelimitedError::Unreadable { line: 1, source },
                };
                crosswalk_faults::io(Point::FileOpen).map_err(unreadable)?;
                Ok(Box::new(std::fs::File::open(path).map_err(unreadable)?))
            }
            (Store::Folder, Place::Index(_)) => Err(OneRosterError::NoFiles),
        }
    }

    /// False when there is no manifest that could be read.
    fn read_manifest(&mut self, found: Option<Entry>) -> Result<bool, OneRosterError> {
        let Some(entry) = found else {
            self.find("manifest.csv", PackageFinding::ManifestMissing, None);
            return Ok(false);
        };
        let mut odd = Vec::new();
        let read = manifest::read(self.source(&entry)?, &mut odd);
        for (line, kind) in odd {
            self.find(&entry.name, kind, Some(line));
        }
        match read {
            Ok(manifest) => self.manifest = manifest,
            Err(error) => {
                self.find(&entry.name, PackageFinding::ManifestUnreadable { why: error.to_string() }, None);
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn find(&mut self, file: &str, kind: PackageFinding, line: Option<u64>) {
        self.findings.push(Finding::of_file(file, kind, line));
    }
}

impl OneRosterError {
    /// The error of one file as a finding, for a report that goes on with the other files.
    pub(super) fn as_finding(&self) -> HeaderFinding {
        HeaderFinding::Unreadable { why: self.to_string() }
    }
}
