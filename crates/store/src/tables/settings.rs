//! Settings of a tenant, by name, as JSON.

use serde_json::Value;

use crate::db::args;
use crate::{Result, Tenant, Work};

impl Tenant {
    /// One setting.
    pub async fn setting(&self, name: &str) -> Result<Option<Value>> {
        let sql = "SELECT body FROM settings WHERE tenant_id = $1 AND name = $2";
        self.row(sql, args![self.id, name]).await?.map(|row| row.json(0)).transpose()
    }
}

impl Work {
    /// Writes a setting.
    pub async fn put_setting(&mut self, name: &str, value: &Value) -> Result<()> {
        let sql = "INSERT INTO settings (tenant_id, name, body) VALUES ($1, $2, $3)
                   ON CONFLICT (tenant_id, name) DO UPDATE SET body = excluded.body";
        self.run(sql, args![self.tenant.id, name, value.to_string()]).await.map(drop)
    }

    /// Forgets a setting.
    pub async fn remove_setting(&mut self, name: &str) -> Result<()> {
        let sql = "DELETE FROM settings WHERE tenant_id = $1 AND name = $2";
        self.run(sql, args![self.tenant.id, name]).await.map(drop)
    }
}
