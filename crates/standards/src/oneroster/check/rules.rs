//! Rules beyond single references.

use super::super::finding::{Findings, ReferenceFinding};
use super::super::{DataFile, OneRosterRow};
use super::Checker;
use super::index::key;

impl Checker {
    pub(super) fn check_rules(&mut self, row: &OneRosterRow, findings: &mut Findings) {
        match row.file {
            DataFile::Courses | DataFile::Classes => check_subjects(row, findings),
            DataFile::Users => self.remember_primary_org(row),
            DataFile::Roles => self.check_role(row, findings),
            _ => {}
        }
    }

    fn remember_primary_org(&mut self, row: &OneRosterRow) {
        if let Some(org) = row.text("primaryOrgSourcedId") {
            let claim = key(&[&row.sourced_id, org]);
            self.index.primary_orgs.insert(claim, (row.line, row.sourced_id.clone()));
        }
    }

    fn check_role(&mut self, row: &OneRosterRow, findings: &mut Findings) {
        let (Some(user), Some(org)) = (row.text("userSourcedId"), row.text("orgSourcedId")) else { return };
        let pair = key(&[user, org]);
        self.index.orgs_of_users.insert(pair);
        if row.text("roleType") == Some("primary") && !self.index.primary_roles.insert(pair) {
            findings.row(ReferenceFinding::SeveralPrimaryRoles, row.line, &row.sourced_id);
        }
        let profile = row.text("userProfileSourcedId").map(|profile| key(&[profile]));
        let owner = profile.and_then(|profile| self.index.owner_of_profile.get(&profile));
        if owner.is_some_and(|owner| *owner != key(&[user])) {
            findings.row(ReferenceFinding::ProfileOfAnother, row.line, &row.sourced_id);
        }
    }

    /// Every user's primary org must be one in which the user has a role.
    pub(super) fn check_primary_orgs(&mut self) {
        let claims = std::mem::take(&mut self.index.primary_orgs);
        let unmet = claims.into_iter().filter(|(claim, _)| !self.index.orgs_of_users.contains(claim));
        let mut unmet: Vec<(u64, String)> = unmet.map(|(_, user)| user).collect();
        unmet.sort();
        let mut findings = Findings::of(&DataFile::Users.file_name());
        for (line, user) in unmet {
            findings.row(ReferenceFinding::PrimaryOrgWithoutRole, line, &user);
        }
        self.late.extend_from_slice(findings.all());
    }
}

fn check_subjects(row: &OneRosterRow, findings: &mut Findings) {
    let (subjects, codes) = (row.list("subjects").len(), row.list("subjectCodes").len());
    if subjects != codes && subjects > 0 && codes > 0 {
        findings.row(ReferenceFinding::UnpairedSubjects, row.line, &row.sourced_id);
    }
}
