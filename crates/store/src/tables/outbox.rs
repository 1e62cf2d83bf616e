//! The outbox: what has to be told to others once the transaction that it was written in has committed.

use crosswalk_model::Timestamp;
use serde_json::Value;

use crate::db::{Row, args};
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

/// Who takes items, and until when nobody else does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// The process: a word that no other process of the same database has.
    pub holder: String,
    /// The present instant.
    pub now: Timestamp,
    /// When the items may be taken by others, should the holder end without a word.
    pub until: Timestamp,
}

impl Tenant {
    /// The oldest items that are not done, whoever has taken them; for a look.
    pub async fn outbox_waiting(&self, limit: u32) -> Result<Vec<OutboxItem>> {
        let sql = "SELECT id, kind, body FROM outbox WHERE tenant_id = $1 ORDER BY id LIMIT $2";
        let rows = self.rows(sql, args![self.id, limit]).await?;
        rows.iter().map(|row| self.read_item(row)).collect()
    }

    fn read_item(&self, row: &Row) -> Result<OutboxItem> {
        let id = row.int(0)?;
        let body = self.unseal_json(SPOT, &[&id.to_le_bytes()], row.bytes(2)?)?;
        Ok(OutboxItem { id, kind: row.text(1)?, body })
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

    /// Takes the oldest items that nobody else has. Of several processes each gets others; what a holder did not tell
    /// in its time comes again, so an item is told at least once. Who asks again gets its own items too, for longer.
    pub async fn outbox_take(&mut self, lease: &Lease, limit: u32) -> Result<Vec<OutboxItem>> {
        let sql = self.tx.dialect().lease(
            "outbox",
            "tenant_id = $1 AND (leased_until IS NULL OR leased_until <= $2 OR leased_by = $3)",
            "leased_by = $3, leased_until = $4",
            "id, kind, body",
        );
        let args = args![self.tenant.id, lease.now, &lease.holder, lease.until, limit];
        let rows = self.tx.rows(sql, args).await?;
        let mut items = rows.iter().map(|row| self.tenant.read_item(row)).collect::<Result<Vec<_>>>()?;
        items.sort_by_key(|item| item.id);
        Ok(items)
    }

    /// Gives items back that could not be told, so that the next one who asks takes them.
    pub async fn outbox_give_back(&mut self, holder: &str) -> Result<u64> {
        let sql =
            "UPDATE outbox SET leased_by = NULL, leased_until = NULL WHERE tenant_id = $1 AND leased_by = $2";
        self.run(sql, args![self.tenant.id, holder]).await
    }

    /// Takes items out that were told.
    pub async fn outbox_done(&mut self, ids: &[i64]) -> Result<()> {
        let sql = "DELETE FROM outbox WHERE tenant_id = $1 AND id";
        let ids = ids.iter().map(|id| (*id).into()).collect();
        self.run_in(sql, &args![self.tenant.id], ids).await.map(drop)
    }
}
