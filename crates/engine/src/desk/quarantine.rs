//! Records that are in quarantine, in the screen's words.

use std::collections::{HashMap, HashSet};

use crosswalk_contract::{Call, Done, QuarantineRow};
use crosswalk_model::{Direction, Entity, Outcome, Plan, Refused, RosterId, RunId, Sync, SyncId};
use crosswalk_reconcile::sentence::counted;
use crosswalk_store::Tenant;
use serde_json::json;

use super::mask::Masks;
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
            let all = quarantined(&tenant, sync.id).await?;
            let said = said(&tenant, &all).await?;
            for refused in all {
                let label = label(&tenant, sync, &refused).await?;
                let words = said.get(&(refused.run, refused.roster_id)).cloned();
                rows.push(QuarantineRow { sync: sync.id, title: sync.title.clone(), label, refused, words });
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

/// What destinations said of these records, by the last run that tried each; what was purged says nothing any more.
async fn said(tenant: &Tenant, refused: &[Refused]) -> Result<HashMap<(RunId, RosterId), String>> {
    let runs: HashSet<RunId> = refused.iter().map(|one| one.run).collect();
    let mut said = HashMap::new();
    for run in runs {
        let plan = tenant.run(run).await?.and_then(|run| run.plan);
        let Some(plan) = plan else { continue };
        let Some(plan) = tenant.plan(plan).await? else { continue };
        for (record, words) in not_done(tenant, &plan).await? {
            said.insert((run, record), words);
        }
    }
    Ok(said)
}

/// The records of a plan that were not written, with the destination's words.
async fn not_done(tenant: &Tenant, plan: &Plan) -> Result<Vec<(RosterId, String)>> {
    let outcomes: HashMap<u32, Outcome> = tenant.outcomes(plan.id).await?.into_iter().collect();
    let (mut found, mut index) = (Vec::new(), 0_u32);
    for n in 0..plan.segments.len() {
        for change in tenant.segment(plan, u32::try_from(n).unwrap_or(u32::MAX)).await? {
            let outcome = outcomes.get(&index).filter(|outcome| !outcome.confirmed());
            if let Some(words) = outcome.and_then(|outcome| outcome.words.clone()) {
                found.push((change.roster_id, words));
            }
            index += 1;
        }
    }
    Ok(found)
}

/// The record's name, by whichever entity feeds the stream.
async fn label(tenant: &Tenant, sync: &Sync, refused: &Refused) -> Result<String> {
    let feeds = sync.crosswalk.streams.iter().filter(|map| map.to == refused.stream);
    let entities = feeds.filter_map(|map| map.from.parse::<Entity>().ok());
    let ids: Vec<(Entity, RosterId)> = entities.map(|entity| (entity, refused.roster_id)).collect();
    let found = tenant.roster_get(&ids).await?;
    let label = found.first().map(|record| record.label()).unwrap_or_default();
    Ok(Masks(Some(sync)).label(&refused.stream, &label))
}
