//! Erasing a person from the house. What goes and what cannot is written down in `docs/PRIVACY.md`.

use std::collections::{BTreeMap, BTreeSet};

use crosswalk_contract::{Erasure, EventKind};
use crosswalk_model::{
    Actor, Conflict, ConnectionId, DepartPolicy, Entity, Name, RosterId, RosterRecord, Sync, SyncId, Value,
};
use crosswalk_reconcile::sentence::number;
use crosswalk_store::{ConflictFilter, LedgerEntry, RosterRow, Tenant, Work};
use serde_json::json;

use super::redact::{Marks, Redacted, open, redacted};
use super::{Person, agreements, filtered};
use crate::inbound::refs_of;
use crate::{Engine, EngineError, Result};

/// The group of what is left of an erased record.
const GROUP: Name = Name::Borrowed("erased");

/// Everything that has to go, found before anything is changed.
struct Found {
    person: Person,
    marks: Marks,
    plans: Vec<Redacted>,
    conflicts: Vec<Conflict>,
    agreements: Vec<(Sync, crosswalk_contract::Told, LedgerEntry)>,
    documents: Vec<(ConnectionId, String, String)>,
    lessons: Vec<RosterRow>,
}

impl Engine {
    /// Erases a person. `name` is the name as the screen shows it, typed again, because nothing brings them back.
    ///
    /// # Errors
    /// [`EngineError::NotErased`] while a source still has them, a destination was not told that they left, a plan
    /// that names them waits, or the name is another; [`EngineError::Busy`] while a sync runs.
    pub(crate) async fn erase_person(&self, actor: &Actor, id: RosterId, name: &str) -> Result<Erasure> {
        let tenant = self.school()?;
        let _turn = self.lanes().roster().await;
        let token = self.supervisor().token();
        let mut _places = Vec::new();
        for sync in tenant.syncs().await? {
            _places.push(self.lanes().place(sync.id, &token)?);
        }
        let found = Found::of(&tenant, id).await?;
        found.may_go(&tenant, name).await?;
        let mut erasure =
            Erasure { messages: self.erase_messages(&tenant, &found).await?, ..Erasure::default() };
        let mut work = tenant.begin().await?;
        found.erase(&mut work, &mut erasure).await?;
        for person in &found.person.people {
            erasure.audit_entries += work.erase_subject(*person, actor, self.clock().now()).await?;
        }
        let details =
            json!({ "records": erasure.records, "changes": erasure.changes, "messages": erasure.messages });
        self.audit_about(&mut work, actor, "person.erased", None, details).await?;
        work.commit().await?;
        self.searched().forget().await;
        self.events().tell(EventKind::Conflicts);
        erasure.sentence = sentence(&erasure);
        Ok(erasure)
    }

    /// Nobody can be cut out of a raw message: all of the sources that knew the person go, but those that wait.
    async fn erase_messages(&self, tenant: &Tenant, found: &Found) -> Result<u64> {
        let mut purged = 0;
        for connection in found.person.sources() {
            purged += tenant.purge_bodies_of(connection, self.clock().now()).await?;
        }
        Ok(purged)
    }
}

impl Found {
    async fn of(tenant: &Tenant, id: RosterId) -> Result<Self> {
        let person = Person::with_contacts(tenant, id).await?;
        let marks = Marks::of(&person);
        let mut conflicts = tenant.conflicts(ConflictFilter::Open, None, None, u32::MAX).await?;
        conflicts.extend(tenant.conflicts(ConflictFilter::Settled, None, None, u32::MAX).await?);
        conflicts.retain(|conflict| marks.is_asked(conflict));
        let ids: Vec<RosterId> = person.ids().into_iter().collect();
        Ok(Self {
            plans: redacted(tenant, &marks).await?,
            conflicts,
            agreements: agreements(tenant, &ids).await?,
            documents: documents(tenant, &person).await?,
            lessons: lessons(tenant, &person).await?,
            person,
            marks,
        })
    }

    /// Whether they can be erased now so that they stay away and nobody is left behind elsewhere.
    async fn may_go(&self, tenant: &Tenant, name: &str) -> Result<()> {
        let refuse = |why: String| Err(EngineError::NotErased(why));
        if name.trim() != self.person.name {
            return refuse("The name that was typed is not the person's.".into());
        }
        for row in tenant.connections().await? {
            let speaks = self.person.of(Entity::User).any(|one| has(one, row.id));
            if speaks {
                return refuse(format!("{} still has this person, and would bring them back.", row.title));
            }
            if self.person.sources().contains(&row.id) && !tenant.waiting(row.id).await?.is_empty() {
                return refuse(format!("Messages of {} wait that may name this person.", row.title));
            }
        }
        let left = |(sync, told, _): &&(Sync, crosswalk_contract::Told, LedgerEntry)| {
            told.active && sync.policy.depart != DepartPolicy::Leave
        };
        if let Some((_, told, _)) = self.agreements.iter().find(left) {
            return refuse(format!("{} was not told yet that this person has left.", told.recipient));
        }
        if open(&self.plans).is_some() {
            return refuse("A plan that names this person waits.".into());
        }
        Ok(())
    }

