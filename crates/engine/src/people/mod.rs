//! One person: which records are theirs, what was told of them, and how they are exported or erased.

mod erase;
mod export;
mod redact;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crosswalk_contract::Told;
use crosswalk_model::{
    Actor, Change, ConnectionId, Direction, Entity, Plan, RosterId, RosterRecord, Sync, Value,
};
use crosswalk_reconcile::group::group_of;
use crosswalk_store::{AuditEntry, LedgerEntry, Tenant, Work};
use serde_json::Value as Json;

use crate::{Engine, EngineError, Result};

const PAGE: u32 = 5_000;
/// Texts of a person that are shorter than this are too common to find them by.
const TELLING: usize = 3;

/// A person and all records that are theirs alone.
pub(crate) struct Person {
    /// The person, and family contacts who go with them.
    pub people: BTreeSet<RosterId>,
    /// Their records.
    pub records: Vec<RosterRecord>,
    /// Their name.
    pub name: String,
}

impl Person {
    /// Gathers a person's own records.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] when there is no such person.
    pub async fn gather(tenant: &Tenant, id: RosterId) -> Result<Self> {
        let missing = EngineError::NotFound("person");
        let user = tenant.roster_get(&[(Entity::User, id)]).await?.pop().ok_or(missing)?;
        let name = user.label();
        let mut person = Self { people: BTreeSet::from([id]), records: vec![user], name };
        person.add_belongings(tenant).await?;
        Ok(person)
    }

    /// The same with family contacts who have gone too and are held for nobody else.
    pub async fn with_contacts(tenant: &Tenant, id: RosterId) -> Result<Self> {
        let mut person = Self::gather(tenant, id).await?;
        let contacts = person.lone_contacts(tenant).await?;
        if !contacts.is_empty() {
            person.people.extend(contacts.iter().map(|contact| contact.id));
            person.records.truncate(1);
            person.records.extend(contacts);
            person.add_belongings(tenant).await?;
        }
        Ok(person)
    }

    async fn add_belongings(&mut self, tenant: &Tenant) -> Result<()> {
        let owners: Vec<RosterId> = self.people.iter().copied().collect();
        for entity in [Entity::Demographics, Entity::AttendanceMark] {
            self.records.extend(tenant.owned_by(entity, &owners, false).await?);
        }
        for entity in [Entity::Enrollment, Entity::Relationship] {
            let theirs = |one: &RosterRecord| one.fields.values().any(|value| self.is(value));
            self.records.extend(filtered(tenant, entity, &theirs).await?);
        }
        Ok(())
    }

    fn is(&self, value: &Value) -> bool {
        value.as_roster_id().is_some_and(|id| self.people.contains(&id))
    }

    async fn lone_contacts(&self, tenant: &Tenant) -> Result<Vec<RosterRecord>> {
        let contact = |one: &RosterRecord| one.fields.get("contact").and_then(Value::as_roster_id);
        let own: BTreeSet<RosterId> = self.of(Entity::Relationship).filter_map(contact).collect();
        let pointed = |one: &RosterRecord| contact(one).is_some_and(|id| own.contains(&id));
        let all = filtered(tenant, Entity::Relationship, &pointed).await?;
        let strangers = all.iter().filter(|one| !one.fields.get("pupil").is_some_and(|value| self.is(value)));
        let shared: BTreeSet<RosterId> = strangers.filter_map(contact).collect();
        let lone: Vec<_> = own.difference(&shared).map(|id| (Entity::User, *id)).collect();
        let mut lone = tenant.roster_get(&lone).await?;
        lone.retain(|one| !one.active && group_of(Entity::User, &one.fields) == "caregivers");
        Ok(lone)
    }

    /// Their records of one entity.
    pub fn of(&self, entity: Entity) -> impl Iterator<Item = &RosterRecord> {
        self.records.iter().filter(move |record| record.entity == entity)
    }

    /// The ids of all their records.
    pub fn ids(&self) -> HashSet<RosterId> {
        self.records.iter().map(|record| record.id).collect()
    }

    /// The keys of their records at one source.
    pub fn keys_at(&self, connection: ConnectionId) -> Vec<String> {
        let own = self.records.iter().flat_map(|record| &record.asserted);
        let keys: BTreeSet<&String> =
            own.filter(|one| one.connection == Some(connection)).map(|one| &one.key).collect();
        keys.into_iter().cloned().collect()
    }

    /// The sources that have said something of them.
    pub fn sources(&self) -> BTreeSet<ConnectionId> {
        self.records.iter().flat_map(|record| &record.asserted).filter_map(|one| one.connection).collect()
    }

