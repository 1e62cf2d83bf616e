//! One school of several: which rows belong to it.

use std::collections::{HashMap, HashSet};

use crosswalk_standards::oneroster::{DataFile, OneRosterRow};

use super::Making;
use crate::oneroster_csv::roles;

/// The one school that is read.
pub(in crate::oneroster_csv) struct Filter {
    /// Its identifier.
    pub org: String,
    /// It, and the orgs above it.
    chain: HashSet<String>,
    classes: HashSet<String>,
    /// People of the school whose main school is another.
    elsewhere: HashSet<String>,
}

impl Filter {
    /// A filter for one school among orgs with their parents.
    pub(in crate::oneroster_csv) fn new(org: &str, parents: &HashMap<String, Option<String>>) -> Self {
        let mut chain = HashSet::new();
        let mut next = Some(org.to_owned());
        while let Some(one) = next.filter(|one| !chain.contains(one)) {
            next = parents.get(&one).cloned().flatten();
            chain.insert(one);
        }
        Self { org: org.to_owned(), chain, classes: HashSet::new(), elsewhere: HashSet::new() }
    }

    /// The school of somebody whose main school it is.
    pub(super) fn home_of(&self, user: &str) -> Option<String> {
        (!self.elsewhere.contains(user)).then(|| self.org.clone())
    }

    /// Remembers somebody whose main school is another.
    pub(super) fn is_elsewhere(&mut self, user: &str) {
        self.elsewhere.insert(user.to_owned());
    }

    fn has_row(&mut self, row: &OneRosterRow) -> bool {
        match row.file {
            DataFile::Orgs => self.chain.contains(&row.sourced_id),
            DataFile::Courses => row.text("orgSourcedId").is_none_or(|org| self.chain.contains(org)),
            DataFile::Classes => {
                let own = row.text("schoolSourcedId") == Some(self.org.as_str());
                self.classes.extend(own.then(|| row.sourced_id.clone()));
                own
            }
            DataFile::Enrollments => match row.text("schoolSourcedId") {
                Some(school) => school == self.org,
                None => row.text("classSourcedId").is_some_and(|class| self.classes.contains(class)),
            },
            _ => true,
        }
    }
}

impl Making<'_> {
    /// Whether a row is one of those that are read.
    pub(super) fn takes_part(&mut self, row: &OneRosterRow) -> bool {
        match row.file {
            DataFile::Users => {
                let part = self.user_takes_part(row);
                if !part {
                    self.known.without.insert(row.sourced_id.clone());
                }
                part
            }
            DataFile::Demographics => !self.known.without.contains(&row.sourced_id),
            _ => {
                let user = row.text("userSourcedId").filter(|_| row.file == DataFile::Enrollments);
                let without = user.is_some_and(|user| self.known.without.contains(user));
                !without && self.filter.as_mut().is_none_or(|filter| filter.has_row(row))
            }
        }
    }

    fn user_takes_part(&self, row: &OneRosterRow) -> bool {
        let own = self.roles.of(&row.sourced_id);
        let wants = self.wants();
        if (!wants.families && roles::is_family(own)) || (!wants.relatives && roles::is_relative(own)) {
            return false;
        }
        self.filter.as_ref().is_none_or(|filter| {
            own.iter().any(|role| role.org == filter.org)
                || row.text("primaryOrgSourcedId") == Some(filter.org.as_str())
        })
    }
}
