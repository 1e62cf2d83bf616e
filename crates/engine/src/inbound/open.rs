//! Open plans: what becomes of those that wait for a person when newer messages come, and of records that wait for an
//! answer.

use std::collections::BTreeSet;

use crosswalk_model::{Actor, DeliveryId, Direction, PlanId, PlanState, Run, RunKind, RunState, Sync};
use crosswalk_store::Tenant;

use super::heard::Heard;
use super::lane::Burst;
use crate::{Engine, Result};

impl Burst<'_> {
    /// Open plans without changes, such as the hold of an empty full, whose streams a message speaks of anew.
    pub async fn plans_without_changes(&self, heard: &Heard) -> Result<Vec<PlanId>> {
        let open = self.tenant.open_plans(self.sync.id).await?.into_iter();
        let anew = |stream: &str| heard.scopes.of(stream).is_some();
        let empty = open.filter(|plan| plan.summary.counts.all() == 0 && plan.state != PlanState::Approved);
        let named = empty.filter(|plan| plan.holds.iter().any(|hold| anew(&hold.target)));
        Ok(named.map(|plan| plan.id).collect())
    }

    /// Plans that wait for a person are made anew when a newer message has spoken of their records, so that the
    /// person decides about the present; what the newer message says goes on meanwhile.
    pub async fn look_again(&mut self, heard: &Heard, made: Option<PlanId>) -> Result<()> {
        for plan in self.tenant.open_plans(self.sync.id).await? {
            let own = made == Some(plan.id) || plan.state == PlanState::Approved;
            let pending = if own { None } else { self.engine.pending(self.tenant, &plan).await? };
            let Some(pending) = pending else { continue };
            if !pending.is_touched_by(self.tenant, plan.id, heard).await? {
                continue;
            }
            let again =
                self.again(&pending.deliveries, vec![plan.id], &Actor::delivery(), RunKind::Full).await?;
            if again.is_none() {
                let mut work = self.tenant.begin().await?;
                self.engine.supersede(self.tenant, &mut work, &[plan.id]).await?;
                work.commit().await?;
            }
        }
        Ok(())
    }
}

/// Takes in again what could not be taken in, such as what waited for an answer that has been given.
pub(crate) async fn take_what_waited(
    engine: &Engine,
    tenant: &Tenant,
    sync: &Sync,
    by: &Actor,
    kind: RunKind,
) -> Result<Run> {
    let place = engine.lanes().place(sync.id, &engine.supervisor().token())?;
    let deliveries: Vec<DeliveryId> = unsettled(tenant, sync).await?.into_iter().collect();
    let mut burst = Burst::open(engine, tenant, sync, &place.cancel).await?;
    match burst.again(&deliveries, Vec::new(), by, kind).await? {
        Some(run) => Ok(run),
        None => nothing_waits(engine, tenant, engine.new_run(tenant, sync, kind, by.clone()).await?).await,
    }
}

async fn nothing_waits(engine: &Engine, tenant: &Tenant, run: Run) -> Result<Run> {
    let note = "Nothing waits to be taken in again. The source pushes when something changes.";
    engine.close_run(tenant, run, RunState::Done, note).await
}

/// The deliveries in which documents stand of which something could not be taken in.
pub(super) async fn unsettled(tenant: &Tenant, sync: &Sync) -> Result<BTreeSet<DeliveryId>> {
    debug_assert_eq!(sync.direction, Direction::Inbound);
    let streams: BTreeSet<_> = sync.crosswalk.streams.iter().map(|map| &map.from).collect();
    let mut deliveries = BTreeSet::new();
    for stream in streams {
        let mut keys: Vec<String> = Vec::new();
        let mut each = |key: &str, _, _: &str, settled: bool| {
            if !settled {
                keys.push(key.to_owned());
            }
        };
        tenant.each_fingerprint(sync.connection, stream, &mut each).await?;
        let rows = tenant.documents(sync.connection, stream, &keys).await?.into_iter();
        deliveries.extend(rows.filter_map(|row| row.origin.and_then(|origin| origin.delivery)));
    }
    Ok(deliveries)
}
