//! Records that are in quarantine, in the screen's words.

use crosswalk_contract::{Call, Done, QuarantineRow};
use crosswalk_model::{Direction, Entity, Refused, RosterId, Sync, SyncId};
use crosswalk_reconcile::sentence::counted;
use crosswalk_store::Tenant;
use serde_json::json;

use super::{Answered, Desk, reply};
use crate::syncs::sync;
use crate::{EngineError, Result};

impl Desk<'_> {
    pub(super) async fn quarantine(&self, call: Call) -> Answered {
        match call {
            Call::ListQuarantine(_) => reply(self.list_quarantine().await),
            Call::ReleaseQuarantine(ask) => reply(self.release(ask.sync, &ask.records).await),
            _ => reply(Err::<(), _>(EngineError::NotFound("call"))),
        }
    }

    async fn list_quarantine(&self) -> Result<Vec<QuarantineRow>> {
        let tenant = self.engine.school()?;
        let mut rows = Vec::new();
        for sync in tenant.syncs().await?.iter().filter(|sync| sync.direction == Direction::Outbound) {
            for refused in quarantined(&tenant, sync.id).await? {
                let label = label(&tenant, sync, &refused).await?;
                rows.push(QuarantineRow { sync: sync.id, title: sync.title.clone(), label, refused });
            }
        }
        Ok(rows)
    }

    async fn release(&self, id: SyncId, records: &[RosterId]) -> Result<Done> {
        let tenant = self.engine.school()?;
        let sync = sync(&tenant, id).await?;
        let meant = |one: &Refused| records.is_empty() || records.contains(&one.roster_id);
        let released: Vec<Refused> = quarantined(&tenant, id).await?.into_iter().filter(meant).collect();
        let mut work = tenant.begin().await?;
        for one in &released {
            work.remove_refused_record(id, one).await?;
        }
        let details = json!({ "sync": sync.title, "count": released.len() });
        self.engine.audit(&mut work, self.actor, "quarantine.released", details).await?;
        work.commit().await?;
        let count = counted("records", released.len() as u64);
        Ok(Done::saying(format!("Released: {count}. The next run tries once more.")))
    }
}

async fn quarantined(tenant: &Tenant, sync: SyncId) -> Result<Vec<Refused>> {
    let mut refused = tenant.refused_records(sync).await?;
    refused.retain(Refused::is_quarantined);
    Ok(refused)
}

/// The record's name, by whichever entity feeds the stream.
async fn label(tenant: &Tenant, sync: &Sync, refused: &Refused) -> Result<String> {
    let feeds = sync.crosswalk.streams.iter().filter(|map| map.to == refused.stream);
    let entities = feeds.filter_map(|map| map.from.parse::<Entity>().ok());
    let ids: Vec<(Entity, RosterId)> = entities.map(|entity| (entity, refused.roster_id)).collect();
    let found = tenant.roster_get(&ids).await?;
    Ok(found.first().map(|record| record.label()).unwrap_or_default())
}
