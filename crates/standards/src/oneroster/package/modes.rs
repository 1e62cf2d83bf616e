//! Settles the version of a package and how each of its files is meant.

use super::super::finding::PackageFinding;
use super::super::reader::Reading;
use super::{DataFile, Mode, Package, Version};

impl Package {
    /// The manifest names the version, unless the headings of `users.csv` say otherwise: a wrong guess here would lose
    /// every role.
    pub(super) fn settle_version(&mut self) {
        self.version = Version::V1_2;
        let seen = self.seen_version();
        let stated = self.manifest.version;
        if let (Some(_), Some(seen)) = (stated.filter(|stated| Some(*stated) != seen), seen) {
            self.find("manifest.csv", PackageFinding::VersionContradicted { read_as: seen }, None);
        }
        self.version = seen.or(stated).unwrap_or(Version::V1_2);
    }

    /// The version that the headings of `users.csv` and the presence of `roles.csv` speak for; none when they do not
    /// tell.
    fn seen_version(&mut self) -> Option<Version> {
        let has_roles = self.files.contains_key(&DataFile::Roles);
        let rows = self.rows(DataFile::Users, &Reading::default()).ok()?;
        let (role, orgs) = (rows.has_column("role"), rows.has_column("orgSourcedIds"));
        match (role && orgs, has_roles) {
            (true, false) => Some(Version::V1_1),
            (false, true) => Some(Version::V1_2),
            _ => None,
        }
    }

    /// Compares what the manifest promises with what is there.
    pub(super) fn settle_modes(&mut self, has_manifest: bool) {
        for file in DataFile::ALL.iter().copied() {
            let stated = self.manifest.modes.get(&file).copied();
            match self.files.get(&file).map(|entry| entry.name.clone()) {
                None if matches!(stated, Some(Mode::Bulk | Mode::Delta)) => {
                    self.find(&file.file_name(), PackageFinding::FileMissing, None);
                }
                None => {}
                Some(name) => self.settle_mode(file, &name, stated, has_manifest),
            }
        }
    }

    fn settle_mode(&mut self, file: DataFile, name: &str, stated: Option<Mode>, has_manifest: bool) {
        if super::super::columns(file, self.version).is_none() {
            self.files.remove(&file);
            self.find(name, PackageFinding::FileOfOtherVersion { version: self.version }, None);
            return;
        }
        if stated == Some(Mode::Absent) {
            self.files.remove(&file);
            self.find(name, PackageFinding::FileThoughAbsent, None);
            return;
        }
        if stated.is_none() && has_manifest {
            self.find(name, PackageFinding::FileNotInManifest, None);
        }
        if let Some(entry) = self.files.get_mut(&file) {
            entry.mode = stated.unwrap_or(Mode::Unstated);
        }
    }
}
