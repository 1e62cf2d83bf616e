//! When a destination is read, and up to where a sync has seen the roster.

use crosswalk_connector_kit::Capability;
use crosswalk_model::{ReadBack as WhenToRead, Sync, SyncId, Timestamp};
use crosswalk_store::{Tenant, Work};
use serde_json::json;

use super::present::{Reading, is_due};
use crate::{Engine, Result};

/// The name of the setting that holds when the whole destination was last read.
pub(crate) fn reconciled(sync: SyncId) -> String {
    format!("reconciled/{sync}")
}

/// The name of the setting that holds the roster's number of changes at a sync's last plan.
fn planned(sync: SyncId) -> String {
    format!("planned/{sync}")
}

/// When the whole destination was last read for a sync.
pub(crate) async fn last_reconcile(tenant: &Tenant, sync: SyncId) -> Result<Option<Timestamp>> {
    let kept = tenant.setting(&reconciled(sync)).await?;
    Ok(kept.and_then(|value| value.as_str()?.parse().ok()))
}

impl Engine {
    /// How much of its destination a run of this sync reads now. Before anything was agreed on, all of it is read.
    pub(super) async fn reading(&self, tenant: &Tenant, sync: &Sync) -> Result<Reading> {
        let row = self.connection_row(tenant, sync.connection).await?;
        if !self.connector(&row.connector)?.spec().can(Capability::ReadBack) {
            return Ok(Reading::Nothing);
        }
        let last = last_reconcile(tenant, sync.id).await?;
        let due = is_due(last, sync.policy.days_between_reconciles(), self.clock().now());
        Ok(match sync.policy.read_back {
            WhenToRead::EveryRun => Reading::Everything,
            WhenToRead::ChangedOnly if last.is_some() => Reading::Changed,
            WhenToRead::Reconcile if !due => Reading::Nothing,
            WhenToRead::ChangedOnly | WhenToRead::Reconcile => Reading::Everything,
        })
    }

    /// Notes that a sync has planned what the roster held at its `seen`th change, and how much it read.
    pub(super) async fn note_planned(
        &self,
        tenant: &Tenant,
        sync: SyncId,
        seen: i64,
        reading: Reading,
    ) -> Result<()> {
        let mut work = tenant.begin().await?;
        work.put_setting(&planned(sync), &json!(seen)).await?;
        if reading == Reading::Everything {
            work.put_setting(&reconciled(sync), &json!(self.clock().now().to_string())).await?;
        }
        Ok(work.commit().await?)
    }

    /// Whether the roster has changed since a sync last planned.
    pub(super) async fn is_behind(&self, tenant: &Tenant, sync: SyncId) -> Result<bool> {
        let seen = tenant.setting(&planned(sync)).await?.and_then(|value| value.as_i64());
        Ok(tenant.roster_seq().await? > seen.unwrap_or_default())
    }

    /// Lets the next run of a sync read its whole destination.
    pub(crate) async fn forget_reconcile(&self, work: &mut Work, sync: SyncId) -> Result<()> {
        Ok(work.remove_setting(&reconciled(sync)).await?)
    }
}
