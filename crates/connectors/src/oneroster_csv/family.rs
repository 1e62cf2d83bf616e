//! Who is whose family. OneRoster lets either side name the other as its agent; here everything is told by the pupil.

use std::collections::BTreeSet;
use std::collections::HashMap;

use crosswalk_model::{SourceRecord, Value};
use crosswalk_standards::oneroster::OneRosterRow;

use super::known::Known;
use super::roles::Roles;

/// Pupils whom their families name.
#[derive(Default)]
pub(super) struct Families(HashMap<String, BTreeSet<String>>);

impl Families {
    /// Remembers the pupils whom somebody else names.
    pub(super) fn take(&mut self, row: &OneRosterRow, roles: &Roles) {
        if roles.is_pupil(&row.sourced_id) {
            return;
        }
        for agent in row.list("agentSourcedIds").into_iter().filter(|agent| roles.is_pupil(agent)) {
            self.0.entry(agent).or_default().insert(row.sourced_id.clone());
        }
    }

    /// The contacts of a pupil, each once.
    pub(super) fn contacts(&self, row: &OneRosterRow) -> BTreeSet<String> {
        let named = self.0.get(&row.sourced_id).into_iter().flatten().cloned();
        row.list("agentSourcedIds").into_iter().chain(named).collect()
    }
}

/// One relationship. What the contact is to the pupil is told by the contact's own role.
pub(super) fn relationship(pupil: &str, contact: &str, roles: &Roles) -> SourceRecord {
    let mut record = SourceRecord::new("relationships", format!("{pupil}|{contact}"));
    record.fields.insert("pupil".into(), pupil.into());
    record.fields.insert("contact".into(), contact.into());
    let word = roles.of(contact).iter().map(|role| role.role.as_str()).find(|role| !role.is_empty());
    record.fields.extend(word.map(|word| ("relationship".into(), Value::from(word))));
    record
}

/// Whether a contact is, or may be, somebody who is there.
pub(super) fn is_there(known: &Known, contact: &str, is_delta: bool) -> bool {
    use crosswalk_standards::oneroster::DataFile::Users;
    is_delta || known.has(Users, contact)
}
