//! The roles of users. In 1.2 they stand in a file of their own, in 1.1 they are those of the users; either way they
//! are remembered before the users are read.

use std::collections::HashMap;

use crosswalk_model::{Fields, Value};
use crosswalk_standards::oneroster::{OneRosterRow, Status};

/// The order in which roles are taken where nothing else decides which of several is the main one.
const RANKS: [&str; 12] = [
    "student",
    "teacher",
    "principal",
    "siteAdministrator",
    "districtAdministrator",
    "systemAdministrator",
    "counselor",
    "aide",
    "proctor",
    "guardian",
    "parent",
    "relative",
];

/// One role.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Role {
    rank: usize,
    pub role: String,
    pub org: String,
    pub is_primary: bool,
    begin: Option<String>,
    end: Option<String>,
}

/// The roles of everybody.
#[derive(Default)]
pub(super) struct Roles(HashMap<String, Vec<Role>>);

impl Roles {
    /// Remembers a role that is not to be deleted.
    pub(super) fn take(&mut self, row: &OneRosterRow) {
        let (Some(user), Some(role)) = (row.text("userSourcedId"), row.text("role")) else { return };
        if row.status == Some(Status::ToBeDeleted) {
            return;
        }
        let text = |field: &str| row.text(field).map(str::to_owned);
        let date = |field: &str| row.date(field).map(|date| date.to_string());
        let role = Role {
            rank: RANKS.iter().position(|known| *known == role).unwrap_or(RANKS.len()),
            role: role.to_owned(),
            org: text("orgSourcedId").unwrap_or_default(),
            is_primary: row.text("roleType") == Some("primary"),
            begin: date("beginDate"),
            end: date("endDate"),
        };
        let own = self.0.entry(user.to_owned()).or_default();
        if !own.contains(&role) {
            own.push(role);
        }
    }

    /// Somebody's roles.
    pub(super) fn of(&self, user: &str) -> &[Role] {
        self.0.get(user).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether somebody is a pupil.
    pub(super) fn is_pupil(&self, user: &str) -> bool {
        self.of(user).iter().any(|role| role.role == "student")
    }
}

/// Whether somebody is here only as somebody's family.
pub(super) fn is_family(roles: &[Role]) -> bool {
    let of_family = |role: &Role| matches!(role.role.as_str(), "parent" | "guardian" | "relative");
    !roles.is_empty() && roles.iter().all(of_family)
}

/// Whether somebody is here only as a relative, without being a parent or guardian.
pub(super) fn is_relative(roles: &[Role]) -> bool {
    !roles.is_empty() && roles.iter().all(|role| role.role == "relative")
}

/// The main role: a primary one at the primary org, any primary one, or any; of several the first by rank and org, so
/// that the order of the file does not matter.
pub(super) fn main<'r>(roles: &'r [Role], primary_org: Option<&str>) -> Option<&'r Role> {
    let at_home = |role: &Role| primary_org.is_some_and(|org| role.org == org);
    let order =
        |role: &&Role| (!role.is_primary, !at_home(role), role.rank, role.org.clone(), role.role.clone());
    roles.iter().min_by_key(order)
}

/// The orgs of roles, each once, in order.
pub(super) fn orgs(roles: &[Role]) -> Vec<Value> {
    let mut orgs: Vec<&str> =
        roles.iter().map(|role| role.org.as_str()).filter(|org| !org.is_empty()).collect();
    orgs.sort_unstable();
    orgs.dedup();
    orgs.into_iter().map(Value::from).collect()
}

/// All roles as named values.
pub(super) fn as_map(roles: &[Role]) -> Value {
    let named =
        roles.iter().map(|role| (format!("{}:{}", role.org, role.role).into(), Value::Map(fields(role))));
    Value::Map(named.collect())
}

fn fields(role: &Role) -> Fields {
    let kind = if role.is_primary { "primary" } else { "secondary" };
    let mut fields =
        Fields::from([("role".into(), role.role.as_str().into()), ("roleType".into(), kind.into())]);
    fields.insert("org".into(), role.org.as_str().into());
    fields.extend(dates(role));
    fields
}

/// The first and the last day of a role, as far as they are said.
pub(super) fn dates(role: &Role) -> Fields {
    let said = [("beginDate", &role.begin), ("endDate", &role.end)];
    let said = said.into_iter().filter_map(|(name, day)| Some((name.into(), Value::text(day.clone()?))));
    said.collect()
}
