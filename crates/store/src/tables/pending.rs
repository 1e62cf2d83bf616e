//! What waits for an inbound plan: pages of whatever is to be remembered once it is carried out.

use crosswalk_model::PlanId;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::db::args;
use crate::{Result, Tenant, Work, compact};

const SPOT: (&str, &str) = ("pending", "body");

fn spot_id<'a>(plan: &'a PlanId, n: &'a [u8; 4]) -> [&'a [u8]; 2] {
    [plan.0.as_bytes(), n]
}

impl Tenant {
    /// One page, counted from 0.
    pub async fn pending<T: DeserializeOwned>(&self, plan: PlanId, n: u32) -> Result<Option<T>> {
        let sql = "SELECT body FROM pending WHERE tenant_id = $1 AND plan_id = $2 AND n = $3";
        let Some(row) = self.row(sql, args![self.id, plan, n]).await? else { return Ok(None) };
        let bytes = self.unseal(SPOT, &spot_id(&plan, &n.to_le_bytes()), row.bytes(0)?)?;
        compact::read(&bytes).map(Some)
    }
}

impl Work {
    /// Writes one page.
    ///
    /// # Errors
    /// [`crate::StoreError::NotFound`] when there is no such plan.
    pub async fn put_pending<T: Serialize + Sync>(&mut self, plan: PlanId, n: u32, page: &T) -> Result<()> {
        let bytes = compact::to_vec(page)?;
        let body = self.tenant.seal(SPOT, &spot_id(&plan, &n.to_le_bytes()), &bytes)?;
        let sql = "INSERT INTO pending (tenant_id, plan_id, n, body) VALUES ($1, $2, $3, $4)";
        self.run(sql, args![self.tenant.id, plan, n, body]).await.map(drop)
    }

    /// Forgets all pages of a plan.
    pub async fn remove_pending(&mut self, plan: PlanId) -> Result<()> {
        let sql = "DELETE FROM pending WHERE tenant_id = $1 AND plan_id = $2";
        self.run(sql, args![self.tenant.id, plan]).await.map(drop)
    }
}
