//! Which school a change concerns where its record does not say so itself: an enrolment belongs to the school of its
//! class, personal details to that of their person.

use std::collections::{BTreeSet, HashMap};

use crosswalk_model::{Change, Entity, Fields, RosterId, RosterRecord};
use crosswalk_reconcile::group::{belongs_to, school_of};
use uuid::Uuid;

use super::identity::Board;
use crate::Result;

/// The schools of the people and classes that were met.
#[derive(Default)]
pub(crate) struct Schools {
    known: HashMap<(Entity, RosterId), Option<RosterId>>,
}

impl Schools {
    /// Looks up whatever some records belong to that name no school of their own.
    pub async fn meet<'f>(
        &mut self,
        board: &Board<'_>,
        records: impl Iterator<Item = (Entity, &'f Fields)>,
    ) -> Result<()> {
        let nobody = RosterId(Uuid::nil());
        let orphans = records.filter(|(entity, fields)| school_of(*entity, nobody, fields).is_none());
        let owners = orphans.filter_map(|(entity, fields)| belongs_to(entity, fields));
        let unknown: BTreeSet<(Entity, RosterId)> =
            owners.filter(|at| !self.known.contains_key(at)).collect();
        if unknown.is_empty() {
            return Ok(());
        }
        let unknown: Vec<(Entity, RosterId)> = unknown.into_iter().collect();
        self.known.extend(unknown.iter().map(|at| (*at, None)));
        for record in board.tenant.roster_get(&unknown).await? {
            self.known.insert((record.entity, record.id), own(&record));
        }
        Ok(())
    }

    /// The same for records that stand on the board.
    pub async fn meet_known(&mut self, board: &Board<'_>, at: &[(Entity, RosterId)]) -> Result<()> {
        let records = at.iter().filter_map(|(entity, id)| board.record(*entity, *id));
        self.meet(board, records.map(|record| (record.entity, &record.fields))).await
    }

    /// Notes the school of a person or class that was compared.
    pub fn note(&mut self, at: (Entity, RosterId), change: Option<&Change>, record: Option<&RosterRecord>) {
        if matches!(at.0, Entity::User | Entity::Class) {
            let school = change.map_or_else(|| record.and_then(own), |change| change.school);
            self.known.insert(at, school);
        }
    }

    /// Gives a change the school of what its record belongs to, where it has none of its own.
    pub fn fill(&self, entity: Entity, change: &mut Change, record: Option<&RosterRecord>) {
        if change.school.is_some() {
            return;
        }
        let planned = belongs_to(entity, &change.result);
        let owner = planned.or_else(|| belongs_to(entity, &record?.fields));
        change.school = owner.and_then(|owner| self.known.get(&owner).copied().flatten());
    }
}

fn own(record: &RosterRecord) -> Option<RosterId> {
    school_of(record.entity, record.id, &record.fields)
}