    /// Texts that mean this person and nobody else: numbers, accounts, addresses, keys.
    pub fn telling(&self) -> HashSet<String> {
        const FIELDS: [&str; 7] =
            ["identifier", "username", "email", "contactEmail", "phone", "sms", "nationalNumber"];
        let fields = self.of(Entity::User).flat_map(|record| {
            FIELDS.iter().filter_map(|name| record.fields.get(*name)?.as_text().map(str::to_owned))
        });
        let keys = self.records.iter().flat_map(|record| record.asserted.iter().map(|one| one.key.clone()));
        fields.chain(keys).filter(|text| text.chars().count() >= TELLING).collect()
    }
}

/// The records of an entity that fit, those that have gone too.
async fn filtered(
    tenant: &Tenant,
    entity: Entity,
    fits: &(dyn Fn(&RosterRecord) -> bool + Send + std::marker::Sync),
) -> Result<Vec<RosterRecord>> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = tenant.roster_page(entity, false, after, PAGE).await?;
        let is_last = (page.len() as u32) < PAGE;
        after = page.last().map(|record| record.id);
        found.extend(page.into_iter().filter(fits));
        if is_last {
            return Ok(found);
        }
    }
}

/// The person whom a record is about, if it is about one.
pub(crate) async fn person_of(tenant: &Tenant, entity: Entity, id: RosterId) -> Result<Option<RosterId>> {
    if entity == Entity::User {
        return Ok(Some(id));
    }
    let record = tenant.roster_get(&[(entity, id)]).await?.pop();
    let pointer = |name: &str| record.as_ref()?.fields.get(name)?.as_roster_id();
    Ok(pointer("user").or_else(|| pointer("pupil")))
}

/// The entity whose records a sync's target holds: inbound it is the entity itself, outbound that of the first map.
pub(crate) fn entity_of(sync: Option<&Sync>, target: &str) -> Option<Entity> {
    match sync {
        Some(sync) if sync.direction == Direction::Outbound => {
            let map = sync.crosswalk.streams.iter().find(|map| map.to == target)?;
            map.from.parse().ok()
        }
        _ => target.parse().ok(),
    }
}

/// What the ledgers hold of some records: the sync, who is told, the stream, the entry.
pub(crate) async fn agreements(tenant: &Tenant, ids: &[RosterId]) -> Result<Vec<(Sync, Told, LedgerEntry)>> {
    let titles: BTreeMap<ConnectionId, String> =
        tenant.connections().await?.into_iter().map(|row| (row.id, row.title)).collect();
    let mut found = Vec::new();
    for sync in tenant.syncs().await?.into_iter().filter(|sync| sync.direction == Direction::Outbound) {
        let streams: BTreeSet<_> = sync.crosswalk.streams.iter().map(|map| map.to.clone()).collect();
        for stream in streams {
            for entry in tenant.ledger_entries(sync.id, &stream, ids).await? {
                let told = Told {
                    recipient: titles.get(&sync.connection).cloned().unwrap_or_default(),
                    stream: stream.to_string(),
                    key: entry.key.clone(),
                    foreign_id: entry.foreign_id.clone(),
                    active: entry.active,
                };
                found.push((sync.clone(), told, entry));
            }
        }
    }
    Ok(found)
}

/// Every plan, also of syncs that are no more.
pub(crate) async fn all_plans(tenant: &Tenant) -> Result<Vec<Plan>> {
    let mut plans = Vec::new();
    for run in tenant.runs(None, None, u32::MAX).await? {
        if let Some(id) = run.plan {
            plans.extend(tenant.plan(id).await?);
        }
    }
    Ok(plans)
}

/// The changes of a plan by segments; none once they were purged.
pub(crate) async fn segments(tenant: &Tenant, plan: &Plan) -> Result<Vec<Vec<Change>>> {
    let mut segments = Vec::new();
    for n in 0..plan.segments.len() {
        segments.push(tenant.segment(plan, u32::try_from(n).unwrap_or(u32::MAX)).await?);
    }
    Ok(segments)
}

impl Engine {
    /// Appends an entry to the audit that concerns one person.
    pub(crate) async fn audit_about(
        &self,
        work: &mut Work,
        actor: &Actor,
        action: &str,
        subject: Option<RosterId>,
        details: Json,
    ) -> Result<()> {
        let (at, actor, action) = (self.clock().now(), actor.clone(), action.to_owned());
        work.append(&AuditEntry { at, actor, action, subject, details }).await?;
        Ok(())
    }
}
