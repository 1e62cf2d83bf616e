//! The outbox: what has to be told to others once the transaction that it was written in has committed.

use serde_json::Value;

use crate::db::args;
use crate::{Result, Tenant, Work};

const SPOT: (&str, &str) = ("outbox", "body");

/// One thing to tell.
#[derive(Clone, Debug, PartialEq)]
pub struct OutboxItem {
    /// Counts up with each item of the tenant.
    pub id: i64,
    /// What it is, such as `roster.changed`.
    pub kind: String,
    /// What it says.
    pub body: Value,
}

impl Tenant {
    /// The oldest items that are not done. They come again until [`Work::outbox_done`]: told at least once.
    pub async fn outbox_take(&self, limit: u32) -> Result<Vec<OutboxItem>> {
        let sql = "SELECT id, kind, body FROM outbox WHERE tenant_id = $1 ORDER BY id LIMIT $2";
        let rows = self.rows(sql, args![self.id, limit]).await?;
        let item = |row: &crate::db::Row| {
            let id = row.int(0)?;
            let body = self.unseal_json(SPOT, &[&id.to_le_bytes()], row.bytes(2)?)?;
            Ok(OutboxItem { id, kind: row.text(1)?, body })
        };
        rows.iter().map(item).collect()
    }
}

impl Work {
    /// Adds an item; its number is given back.
    pub async fn put_outbox(&mut self, kind: &str, body: &Value) -> Result<i64> {
        let id = self.take_numbers("outbox", 1).await?;
        let body = self.tenant.seal_json(SPOT, &[&id.to_le_bytes()], body)?;
        let sql = "INSERT INTO outbox (tenant_id, id, kind, body) VALUES ($1, $2, $3, $4)";
        self.run(sql, args![self.tenant.id, id, kind, body]).await?;
        Ok(id)
    }

    /// Takes items out that were told.
    pub async fn outbox_done(&mut self, ids: &[i64]) -> Result<()> {
        let sql = "DELETE FROM outbox WHERE tenant_id = $1 AND id";
        let ids = ids.iter().map(|id| (*id).into()).collect();
        self.run_in(sql, &args![self.tenant.id], ids).await.map(drop)
    }
}
