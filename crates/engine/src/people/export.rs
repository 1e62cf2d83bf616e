//! Everything that is kept of one person, for the person: driven by the register of personal data.

use std::collections::BTreeMap;

use crosswalk_contract::{
    AuditRow, ExportedAgreement, ExportedChange, ExportedDocument, ExportedField, ExportedRecord,
    ExportedSource, PersonExport, Retention,
};
use crosswalk_model::{
    Actor, Conflict, ConnectionId, DataClass, Entity, Finding, Name, RosterId, RosterRecord, Subject, Value,
};
use crosswalk_store::{ConflictFilter, Tenant};
use serde_json::json;

use super::redact::Marks;
use super::{Person, agreements, all_plans, segments};
use crate::retention::keeps;
use crate::{Engine, Result};

/// How many findings are read at once.
const FINDINGS: u32 = 5_000;

impl Engine {
    /// Gathers everything that is kept of a person, and notes that somebody has asked for it.
    pub(crate) async fn export_person(&self, actor: &Actor, id: RosterId) -> Result<PersonExport> {
        let tenant = self.school()?;
        let person = Person::gather(&tenant, id).await?;
        let mut work = tenant.begin().await?;
        self.audit_about(&mut work, actor, "person.exported", Some(id), json!({})).await?;
        work.commit().await?;
        let gathering = Gathering {
            titles: tenant.connections().await?.into_iter().map(|row| (row.id, row.title)).collect(),
            marks: Marks::of(&person),
            retention: self.retention(&tenant).await?,
            tenant: &tenant,
            person: &person,
        };
        Ok(PersonExport {
            made_at: self.clock().now(),
            id,
            name: person.name.clone(),
            notes: notes(),
            records: person.records.iter().map(|record| gathering.record(record)).collect(),
            documents: gathering.documents().await?,
            sent: gathering.sent().await?,
            changes: gathering.changes().await?,
            conflicts: gathering.conflicts().await?,
            findings: gathering.findings().await?,
            audit: gathering.audit(id).await?,
        })
    }
}

fn notes() -> Vec<String> {
    [
        "Raw messages are not part of it: they hold many people and go after a time.",
        "Of family contacts it holds who they are to the person; their own details are theirs.",
        "What destinations hold is theirs to tell; what they were last told stands under `sent`.",
    ]
    .map(str::to_owned)
    .to_vec()
}

struct Gathering<'a> {
    tenant: &'a Tenant,
    person: &'a Person,
    marks: Marks,
    titles: BTreeMap<ConnectionId, String>,
    retention: Retention,
}

impl Gathering<'_> {
    fn title(&self, connection: Option<ConnectionId>) -> String {
        match connection {
            None => "edited by hand".into(),
            Some(id) => {
                self.titles.get(&id).cloned().unwrap_or_else(|| "a connection that was removed".into())
            }
        }
    }

    fn record(&self, record: &RosterRecord) -> ExportedRecord {
        let fields = record.fields.iter().map(|(name, value)| self.field(record.entity, name, value));
        let sources = record.asserted.iter().map(|one| ExportedSource {
            connection: self.title(one.connection),
            key: one.key.clone(),
            present: one.present,
            fields: one.fields.clone(),
        });
        ExportedRecord {
            entity: record.entity,
            id: record.id,
            active: record.active,
            fields: fields.collect(),
            sources: sources.collect(),
        }
    }

    fn field(&self, entity: Entity, name: &Name, value: &Value) -> ExportedField {
        let spec = entity.field(name);
        let class = spec.map_or(DataClass::Note, |spec| spec.class);
        ExportedField {
            field: name.to_string(),
            value: value.clone(),
            class,
            subject: spec.map_or(Subject::Person, |spec| spec.subject),
            keeps: keeps(class, &self.retention),
        }
    }

    async fn documents(&self) -> Result<Vec<ExportedDocument>> {
        let mut found = Vec::new();
        for sync in self.tenant.syncs().await? {
            let keys = self.person.keys_at(sync.connection);
            let streams: std::collections::BTreeSet<_> =
                sync.crosswalk.streams.iter().map(|map| &map.from).collect();
            for stream in streams.into_iter().filter(|_| !keys.is_empty()) {
                for row in self.tenant.documents(sync.connection, stream, &keys).await? {
                    let delivery = match row.origin.as_ref().and_then(|origin| origin.delivery) {
                        Some(id) => self.tenant.delivery(id).await?,
                        None => None,
                    };
                    found.push(ExportedDocument {
                        connection: self.title(Some(sync.connection)),
                        stream: stream.to_string(),
                        key: row.key,
                        received_at: delivery.map(|delivery| delivery.received_at),
                    });
                }
            }
        }
        Ok(found)
    }

    async fn sent(&self) -> Result<Vec<ExportedAgreement>> {
        let ids: Vec<RosterId> = self.person.ids().into_iter().collect();
        let found = agreements(self.tenant, &ids).await?;
        Ok(found
            .into_iter()
            .map(|(_, told, entry)| ExportedAgreement { told, fields: entry.agreed })
            .collect())
    }

    async fn changes(&self) -> Result<Vec<ExportedChange>> {
        let mut found = Vec::new();
        for plan in all_plans(self.tenant).await? {
            let changes = segments(self.tenant, &plan).await?.into_iter().flatten();
            let own = changes.filter(|change| self.marks.is_own(change));
            found.extend(own.map(|change| ExportedChange { plan: plan.id, made_at: plan.made_at, change }));
        }
        Ok(found)
    }

    async fn conflicts(&self) -> Result<Vec<Conflict>> {
        let mut all = self.tenant.conflicts(ConflictFilter::Open, None, None, u32::MAX).await?;
        all.extend(self.tenant.conflicts(ConflictFilter::Settled, None, None, u32::MAX).await?);
        all.retain(|conflict| self.marks.is_asked(conflict));
        Ok(all)
    }

    async fn findings(&self) -> Result<Vec<Finding>> {
        let mut found = Vec::new();
        for run in self.tenant.runs(None, None, u32::MAX).await?.into_iter().filter(|run| run.findings > 0) {
            let mut offset = 0;
            loop {
                let page = self.tenant.findings(run.id, offset, FINDINGS).await?;
                offset += page.len() as u64;
                let is_last = page.is_empty();
                found.extend(page.into_iter().filter(|finding| self.marks.is_about(finding)));
                if is_last {
                    break;
                }
            }
        }
        Ok(found)
    }

    async fn audit(&self, id: RosterId) -> Result<Vec<AuditRow>> {
        let records = self.tenant.audit_about(id).await?;
        let row = |record: crosswalk_store::AuditRecord| AuditRow {
            seq: record.seq,
            at: record.at,
            actor: record.actor.map(|actor| actor.label).unwrap_or_default(),
            detail: record.details.map(|details| details.to_string()).unwrap_or_default(),
            action: record.action,
        };
        Ok(records.into_iter().map(row).collect())
    }
}
