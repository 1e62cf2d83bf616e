//! Remembers which rows exist, in a few bytes each.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::super::finding::{Findings, RowFinding};
use super::super::{DataFile, OneRosterRow};

/// Stands for an identifier. With 128 bits two of them never meet by chance.
pub(super) type Key = u128;

/// The key of one or several texts.
pub(super) fn key(parts: &[&str]) -> Key {
    let half = |seed: u8| {
        let mut hasher = DefaultHasher::new();
        seed.hash(&mut hasher);
        parts.hash(&mut hasher);
        u128::from(hasher.finish())
    };
    (half(1) << 64) | half(2)
}

/// The rows that were seen.
#[derive(Default)]
pub(super) struct Index {
    ids: BTreeMap<DataFile, HashSet<Key>>,
    schools: HashSet<Key>,
    school_years: HashSet<Key>,
    pub(super) owner_of_profile: HashMap<Key, Key>,
    pub(super) orgs_of_users: HashSet<Key>,
    pub(super) primary_roles: HashSet<Key>,
    /// References to rows that may still follow in the same file.
    pub(super) open: Vec<super::references::Open>,
    /// The primary orgs that users claim; their roles follow in a later file.
    pub(super) primary_orgs: HashMap<Key, (u64, String)>,
}

impl Index {
    /// Remembers a row, and reports it when its identifier was seen before.
    pub(super) fn take(&mut self, row: &OneRosterRow, findings: &mut Findings) {
        let id = key(&[&row.sourced_id]);
        let is_new = self.ids.entry(row.file).or_default().insert(id);
        if !is_new {
            findings.row(RowFinding::DuplicateId, row.line, &row.sourced_id);
        }
        match row.file {
            DataFile::Orgs if row.text("type") == Some("school") => {
                self.schools.insert(id);
            }
            DataFile::AcademicSessions if row.text("type") == Some("schoolYear") => {
                self.school_years.insert(id);
            }
            DataFile::UserProfiles => {
                let owner = row.text("userSourcedId").unwrap_or_default();
                self.owner_of_profile.insert(id, key(&[owner]));
            }
            _ => {}
        }
    }

    pub(super) fn has(&self, file: DataFile, id: &str) -> bool {
        self.ids.get(&file).is_some_and(|ids| ids.contains(&key(&[id])))
    }

    pub(super) fn is_school(&self, id: &str) -> bool {
        self.schools.contains(&key(&[id]))
    }

    pub(super) fn is_school_year(&self, id: &str) -> bool {
        self.school_years.contains(&key(&[id]))
    }
}
