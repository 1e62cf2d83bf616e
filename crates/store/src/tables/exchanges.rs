//! What runs asked of services and what came back, encrypted. Of each run the last are kept, and more of those that
//! failed.

use crosswalk_model::{Exchange, NotedExchange, RunId, Timestamp};

use crate::db::{Row, args};
use crate::{Result, Tenant, Work};

const SPOT: (&str, &str) = ("exchanges", "body");

/// How many exchanges that went well are kept of a run.
pub const KEPT_GOOD: usize = 50;
/// How many that failed.
pub const KEPT_FAILED: usize = 200;

fn spot_id<'a>(run: &'a RunId, n: &'a [u8; 8]) -> [&'a [u8]; 2] {
    [run.0.as_bytes(), n]
}

impl Tenant {
    /// The exchanges that are kept of a run, in their order.
    pub async fn exchanges(&self, run: RunId) -> Result<Vec<NotedExchange>> {
        let sql = "SELECT n, at, body FROM exchanges WHERE tenant_id = $1 AND run_id = $2 ORDER BY n";
        let rows = self.rows(sql, args![self.id, run]).await?;
        rows.iter().map(|row| self.read_exchange(run, row)).collect()
    }

    /// One of them.
    pub async fn exchange(&self, run: RunId, number: u64) -> Result<Option<NotedExchange>> {
        let sql = "SELECT n, at, body FROM exchanges WHERE tenant_id = $1 AND run_id = $2 AND n = $3";
        let number = i64::try_from(number).unwrap_or(i64::MAX);
        let row = self.row(sql, args![self.id, run, number]).await?;
        row.map(|row| self.read_exchange(run, &row)).transpose()
    }

    fn read_exchange(&self, run: RunId, row: &Row) -> Result<NotedExchange> {
        let n = row.int(0)?;
        let exchange: Exchange = self.unseal_json(SPOT, &spot_id(&run, &n.to_le_bytes()), row.bytes(2)?)?;
        Ok(NotedExchange { number: n.unsigned_abs(), at: row.instant(1)?, exchange })
    }
}

impl Work {
    /// Adds exchanges behind those of the run, and lets go of the oldest that are too many.
    ///
    /// # Errors
    /// [`crate::StoreError::NotFound`] when the run does not exist.
    pub async fn put_exchanges(&mut self, run: RunId, some: &[(Timestamp, Exchange)]) -> Result<()> {
        if some.is_empty() {
            return Ok(());
        }
        let sql = "SELECT COALESCE(MAX(n), 0) FROM exchanges WHERE tenant_id = $1 AND run_id = $2";
        let known = self.row(sql, args![self.tenant.id, run]).await?;
        let mut n = known.map_or(Ok(0), |row| row.int(0))?;
        let mut rows = Vec::new();
        for (at, exchange) in some {
            n += 1;
            let body = self.tenant.seal_json(SPOT, &spot_id(&run, &n.to_le_bytes()), exchange)?;
            rows.push(Ok(args![self.tenant.id, run, n, i64::from(exchange.is_failed()), *at, body]));
        }
        let head = "INSERT INTO exchanges (tenant_id, run_id, n, failed, at, body)";
        self.tx.bulk(head, "", Box::new(rows.into_iter())).await?;
        self.keep_last(run, 0, KEPT_GOOD).await?;
        self.keep_last(run, 1, KEPT_FAILED).await
    }

    async fn keep_last(&mut self, run: RunId, failed: i64, kept: usize) -> Result<()> {
        let sql = "DELETE FROM exchanges WHERE tenant_id = $1 AND run_id = $2 AND failed = $3 AND n <=
                     (SELECT n FROM exchanges WHERE tenant_id = $1 AND run_id = $2 AND failed = $3
                      ORDER BY n DESC LIMIT 1 OFFSET $4)";
        self.run(sql, args![self.tenant.id, run, failed, kept]).await.map(drop)
    }

    /// Forgets exchanges that are older than an instant. How many went is given back.
    pub async fn purge_exchanges(&mut self, before: Timestamp) -> Result<u64> {
        let sql = "DELETE FROM exchanges WHERE tenant_id = $1 AND at < $2";
        self.run(sql, args![self.tenant.id, before]).await
    }
}
