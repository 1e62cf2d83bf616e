//! Turns a user of 1.1, who has one role in several orgs, into a user and roles of 1.2.

use std::collections::BTreeMap;

use super::{DataFile, OneRosterRow, Version};

/// The user without the columns that became roles.
pub(super) fn user(mut row: OneRosterRow, version: Version) -> OneRosterRow {
    if row.file == DataFile::Users && version == Version::V1_1 {
        for column in ["role", "orgSourcedIds"] {
            row.fields.remove(column);
            row.raw.remove(column);
        }
    }
    row
}

/// One role for each org of a 1.1 user. The identifier is made of the user, the role and the org, so that it is the same
/// next time. Every role is primary: 1.2 wants one primary role for each user and org.
pub(super) fn roles(user: &OneRosterRow) -> Vec<OneRosterRow> {
    let said = user.text("role").unwrap_or_default();
    let role = new_name(said);
    user.list("orgSourcedIds").iter().map(|org| one_role(user, said, role, org)).collect()
}

fn one_role(user: &OneRosterRow, said: &str, role: &str, org: &str) -> OneRosterRow {
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let fields = [
        ("userSourcedId", some(&user.sourced_id)),
        ("roleType", some("primary")),
        ("role", some(role)),
        ("orgSourcedId", some(org)),
    ];
    let raw = (said != role).then(|| ("role", said.to_owned()));
    OneRosterRow {
        file: DataFile::Roles,
        sourced_id: format!("{}:{role}:{org}", user.sourced_id),
        status: user.status,
        date_last_modified: user.date_last_modified,
        fields: fields.into_iter().collect(),
        extras: BTreeMap::new(),
        raw: raw.into_iter().collect(),
        line: user.line,
    }
}

/// 1.2 has three administrators where 1.1 has one. The one with the narrowest reach is taken.
fn new_name(role: &str) -> &str {
    if role == "administrator" { "siteAdministrator" } else { role }
}
