//! Forgetting: what the store takes away of one person, and what goes by itself after a time. Who is meant, and what
//! has to go with them, is decided by the caller.

use std::collections::BTreeSet;

use crosswalk_model::{Change, ConflictId, Entity, Finding, Hash, Plan, PlanId, RosterId, Timestamp};
use serde::{Deserialize, Serialize};

use super::{findings, outcomes, plans};
use crate::db::args;
use crate::{Result, StoreError, Tenant, Work};

/// A segment of which changes were erased. Its leaf is kept as it was sealed, so that the plan still has its root; the
/// encryption says that nobody but the store has written it.
#[derive(Serialize, Deserialize)]
struct Redacted {
    leaf: Hash,
    changes: Vec<Change>,
}

/// Reads the bytes of a redacted segment; `None` when they are those that were sealed.
pub(super) fn read_redacted(bytes: &[u8], leaf: Hash) -> Option<Result<Vec<Change>>> {
    if bytes.first() != Some(&b'{') {
        return None;
    }
    let read = serde_json::from_slice::<Redacted>(bytes).map_err(StoreError::from);
    Some(read.and_then(|own| match own.leaf == leaf {
        true => Ok(own.changes),
        false => Err(StoreError::altered("A segment of the plan")),
    }))
}

impl Tenant {
    /// When a plan's changes were purged, if they were.
    pub async fn plan_purged_at(&self, id: PlanId) -> Result<Option<Timestamp>> {
        let sql = "SELECT purged_at FROM plans WHERE tenant_id = $1 AND id = $2";
        self.row(sql, args![self.id, id]).await?.map_or(Ok(None), |row| row.maybe_instant(0))
    }
}

impl Work {
    /// Writes a segment of a closed plan anew after changes in it were erased; their number must stay the same.
    ///
    /// # Errors
    /// [`StoreError::Altered`] when the plan has no such segment or the number differs.
    pub async fn redact_segment(&mut self, plan: &Plan, n: u32, changes: Vec<Change>) -> Result<()> {
        let reference = plan.segments.get(n as usize).filter(|own| own.count as usize == changes.len());
        let leaf = reference.ok_or_else(|| StoreError::altered("A segment of the plan"))?.hash;
        let number = n.to_le_bytes();
        let id = plans::spot_id(&plan.id, &number);
        self.recount_segment(plan.id, n, &changes).await?;
        let body = self.tenant.seal_json(plans::SPOT, &id, &Redacted { leaf, changes })?;
        let sql = "UPDATE plan_segments SET body = $4 WHERE tenant_id = $1 AND plan_id = $2 AND n = $3";
        self.erased = true;
        self.run(sql, args![self.tenant.id, plan.id, n, body]).await.map(drop)
    }

    /// Takes the destination's ids and words out of the outcomes of some changes.
    pub async fn redact_outcomes(&mut self, plan: PlanId, indexes: &BTreeSet<u32>) -> Result<()> {
        let sql = "SELECT batch, body FROM outcomes WHERE tenant_id = $1 AND plan_id = $2";
        for row in self.tx.rows(sql, args![self.tenant.id, plan]).await? {
            let batch = row.int(0)?;
            let number = batch.to_le_bytes();
            let id = outcomes::spot_id(&plan, &number);
            let batch_body: outcomes::Packed = self.tenant.unseal_json(outcomes::SPOT, &id, row.bytes(1)?)?;
            let mut some = outcomes::unpacked(batch_body);
            for (_, outcome) in some.iter_mut().filter(|(index, _)| indexes.contains(index)) {
                (outcome.foreign_id, outcome.words) = (None, None);
            }
            let body = self.tenant.seal_json(outcomes::SPOT, &id, &outcomes::packed(&some))?;
            let sql = "UPDATE outcomes SET body = $4 WHERE tenant_id = $1 AND plan_id = $2 AND batch = $3";
            self.run(sql, args![self.tenant.id, plan, batch, body]).await?;
        }
        Ok(())
    }

    /// Changes findings of all runs in their places; what `redact` leaves as it is is not written. How many were
    /// changed is given back. Stamps go with the findings that they hold: their sources are read once more.
    pub async fn redact_findings(
        &mut self,
        redact: &(dyn Fn(&mut Finding) -> bool + Send + Sync),
    ) -> Result<u64> {
        let mut changed = 0;
        let sql = "SELECT run_id, first, body FROM findings WHERE tenant_id = $1 ORDER BY run_id, first";
        for row in self.tx.rows(sql, args![self.tenant.id]).await? {
            let (run, first) = (row.word(0)?, row.int(1)?);
            let number = first.to_le_bytes();
            let id = findings::spot_id(&run, &number);
            let mut some: Vec<Finding> = self.tenant.unseal_json(findings::SPOT, &id, row.bytes(2)?)?;
            let touched = some.iter_mut().map(redact).filter(|touched| *touched).count() as u64;
            if touched > 0 {
                let body = self.tenant.seal_json(findings::SPOT, &id, &some)?;
                let sql = "UPDATE findings SET body = $4 WHERE tenant_id = $1 AND run_id = $2 AND first = $3";
                self.run(sql, args![self.tenant.id, run, first, body]).await?;
            }
            changed += touched;
        }
        self.drop_source_stamps().await?;
        Ok(changed)
    }

    /// Forgets conflicts, answered or not.
    pub async fn forget_conflicts(&mut self, ids: &[ConflictId]) -> Result<u64> {
        let sql = "DELETE FROM conflicts WHERE tenant_id = $1 AND id";
        self.run_in(sql, &args![self.tenant.id], ids.iter().map(|id| (*id).into()).collect()).await
    }

    /// Forgets every link that leads or led to these records.
    pub async fn forget_links(&mut self, entity: Entity, ids: &[RosterId]) -> Result<()> {
        for sql in [
            "DELETE FROM links WHERE tenant_id = $1 AND entity = $2 AND roster_id",
            "UPDATE links SET redirect = NULL WHERE tenant_id = $1 AND entity = $2 AND redirect",
        ] {
            let ids = ids.iter().map(|id| (*id).into()).collect();
            self.run_in(sql, &args![self.tenant.id, entity], ids).await?;
        }
        self.erased = true;
        Ok(())
    }

    /// Forgets the changes, outcomes and findings of plans that were made before an instant and wait for nothing. The
    /// plan itself stays, with its sentence, its root and its approvals. How many plans lost theirs is given back.
    pub async fn purge_plans(&mut self, before: Timestamp, at: Timestamp) -> Result<u64> {
        let sql = "UPDATE plans SET purged_at = $3 WHERE tenant_id = $1 AND made_at < $2
                   AND state NOT IN ('waiting', 'held', 'approved') AND purged_at IS NULL";
        let purged = self.run(sql, args![self.tenant.id, before, at]).await?;
        let gone = "plan_id IN (SELECT id FROM plans WHERE tenant_id = $1 AND purged_at IS NOT NULL)";
        for table in ["plan_segments", "plan_kinds", "outcomes"] {
            self.run(format!("DELETE FROM {table} WHERE tenant_id = $1 AND {gone}"), args![self.tenant.id])
                .await?;
        }
        let sql = "DELETE FROM findings WHERE tenant_id = $1 AND run_id IN
                     (SELECT id FROM runs WHERE tenant_id = $1 AND started_at < $2
                      AND state NOT IN ('running', 'waiting'))";
        self.run(sql, args![self.tenant.id, before]).await?;
        self.erased |= purged > 0;
        Ok(purged)
    }
}
