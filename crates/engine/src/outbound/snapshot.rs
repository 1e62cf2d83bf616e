//! The roster as one outbound run sees it.

use std::collections::{BTreeSet, HashMap};

use crosswalk_model::{Crosswalk, Entity, Kind, Reference, RosterId, RosterRecord, Value};
use crosswalk_store::Tenant;

use crate::Result;

const PAGE: u32 = 5000;

/// The records that a mapping reads, and those that they point at.
#[derive(Default)]
pub(crate) struct Snapshot {
    records: HashMap<RosterId, RosterRecord>,
    by_entity: HashMap<Entity, Vec<RosterId>>,
}

impl Snapshot {
    /// Loads what a mapping needs; records that are gone too, because their going is to be told.
    pub async fn load(tenant: &Tenant, crosswalk: &Crosswalk) -> Result<Self> {
        let from = crosswalk.streams.iter().filter(|map| map.enabled).filter_map(|map| map.from.parse().ok());
        let mut snapshot = Self::default();
        for entity in with_references(from.collect()) {
            snapshot.load_entity(tenant, entity).await?;
        }
        Ok(snapshot)
    }

    /// Loads what some records point at, and step by step what that points at.
    pub async fn around(tenant: &Tenant, records: &[RosterRecord]) -> Result<Self> {
        let mut snapshot = Self::default();
        let mut open: BTreeSet<_> = records.iter().flat_map(pointed_at).collect();
        while !open.is_empty() {
            let wanted: Vec<_> = open.into_iter().collect();
            let found = tenant.roster_get(&wanted).await?;
            open = found.iter().flat_map(pointed_at).collect();
            snapshot.add(found);
            open.retain(|(_, id)| snapshot.get(*id).is_none());
        }
        Ok(snapshot)
    }

    async fn load_entity(&mut self, tenant: &Tenant, entity: Entity) -> Result<()> {
        let mut after = None;
        loop {
            let page = tenant.roster_page(entity, false, after, PAGE).await?;
            let full = page.len() as u32 == PAGE;
            after = page.last().map(|record| record.id);
            self.add(page);
            if !full {
                return Ok(());
            }
        }
    }

    fn add(&mut self, records: Vec<RosterRecord>) {
        for record in records {
            self.by_entity.entry(record.entity).or_default().push(record.id);
            self.records.insert(record.id, record);
        }
    }

    /// All records of an entity.
    pub fn all(&self, entity: Entity) -> impl Iterator<Item = &RosterRecord> {
        self.by_entity.get(&entity).into_iter().flatten().filter_map(|id| self.records.get(id))
    }

    /// One record.
    pub fn get(&self, id: RosterId) -> Option<&RosterRecord> {
        self.records.get(&id)
    }
}

/// The records that a record points at.
pub(crate) fn pointed_at(record: &RosterRecord) -> Vec<(Entity, RosterId)> {
    let reference = |value: &Value| match value {
        Value::Ref(Reference::Roster { to, id }) => Some((to.parse().ok()?, *id)),
        _ => None,
    };
    record.fields.values().filter_map(reference).collect()
}

/// The entities and, step by step, those that their fields point at.
fn with_references(wanted: BTreeSet<Entity>) -> BTreeSet<Entity> {
    let mut all = wanted.clone();
    let mut open: Vec<Entity> = wanted.into_iter().collect();
    while let Some(entity) = open.pop() {
        for field in entity.schema().fields {
            if let Kind::Ref(to) = field.kind
                && all.insert(to)
            {
                open.push(to);
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pointed_at_is_loaded_too() {
        let all = with_references(BTreeSet::from([Entity::Enrollment]));
        let expect = [
            Entity::Org,
            Entity::AcademicSession,
            Entity::Course,
            Entity::Class,
            Entity::User,
            Entity::Enrollment,
        ];
        assert_eq!(all.into_iter().collect::<Vec<_>>(), expect);
    }
}
