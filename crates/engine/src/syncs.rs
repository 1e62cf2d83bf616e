//! Syncs: how they begin, whose word counts more, and how they are changed.

use std::collections::HashMap;

use crosswalk_connector_kit::{Capability, Connector, Settings};
use crosswalk_model::{Actor, ConnectionId, Direction, Entity, MatchRule, Sync, SyncId};
use crosswalk_reconcile::identify::house_rules;
use crosswalk_store::{ConnectionRow, Tenant};

use crate::{Engine, EngineError, Result};

/// Whose word counts more: manual edits before all, then by each inbound sync's precedence per field or entity.
pub(crate) fn precedence(syncs: &[Sync]) -> impl Fn(Option<ConnectionId>, Entity, &str) -> i32 + use<> {
    let inbound = syncs.iter().filter(|sync| sync.direction == Direction::Inbound);
    let ranks: HashMap<ConnectionId, _> =
        inbound.map(|sync| (sync.connection, sync.policy.precedence.clone())).collect();
    move |connection, entity, field| {
        let Some(connection) = connection else { return i32::MAX };
        let Some(ranks) = ranks.get(&connection) else { return 0 };
        let of_field = ranks.get(format!("{entity}.{field}").as_str());
        of_field.or_else(|| ranks.get(entity.as_str())).copied().unwrap_or_default()
    }
}

/// Which way a connector goes: what can be written to is a destination.
pub(crate) fn direction(connector: &dyn Connector) -> Direction {
    if connector.spec().can(Capability::Write) { Direction::Outbound } else { Direction::Inbound }
}

impl Engine {
    /// Every rule by which anybody may be recognised, now or by a connection that is added later.
    pub(crate) fn match_rules(&self, syncs: &[Sync]) -> Vec<MatchRule> {
        let shipped = self.registry().iter().flat_map(|connector| connector.policy().match_rules);
        let mut rules: Vec<MatchRule> = house_rules();
        for rule in shipped.chain(syncs.iter().flat_map(|sync| sync.policy.match_rules.clone())) {
            let known = |own: &MatchRule| own.target == rule.target && own.fields == rule.fields;
            if !rules.iter().any(known) {
                rules.push(rule);
            }
        }
        rules
    }

    /// The sync with which a new connection begins. Inbound it applies by itself below the guard; outbound a person
    /// is asked first.
    pub(crate) fn first_sync(&self, connector: &dyn Connector, row: &ConnectionRow) -> Sync {
        let direction = direction(connector);
        let title = match direction {
            Direction::Inbound => format!("{} → Roster", row.title),
            Direction::Outbound => format!("Roster → {}", row.title),
        };
        Sync {
            id: SyncId(self.clock().id()),
            connection: row.id,
            direction,
            title,
            crosswalk: connector.crosswalk(&Settings(row.settings.clone())),
            policy: connector.policy(),
            selection: connector.selection(),
            standing_approval: direction == Direction::Inbound,
            paused: row.paused,
        }
    }

    /// Notes whether a person wants to be asked before each plan, whatever they approve meanwhile.
    pub(crate) async fn set_asks_always(&self, id: SyncId, asks: bool) -> Result<()> {
        let tenant = self.school()?;
        let mut work = tenant.begin().await?;
        if asks {
            work.put_setting(&asks_always(id), &serde_json::Value::Bool(true)).await?;
        } else {
            work.remove_setting(&asks_always(id)).await?;
        }
        Ok(work.commit().await?)
    }

    /// Changes a sync. Changed rules of a mapping get a new version, which is part of every fingerprint.
    pub(crate) async fn change_sync(
        &self,
        actor: &Actor,
        id: SyncId,
        change: impl FnOnce(&mut Sync) -> Result<()>,
    ) -> Result<Sync> {
        self.change_sync_for(actor, id, ("sync.changed", None), change).await
    }

    /// The same, with what the audit calls it and the reason that a person gave.
    pub(crate) async fn change_sync_for(
        &self,
        actor: &Actor,
        id: SyncId,
        (action, reason): (&str, Option<&str>),
        change: impl FnOnce(&mut Sync) -> Result<()>,
    ) -> Result<Sync> {
        let tenant = self.school()?;
        let before = sync(&tenant, id).await?;
        let mut after = before.clone();
        change(&mut after)?;
        if after.crosswalk.rules_differ(&before.crosswalk) {
            after.crosswalk.version = before.crosswalk.version + 1;
        }
        let mut work = tenant.begin().await?;
        work.put_sync(&after, actor, self.clock().now()).await?;
        let details = serde_json::json!({ "sync": after.title, "reason": reason });
        self.audit(&mut work, actor, action, details).await?;
        work.commit().await?;
        Ok(after)
    }
}

/// The name of the setting by which a person asked to be asked always.
pub(crate) fn asks_always(id: SyncId) -> String {
    format!("asks_always/{id}")
}

/// A sync that must be there.
pub(crate) async fn sync(tenant: &Tenant, id: SyncId) -> Result<Sync> {
    tenant.sync(id).await?.ok_or(EngineError::NotFound("sync"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosswalk_model::{Crosswalk, Selection, SyncPolicy};
    use uuid::Uuid;

    #[test]
    fn a_field_counts_before_its_entity_and_hands_before_all() {
        let connection = ConnectionId(Uuid::from_u128(1));
        let precedence_of = [("user".into(), 3), ("user.email".into(), 7)].into();
        let sync = Sync {
            id: SyncId(Uuid::from_u128(2)),
            connection,
            direction: Direction::Inbound,
            title: String::new(),
            crosswalk: Crosswalk::default(),
            policy: SyncPolicy { precedence: precedence_of, ..SyncPolicy::default() },
            selection: Selection::default(),
            standing_approval: true,
            paused: false,
        };
        let rank = precedence(&[sync]);
        assert_eq!(rank(Some(connection), Entity::User, "email"), 7);
        assert_eq!(rank(Some(connection), Entity::User, "givenName"), 3);
        assert_eq!(rank(Some(connection), Entity::Class, "title"), 0);
        assert_eq!(rank(None, Entity::User, "email"), i32::MAX);
    }
}
