//! Who does something, and what they may do.

use serde::{Deserialize, Serialize};

/// Who made a call, a run or an audit entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// What kind of actor it is.
    pub kind: ActorKind,
    /// What the screen shows, such as `local administrator`; never an e-mail address.
    pub label: String,
}

/// The kinds of actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    /// Somebody at the screen or the command line.
    Person,
    /// The schedule.
    Schedule,
    /// A delivery that came in and woke a run.
    Delivery,
    /// A program that calls the developer interface.
    ApiClient,
    /// The engine itself, such as when it resumes after a crash.
    System,
}

impl Actor {
    /// The person at this computer.
    pub fn local_administrator() -> Self {
        Self { kind: ActorKind::Person, label: "local administrator".into() }
    }

    /// A delivery from a connection.
    pub fn delivery() -> Self {
        Self { kind: ActorKind::Delivery, label: "delivery".into() }
    }

    /// The engine itself.
    pub fn system() -> Self {
        Self { kind: ActorKind::System, label: "Crosswalk".into() }
    }

    /// Whether this actor holds a permission. On a single-user desktop the person at the screen holds all.
    pub fn may(&self, permission: Permission) -> bool {
        match self.kind {
            ActorKind::Person | ActorKind::System => true,
            ActorKind::Schedule | ActorKind::Delivery => {
                matches!(permission, Permission::View | Permission::Run)
            }
            ActorKind::ApiClient => matches!(permission, Permission::View),
        }
    }
}

/// What a call needs its actor to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// See records, plans, runs.
    View,
    /// Start a run.
    Run,
    /// Approve or reject a plan, settle a conflict.
    Decide,
    /// Change connections, mappings and settings.
    Configure,
    /// See private values unmasked, export what is kept of a person, erase a person.
    Privacy,
}

/// Which orgs a call concerns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrgScope {
    /// Every org of the tenant.
    #[default]
    All,
    /// The named orgs, by roster id.
    Only(Vec<crate::RosterId>),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delivery_may_run_but_not_decide() {
        let delivery = Actor::delivery();
        assert!(delivery.may(Permission::Run));
        assert!(!delivery.may(Permission::Decide));
        assert!(!delivery.may(Permission::Configure));
        assert!(!delivery.may(Permission::Privacy));
        assert!(Actor::local_administrator().may(Permission::Configure));
    }
}
