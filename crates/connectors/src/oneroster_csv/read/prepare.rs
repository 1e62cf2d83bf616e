//! What must be known before the first document: roles, orgs and their parents, school years, families.

use std::collections::HashMap;

use crosswalk_connector_kit::KitError;
use crosswalk_standards::oneroster::{DataFile, FileReport, Finding, Mode, Version};

use super::Source;
use crate::oneroster_csv::family::Families;
use crate::oneroster_csv::known::Known;
use crate::oneroster_csv::problem;
use crate::oneroster_csv::records::{Filter, Making, SeveralAddresses};
use crate::oneroster_csv::roles::Roles;

/// What was prepared.
pub(in crate::oneroster_csv) struct Prepared<'c> {
    pub making: Making<'c>,
    /// What became of the roles.
    pub roles: Option<FileReport>,
    /// What was odd about them.
    pub findings: Vec<Finding>,
}

/// Reads what others depend on.
///
/// # Errors
/// As for reading, and when nobody can tell who is what, or the one school that is wanted is not there.
pub(in crate::oneroster_csv) fn prepare<'c>(source: &mut Source<'c>) -> Result<Prepared<'c>, KitError> {
    let config = source.config;
    must_have_roles(source)?;
    let mut known = Known::of(&source.package);
    let mut roles = Roles::default();
    let ended = source.each(DataFile::Roles, |row| {
        roles.take(row);
        Ok(true)
    })?;
    let parents = orgs(source, &mut known)?;
    sessions(source, &mut known)?;
    let filter = config.org.as_deref().map(|org| filter(source, org, &parents)).transpose()?;
    let families = families(source, &mut known, &roles)?;
    let in_own_file = source.package.version() == Version::V1_2;
    let roles_partial = in_own_file && source.package.mode(DataFile::Roles) == Mode::Delta;
    let several_addresses = SeveralAddresses::default();
    let making =
        Making { config, known, roles, roles_partial, families, filter, left_out: 0, several_addresses };
    let (roles, findings) = ended.map(|ended| (ended.report, ended.findings)).unzip();
    Ok(Prepared { making, roles, findings: findings.unwrap_or_default() })
}

/// A whole list of users of 1.2 without their roles says of nobody whether they are pupil or staff.
fn must_have_roles(source: &Source<'_>) -> Result<(), KitError> {
    let mode = |file| source.package.mode(file);
    let whole = matches!(mode(DataFile::Users), Mode::Bulk | Mode::Unstated);
    if whole && mode(DataFile::Roles) == Mode::Absent {
        let detail = "It has users.csv but no roles.csv, so nobody can tell who is a pupil and who is staff. Export \
                      roles.csv too. Nothing was read, so nobody is removed.";
        return Err(problem::odd(&source.config.name(), detail));
    }
    Ok(())
}

fn orgs(source: &mut Source<'_>, known: &mut Known) -> Result<HashMap<String, Option<String>>, KitError> {
    let mut parents = HashMap::new();
    source.each(DataFile::Orgs, |row| {
        known.take(row);
        parents.insert(row.sourced_id.clone(), row.text("parentSourcedId").map(str::to_owned));
        Ok(true)
    })?;
    Ok(parents)
}

fn sessions(source: &mut Source<'_>, known: &mut Known) -> Result<(), KitError> {
    let taken = source.each(DataFile::AcademicSessions, |row| {
        known.take(row);
        known.sessions.insert(row.sourced_id.clone(), row.text("schoolYear").map(str::to_owned));
        Ok(true)
    });
    taken.map(drop)
}

fn filter(
    source: &Source<'_>,
    org: &str,
    parents: &HashMap<String, Option<String>>,
) -> Result<Filter, KitError> {
    let whole = matches!(source.package.mode(DataFile::Orgs), Mode::Bulk | Mode::Unstated);
    if whole && !parents.contains_key(org) {
        let remedy =
            "orgs.csv has no org with this sourcedId. Copy it from there, or leave the setting empty.";
        return Err(KitError::BadSetting { field: "org".into(), remedy: remedy.into() });
    }
    Ok(Filter::new(org, parents))
}

fn families(source: &mut Source<'_>, known: &mut Known, roles: &Roles) -> Result<Families, KitError> {
    let mut families = Families::default();
    if source.config.wants.families {
        source.each(DataFile::Users, |row| {
            known.take(row);
            families.take(row, roles);
            Ok(true)
        })?;
    }
    Ok(families)
}
