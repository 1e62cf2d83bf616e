//! Schedules, kept as JSON with the instant at which each is due next.

use crosswalk_model::{Scheduled, SyncId};

use crate::db::args;
use crate::{Result, Tenant, Work};

impl Tenant {
    /// All schedules, those that are due first before the others.
    pub async fn schedules(&self) -> Result<Vec<Scheduled>> {
        let sql = "SELECT body FROM schedules WHERE tenant_id = $1
                   ORDER BY CASE WHEN next_at IS NULL THEN 1 ELSE 0 END, next_at, sync_id";
        self.rows(sql, args![self.id]).await?.iter().map(|row| row.json(0)).collect()
    }

    /// The schedule of one sync.
    pub async fn schedule(&self, sync: SyncId) -> Result<Option<Scheduled>> {
        let sql = "SELECT body FROM schedules WHERE tenant_id = $1 AND sync_id = $2";
        self.row(sql, args![self.id, sync]).await?.map(|row| row.json(0)).transpose()
    }
}

impl Work {
    /// Writes a schedule, new or changed.
    pub async fn put_schedule(&mut self, row: &Scheduled) -> Result<()> {
        let sql = "INSERT INTO schedules (tenant_id, sync_id, next_at, body) VALUES ($1, $2, $3, $4)
                   ON CONFLICT (tenant_id, sync_id)
                   DO UPDATE SET next_at = excluded.next_at, body = excluded.body";
        let body = serde_json::to_string(row)?;
        let next_at = row.next_at.map(|at| at.as_microsecond());
        self.run(sql, args![self.tenant.id, row.schedule.sync, next_at, body]).await.map(drop)
    }

    /// Forgets the schedule of a sync.
    pub async fn remove_schedule(&mut self, sync: SyncId) -> Result<()> {
        let sql = "DELETE FROM schedules WHERE tenant_id = $1 AND sync_id = $2";
        self.run(sql, args![self.tenant.id, sync]).await.map(drop)
    }
}
