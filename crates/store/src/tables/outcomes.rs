//! Outcomes of changes, one packed and encrypted row for each batch that came back.

use std::collections::BTreeMap;

use crosswalk_model::{Outcome, PlanId};

use crate::db::args;
use crate::{Result, Tenant, Work};

pub(super) const SPOT: (&str, &str) = ("outcomes", "body");

pub(super) fn spot_id<'a>(plan: &'a PlanId, batch: &'a [u8; 8]) -> [&'a [u8]; 2] {
    [plan.0.as_bytes(), batch]
}

impl Tenant {
    /// The outcomes of a plan's changes by their index, in that order. Where a change was tried again, its last one.
    pub async fn outcomes(&self, plan: PlanId) -> Result<Vec<(u32, Outcome)>> {
        let sql = "SELECT batch, body FROM outcomes WHERE tenant_id = $1 AND plan_id = $2 ORDER BY batch";
        let mut outcomes = BTreeMap::new();
        for row in self.rows(sql, args![self.id, plan]).await? {
            let batch = row.int(0)?.to_le_bytes();
            let some: Vec<(u32, Outcome)> = self.unseal_json(SPOT, &spot_id(&plan, &batch), row.bytes(1)?)?;
            outcomes.extend(some);
        }
        Ok(outcomes.into_iter().collect())
    }
}

impl Work {
    /// Writes the outcomes of one batch.
    ///
    /// # Errors
    /// [`crate::StoreError::NotFound`] when the plan does not exist.
    pub async fn put_outcomes(&mut self, plan: PlanId, outcomes: &[(u32, Outcome)]) -> Result<()> {
        let sql = "SELECT COALESCE(MAX(batch), 0) + 1 FROM outcomes WHERE tenant_id = $1 AND plan_id = $2";
        let batch = self.row(sql, args![self.tenant.id, plan]).await?.map_or(Ok(1), |row| row.int(0))?;
        let body = self.tenant.seal_json(SPOT, &spot_id(&plan, &batch.to_le_bytes()), outcomes)?;
        let sql = "INSERT INTO outcomes (tenant_id, plan_id, batch, count, body) VALUES ($1, $2, $3, $4, $5)";
        self.run(sql, args![self.tenant.id, plan, batch, outcomes.len(), body]).await.map(drop)
    }
}
