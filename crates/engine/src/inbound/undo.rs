//! Undo on the way in: the inverse of what a run did in the roster, said by hand against the word of the sources.

use std::collections::{HashMap, HashSet};

use crosswalk_model::{
    Change, ChangeOp, ConnectionId, Entity, Name, RosterId, RosterRecord, Sync, TenantId, content_hash,
};
use crosswalk_reconcile::merge::{Precedence, same, whose};
use crosswalk_reconcile::undo::{Inverse, Now, Side, Why, inverse};
use crosswalk_store::Tenant;

use super::diff::baseline;
use crate::syncs::precedence;
use crate::undo::{TakenBack, holds};
use crate::{Engine, Result};

/// How many records are loaded together.
const TOGETHER: usize = 2_000;

/// Compares what a run did with the roster as it is now.
pub(crate) async fn take_back(
    engine: &Engine,
    tenant: &Tenant,
    sync: &Sync,
    done: &[Change],
) -> Result<TakenBack> {
    let _turn = engine.lanes().roster().await;
    let ranks = precedence(&tenant.syncs().await?);
    let titles = tenant.connections().await?.into_iter().map(|row| (row.id, row.title)).collect();
    let mut back = Back { sync, ranks: &ranks, titles, records: HashMap::new(), taken_keys: HashSet::new() };
    let order = Entity::ALL.iter().map(|entity| entity.as_str().into()).collect();
    let mut taken = TakenBack { order, ..TakenBack::default() };
    for some in done.chunks(TOGETHER) {
        back.load(tenant, some).await?;
        some.iter().for_each(|change| back.one(change, &mut taken));
    }
    taken.holds = holds(sync, &baseline(tenant).await?, &taken.changes);
    Ok(taken)
}

/// What the inverse is compared with.
struct Back<'a> {
    sync: &'a Sync,
    ranks: Precedence<'a>,
    titles: HashMap<ConnectionId, String>,
    records: HashMap<RosterId, RosterRecord>,
    /// Former keys that lead to somebody else by now.
    taken_keys: HashSet<(Name, String)>,
}

impl Back<'_> {
    async fn load(&mut self, tenant: &Tenant, done: &[Change]) -> Result<()> {
        let entity = |change: &Change| change.target.parse::<Entity>().ok();
        let ids: Vec<_> =
            done.iter().filter_map(|change| Some((entity(change)?, change.roster_id))).collect();
        self.records = tenant.roster_get(&ids).await?.into_iter().map(|record| (record.id, record)).collect();
        for change in done {
            if let (ChangeOp::Relink { from }, Some(entity)) = (&change.op, entity(change))
                && self.leads_elsewhere(tenant, entity, from, change.roster_id).await?
            {
                self.taken_keys.insert((change.target.clone(), from.clone()));
            }
        }
        Ok(())
    }

    /// Whether the source's key means somebody else by now.
    async fn leads_elsewhere(
        &self,
        tenant: &Tenant,
        entity: Entity,
        key: &str,
        id: RosterId,
    ) -> Result<bool> {
        let connection = self.sync.connection;
        let links = tenant.links(connection, entity, &[key.to_owned()]).await?;
        if links.iter().any(|link| link.roster_id != id) {
            return Ok(true);
        }
        let derived = derived(tenant.id(), connection, entity, key);
        let other = tenant.roster_get(&[(entity, derived)]).await?.pop().filter(|other| other.id != id);
        Ok(other.is_some_and(|other| own_key(&other, connection) == Some(key)))
    }

    fn one(&self, done: &Change, taken: &mut TakenBack) {
        let record = self.records.get(&done.roster_id);
        let now = record.map(|record| Now {
            key: own_key(record, self.sync.connection).unwrap_or(&done.key).to_owned(),
            fields: record.fields.clone(),
            active: record.active,
        });
        let is_taken = |key: &str| self.taken_keys.contains(&(done.target.clone(), key.to_owned()));
        let side = Side { same: &same, absent_is_empty: true, is_taken: &is_taken };
        let found = if done.roster_id.0.is_nil() {
            Inverse::nothing(Why::Erased)
        } else {
            inverse(done, now.as_ref(), &side)
        };
        if let (Some(undo), Some(record)) = (found.change, record) {
            taken.changes.push(Change { expects: Some(content_hash(&record.fields)), ..undo });
        }
        taken.leave(done, found.left, &|field| self.since(record, field));
    }

    /// Whose word a field is now.
    fn since(&self, record: Option<&RosterRecord>, field: Option<&str>) -> String {
        let whose = record.zip(field).and_then(|(record, field)| whose(record, field, self.ranks));
        match whose {
            Some(Some(connection)) => self
                .titles
                .get(&connection)
                .cloned()
                .unwrap_or_else(|| "a connection that was removed".into()),
            Some(None) => "somebody by hand".into(),
            None => "a later run".into(),
        }
    }
}

fn derived(tenant: TenantId, connection: ConnectionId, entity: Entity, key: &str) -> RosterId {
    RosterId::derived(tenant, connection, entity, key)
}

fn own_key(record: &RosterRecord, connection: ConnectionId) -> Option<&str> {
    let own = record.asserted.iter().find(|one| one.connection == Some(connection));
    own.map(|one| one.key.as_str())
}
