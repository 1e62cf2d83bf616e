//! Who changed what of a conflict and when, as far as it is known: the source by its last message, what both agreed on
//! by the run that wrote it, the destination by the run that noticed it.

use crosswalk_contract::{ConflictSides, SideTold};
use crosswalk_model::{Conflict, ConflictId, ConflictKind, Direction, RosterRecord, Sync, Timestamp};
use crosswalk_reconcile::merge::whose;
use crosswalk_store::{DocumentRow, Tenant};

use super::Desk;
use super::lineage::behind;
use super::origin::Source;
use super::records::{name_of, record};
use crate::people::entity_of;
use crate::syncs::{precedence, sync};
use crate::{EngineError, Result};

/// A conflict about a field, with what its sides are told from.
struct Asked<'a> {
    tenant: &'a Tenant,
    sync: &'a Sync,
    conflict: &'a Conflict,
    field: &'a str,
}

impl Desk<'_> {
    pub(super) async fn conflict_sides(&self, id: ConflictId) -> Result<ConflictSides> {
        let tenant = self.engine.school()?;
        let conflict = tenant.conflict(id).await?.ok_or(EngineError::NotFound("conflict"))?;
        let ConflictKind::Field { field, base, .. } = &conflict.kind else {
            return Ok(ConflictSides::default());
        };
        let sync = sync(&tenant, conflict.sync).await?;
        let asked = Asked { tenant: &tenant, sync: &sync, conflict: &conflict, field };
        let noticed = SideTold { words: "noticed by the run that asks".into(), at: Some(conflict.asked_at) };
        Ok(ConflictSides {
            source: self.source_side(&asked).await?,
            agreed: if base.is_some() { self.agreed_side(&asked).await? } else { None },
            destination: Some(noticed),
        })
    }

    /// The run that last wrote the record, and whose word let it pass.
    async fn agreed_side(&self, asked: &Asked<'_>) -> Result<Option<SideTold>> {
        let (target, id) = (&asked.conflict.target, asked.conflict.roster_id);
        let step = self.written_by(asked.tenant, asked.sync, target, id).await?;
        Ok(step.map(|step| SideTold { words: step.detail, at: step.at }))
    }

    /// The source whose word the roster's value is, and its last message about the record.
    async fn source_side(&self, asked: &Asked<'_>) -> Result<Option<SideTold>> {
        let Some(record) = self.asked_record(asked).await? else { return Ok(None) };
        let Some(field) = followed(asked, &record) else { return Ok(None) };
        let syncs = asked.tenant.syncs().await?;
        let Some(whose) = whose(&record, &field, &precedence(&syncs)) else { return Ok(None) };
        let name = name_of(whose, &self.connection_titles(asked.tenant).await?);
        let is_inbound = |sync: &&Sync| sync.direction == Direction::Inbound;
        let own = syncs.iter().filter(is_inbound).find(|sync| Some(sync.connection) == whose);
        let at = match own {
            Some(sync) => {
                self.last_heard(&Source { tenant: asked.tenant, sync, record: &record, name: &name }).await?
            }
            None => None,
        };
        let words = if whose.is_some() { format!("last said by {name}") } else { name.clone() };
        Ok(Some(SideTold { words, at }))
    }

    async fn asked_record(&self, asked: &Asked<'_>) -> Result<Option<RosterRecord>> {
        match entity_of(Some(asked.sync), &asked.conflict.target) {
            Some(entity) => record(asked.tenant, entity, asked.conflict.roster_id).await.map(Some),
            None => Ok(None),
        }
    }

    /// When the message came in which the source last spoke of the record.
    async fn last_heard(&self, source: &Source<'_>) -> Result<Option<Timestamp>> {
        let mut last = None;
        for row in source.own_rows().await? {
            last = last.max(self.came(source.tenant, &row).await?);
        }
        Ok(last)
    }

    async fn came(&self, tenant: &Tenant, row: &DocumentRow) -> Result<Option<Timestamp>> {
        if let Some(id) = row.origin.as_ref().and_then(|origin| origin.delivery)
            && let Some(delivery) = tenant.delivery(id).await?
        {
            return Ok(Some(delivery.received_at));
        }
        match row.last_run {
            Some(run) => Ok(tenant.run(run).await?.map(|run| run.started_at)),
            None => Ok(None),
        }
    }
}

/// The roster's field behind the one that is asked about.
fn followed(asked: &Asked<'_>, record: &RosterRecord) -> Option<String> {
    match asked.sync.direction {
        Direction::Inbound => Some(asked.field.to_owned()),
        Direction::Outbound => behind(asked.sync, record, asked.field),
    }
}
