//! Alerts, kept as JSON with the columns that lists need.

use crosswalk_model::{Alert, Timestamp};

use crate::db::args;
use crate::{Result, Tenant, Work};

/// How many alerts are read: all that are open, and the newest of the others.
const MOST: i64 = 500;

impl Tenant {
    /// The alerts: those that are open first, then the newest.
    pub async fn alerts(&self) -> Result<Vec<Alert>> {
        let sql = "SELECT body FROM alerts WHERE tenant_id = $1 ORDER BY is_open DESC, since DESC, id DESC LIMIT $2";
        self.rows(sql, args![self.id, MOST]).await?.iter().map(|row| row.json(0)).collect()
    }
}

impl Work {
    /// Writes an alert, new or changed.
    pub async fn put_alert(&mut self, alert: &Alert) -> Result<()> {
        let sql = "INSERT INTO alerts (tenant_id, id, is_open, since, recovered_at, body)
                   VALUES ($1, $2, $3, $4, $5, $6)
                   ON CONFLICT (tenant_id, id) DO UPDATE
                   SET is_open = excluded.is_open, recovered_at = excluded.recovered_at, body = excluded.body";
        let (is_open, over) = (i64::from(alert.is_open()), alert.recovered_at.map(|at| at.as_microsecond()));
        let body = serde_json::to_string(alert)?;
        self.run(sql, args![self.tenant.id, alert.id.as_str(), is_open, alert.since, over, body])
            .await
            .map(drop)
    }

    /// Forgets alerts that were over before an instant.
    pub async fn forget_alerts(&mut self, before: Timestamp) -> Result<()> {
        let sql = "DELETE FROM alerts WHERE tenant_id = $1 AND is_open = 0 AND recovered_at < $2";
        self.run(sql, args![self.tenant.id, before]).await.map(drop)
    }
}
