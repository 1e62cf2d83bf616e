//! Plans with their segments and approvals. A plan is immutable but for its state.

use crosswalk_model::{Approval, Change, Plan, PlanId, PlanState, SegmentRef, SyncId};

use super::forget::read_redacted;
use crate::db::{Row, args, tag};
use crate::seal::{compared, leaf, root};
use crate::{Result, StoreError, Tenant, Work, compact};

pub(super) const SPOT: (&str, &str) = ("plan_segments", "body");
const APPROVAL: (&str, &str) = ("approvals", "body");

/// What a segment holds.
pub(super) enum Opened {
    /// The bytes as they were sealed.
    Sealed(Vec<u8>),
    /// What is left after something of it was erased.
    Redacted(Vec<Change>),
}

pub(super) fn spot_id<'a>(plan: &'a PlanId, n: &'a [u8; 4]) -> [&'a [u8]; 2] {
    [plan.0.as_bytes(), n]
}

/// The state stands in a column of its own; the sealed rest is compared with its root.
fn read(row: &Row) -> Result<Plan> {
    let mut plan: Plan = row.json(0)?;
    plan.state = row.tag(1)?;
    if root(&plan.segments) != plan.root {
        return Err(StoreError::altered("The plan"));
    }
    Ok(plan)
}

impl Tenant {
    /// One plan, without its changes.
    ///
    /// # Errors
    /// [`StoreError::Altered`] when its segments do not give its root.
    pub async fn plan(&self, id: PlanId) -> Result<Option<Plan>> {
        let sql = "SELECT body, state FROM plans WHERE tenant_id = $1 AND id = $2";
        self.row(sql, args![self.id, id]).await?.as_ref().map(read).transpose()
    }

    /// The plans of a sync, the newest first.
    pub async fn plans(&self, sync: SyncId) -> Result<Vec<Plan>> {
        let sql = "SELECT body, state FROM plans WHERE tenant_id = $1 AND sync_id = $2
                   ORDER BY made_at DESC, id DESC";
        self.rows(sql, args![self.id, sync]).await?.iter().map(read).collect()
    }

    /// The plans of a sync that wait, are held, or were approved and are not wholly applied; the oldest first.
    pub async fn open_plans(&self, sync: SyncId) -> Result<Vec<Plan>> {
        let sql = "SELECT body, state FROM plans WHERE tenant_id = $1 AND sync_id = $2
                   AND state IN ('waiting', 'held', 'approved') ORDER BY made_at, id";
        self.rows(sql, args![self.id, sync]).await?.iter().map(read).collect()
    }

    /// One segment of a plan, counted from 0, after it was compared with its leaf. Changes that were erased since are
    /// in their places, without what they said; of a plan that was purged nothing is left.
    ///
    /// # Errors
    /// [`StoreError::Altered`] when a byte of it is not as it was sealed.
    pub async fn segment(&self, plan: &Plan, n: u32) -> Result<Vec<Change>> {
        match self.opened(plan, n).await? {
            None => Ok(Vec::new()),
            Some(Opened::Sealed(bytes)) => compact::read(&bytes),
            Some(Opened::Redacted(changes)) => Ok(changes),
        }
    }

    /// A segment after it was compared with its leaf; `None` once the plan was purged.
    pub(super) async fn opened(&self, plan: &Plan, n: u32) -> Result<Option<Opened>> {
        let missing = || StoreError::not_found(format!("Segment {n} of the plan"));
        let reference: &SegmentRef = plan.segments.get(n as usize).ok_or_else(missing)?;
        let sql = "SELECT body FROM plan_segments WHERE tenant_id = $1 AND plan_id = $2 AND n = $3";
        let Some(row) = self.row(sql, args![self.id, plan.id, n]).await? else {
            let is_purged = self.plan_purged_at(plan.id).await?.is_some();
            return if is_purged { Ok(None) } else { Err(missing()) };
        };
        let bytes = self.unseal(SPOT, &spot_id(&plan.id, &n.to_le_bytes()), row.bytes(0)?)?;
        match read_redacted(&bytes, reference.hash) {
            Some(changes) => Ok(Some(Opened::Redacted(changes?))),
            None => Ok(Some(Opened::Sealed(compared(bytes, reference)?))),
        }
    }

    /// The approvals of a plan, the oldest first.
    pub async fn approvals(&self, plan: PlanId) -> Result<Vec<Approval>> {
        let sql = "SELECT n, body FROM approvals WHERE tenant_id = $1 AND plan_id = $2 ORDER BY n";
        let rows = self.rows(sql, args![self.id, plan]).await?;
        let read = |row: &Row| {
            let n = row.number::<u32>(0)?.to_le_bytes();
            self.unseal_json(APPROVAL, &spot_id(&plan, &n), row.bytes(1)?)
        };
        rows.iter().map(read).collect()
    }
}

impl Work {
    /// Writes a sealed plan with the bytes of its segments in order, as [`crate::seal::segment`] made them.
    ///
    /// # Errors
    /// [`StoreError::Altered`] when they do not belong together, [`StoreError::Taken`] when there is such a plan,
    /// [`StoreError::NotFound`] when its run does not exist.
    pub async fn put_plan(
        &mut self,
        plan: &Plan,
        segments: impl IntoIterator<Item = Result<Vec<u8>>, IntoIter: Send>,
    ) -> Result<()> {
        let altered = || StoreError::altered("The plan");
        if root(&plan.segments) != plan.root {
            return Err(altered());
        }
        let sql = "INSERT INTO plans (tenant_id, id, sync_id, run_id, made_at, state, body)
                   VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let body = serde_json::to_string(plan)?;
        let (sync, run, at) = (plan.sync, plan.run, plan.made_at);
        self.run(sql, args![self.tenant.id, plan.id, sync, run, at, tag(&plan.state)?, body]).await?;
        let mut segments = segments.into_iter();
        for (n, reference) in (0u32..).zip(&plan.segments) {
            let bytes = segments.next().ok_or_else(altered)??;
            if leaf(&bytes) != reference.hash {
                return Err(altered());
            }
            let body = self.tenant.seal(SPOT, &spot_id(&plan.id, &n.to_le_bytes()), &bytes)?;
            let sql = "INSERT INTO plan_segments (tenant_id, plan_id, n, body) VALUES ($1, $2, $3, $4)";
            self.run(sql, args![self.tenant.id, plan.id, n, body]).await?;
        }
        if segments.next().is_some() { Err(altered()) } else { Ok(()) }
    }

    /// Says where a plan stands now.
    pub async fn set_plan_state(&mut self, id: PlanId, state: PlanState) -> Result<()> {
        let sql = "UPDATE plans SET state = $3 WHERE tenant_id = $1 AND id = $2";
        match self.run(sql, args![self.tenant.id, id, tag(&state)?]).await? {
            0 => Err(StoreError::not_found("The plan")),
            _ => Ok(()),
        }
    }

    /// Adds somebody's approval.
    pub async fn put_approval(&mut self, plan: PlanId, approval: &Approval) -> Result<()> {
        let sql = "SELECT COALESCE(MAX(n), 0) + 1 FROM approvals WHERE tenant_id = $1 AND plan_id = $2";
        let n: u32 = self.row(sql, args![self.tenant.id, plan]).await?.map_or(Ok(1), |row| row.number(0))?;
        let body = self.tenant.seal_json(APPROVAL, &spot_id(&plan, &n.to_le_bytes()), approval)?;
        let sql = "INSERT INTO approvals (tenant_id, plan_id, n, body) VALUES ($1, $2, $3, $4)";
        self.run(sql, args![self.tenant.id, plan, n, body]).await.map(drop)
    }
}