    async fn erase(&self, work: &mut Work, erasure: &mut Erasure) -> Result<()> {
        let blanks: Vec<RosterRow> = self.person.records.iter().map(tombstone).collect();
        erasure.records = blanks.len() as u64;
        work.put_roster(&blanks).await?;
        work.put_roster(&self.lessons).await?;
        self.erase_ties(work).await?;
        for one in &self.plans {
            for (n, changes) in &one.segments {
                work.redact_segment(&one.plan, *n, changes.clone()).await?;
            }
            work.redact_outcomes(one.plan.id, &one.indexes).await?;
            erasure.changes += one.indexes.len() as u64;
        }
        erasure.findings = work.redact_findings(&|finding| self.marks.redact_finding(finding)).await?;
        let questions: Vec<_> = self.conflicts.iter().map(|conflict| conflict.id).collect();
        erasure.conflicts = work.forget_conflicts(&questions).await?;
        erasure.told = self.told();
        Ok(())
    }

    /// Links, identifiers, documents and ledgers.
    async fn erase_ties(&self, work: &mut Work) -> Result<()> {
        let ids: Vec<RosterId> = self.person.ids().into_iter().collect();
        work.forget_refusals(&ids).await?;
        work.forget_pins(&ids).await?;
        let mut by_entity: BTreeMap<Entity, Vec<RosterId>> = BTreeMap::new();
        for record in &self.person.records {
            by_entity.entry(record.entity).or_default().push(record.id);
        }
        for (entity, ids) in by_entity {
            work.forget_links(entity, &ids).await?;
            let none: Vec<_> = ids.into_iter().map(|id| (id, Vec::new())).collect();
            work.put_identifiers_of(entity, &none).await?;
        }
        for (connection, stream, key) in &self.documents {
            work.remove_documents(*connection, stream, std::slice::from_ref(key)).await?;
        }
        let mut agreed: BTreeMap<(SyncId, &str), Vec<RosterId>> = BTreeMap::new();
        for (sync, told, entry) in &self.agreements {
            agreed.entry((sync.id, &told.stream)).or_default().push(entry.roster_id);
        }
        for ((sync, stream), ids) in agreed {
            work.remove_ledger(sync, stream, &ids).await?;
        }
        Ok(())
    }

    fn told(&self) -> Vec<crosswalk_contract::Told> {
        let people = &self.person.people;
        let own = self.agreements.iter().filter(|(_, _, entry)| people.contains(&entry.roster_id));
        own.map(|(_, told, _)| told.clone()).collect()
    }
}

/// Whether a source still has a record.
fn has(record: &RosterRecord, connection: ConnectionId) -> bool {
    record.asserted.iter().any(|one| one.connection == Some(connection) && one.present)
}

/// What is left of a record: its id, so that those who read the change feed learn that it has gone.
fn tombstone(record: &RosterRecord) -> RosterRow {
    let record = RosterRecord {
        active: false,
        fields: crosswalk_model::Fields::new(),
        asserted: Vec::new(),
        ..record.clone()
    };
    RosterRow { record, group: GROUP, owner: None }
}

/// The documents that speak of the person alone, or are theirs.
async fn documents(tenant: &Tenant, person: &Person) -> Result<Vec<(ConnectionId, String, String)>> {
    let ids = person.ids();
    let mut found = Vec::new();
    for sync in tenant.syncs().await?.iter().filter(|sync| person.sources().contains(&sync.connection)) {
        let streams: BTreeSet<&Name> = sync.crosswalk.streams.iter().map(|map| &map.from).collect();
        let keys = person.keys_at(sync.connection);
        for stream in streams {
            for row in tenant.documents(sync.connection, stream, &keys).await? {
                if refs_of(&row).all(|one| ids.contains(&one.id)) {
                    found.push((sync.connection, stream.to_string(), row.key));
                }
            }
        }
    }
    Ok(found)
}

/// Lessons without the code of the teacher who is erased.
async fn lessons(tenant: &Tenant, person: &Person) -> Result<Vec<RosterRow>> {
    let telling = person.telling();
    let named = |value: &Value| value.as_text().is_some_and(|text| telling.contains(text));
    let teaches = |one: &RosterRecord| {
        one.fields.get("teachers").and_then(Value::as_list).is_some_and(|list| list.iter().any(named))
    };
    let lessons = filtered(tenant, Entity::TimetableSlot, &teaches).await?;
    let row = |mut record: RosterRecord| {
        let without = |value: &mut Value| {
            if let Value::List(list) = value {
                list.retain(|item| !named(item));
            }
        };
        record.fields.get_mut("teachers").map(without);
        for own in record.asserted.iter_mut().filter_map(|one| one.fields.as_mut()) {
            own.get_mut("teachers").map(without);
        }
        let owner = crosswalk_reconcile::group::owner_of(record.entity, &record.fields);
        let group = crosswalk_reconcile::group::group_of(record.entity, &record.fields);
        RosterRow { record, group, owner }
    };
    Ok(lessons.into_iter().map(row).collect())
}

fn sentence(erasure: &Erasure) -> String {
    let mut sentence = format!(
        "Erased: {} records, {} changes, {} findings, {} questions, {} raw messages, {} entries of the audit.",
        number(erasure.records),
        number(erasure.changes),
        number(erasure.findings),
        number(erasure.conflicts),
        number(erasure.messages),
        number(erasure.audit_entries),
    );
    let told: BTreeSet<&str> = erasure.told.iter().map(|told| told.recipient.as_str()).collect();
    if !told.is_empty() {
        let told: Vec<&str> = told.into_iter().collect();
        sentence.push_str(&format!(" What was sent to {} is to be removed there.", told.join(" and ")));
    }
    sentence
}
