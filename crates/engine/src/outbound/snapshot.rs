//! The roster as one outbound run sees it.

use std::collections::{BTreeSet, HashMap};

use crosswalk_model::{Crosswalk, Entity, Kind, RosterId, RosterRecord};
use crosswalk_store::Tenant;

use crate::Result;

const PAGE: u32 = 5000;

/// The records that a mapping reads, and those that they point at.
pub(crate) struct Snapshot {
    records: HashMap<RosterId, RosterRecord>,
    by_entity: HashMap<Entity, Vec<RosterId>>,
}

impl Snapshot {
    /// Loads what a mapping needs; records that are gone too, because their going is to be told.
    pub async fn load(tenant: &Tenant, crosswalk: &Crosswalk) -> Result<Self> {
        let from = crosswalk.streams.iter().filter(|map| map.enabled).filter_map(|map| map.from.parse().ok());
        Self::of(tenant, from.collect()).await
    }

    /// Loads some entities and those that they point at.
    pub async fn of(tenant: &Tenant, wanted: BTreeSet<Entity>) -> Result<Self> {
        let mut snapshot = Self { records: HashMap::new(), by_entity: HashMap::new() };
        for entity in with_references(wanted) {
            snapshot.load_entity(tenant, entity).await?;
        }
        Ok(snapshot)
    }

    async fn load_entity(&mut self, tenant: &Tenant, entity: Entity) -> Result<()> {
        let mut after = None;
        loop {
            let page = tenant.roster_page(entity, false, after, PAGE).await?;
            let full = page.len() as u32 == PAGE;
            after = page.last().map(|record| record.id);
            for record in page {
                self.by_entity.entry(entity).or_default().push(record.id);
                self.records.insert(record.id, record);
            }
            if !full {
                return Ok(());
            }
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
