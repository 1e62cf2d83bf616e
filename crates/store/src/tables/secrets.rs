//! Secrets of connections, encrypted; for servers, where there is no keychain.

use crosswalk_model::Secret;

use crate::db::args;
use crate::{Result, StoreError, Tenant, Work};

const SPOT: (&str, &str) = ("secrets", "body");

impl Tenant {
    /// One secret by its name.
    pub async fn secret(&self, name: &str) -> Result<Option<Secret>> {
        let sql = "SELECT body FROM secrets WHERE tenant_id = $1 AND name = $2";
        let Some(row) = self.row(sql, args![self.id, name]).await? else { return Ok(None) };
        let plain = self.unseal(SPOT, &[name.as_bytes()], row.bytes(0)?)?;
        let text = String::from_utf8(plain).map_err(|_| StoreError::corrupt("a secret"))?;
        Ok(Some(Secret::new(text)))
    }
}

impl Work {
    /// Keeps a secret under a name, such as `<connection>/password`.
    pub async fn put_secret(&mut self, name: &str, secret: &Secret) -> Result<()> {
        let sql = "INSERT INTO secrets (tenant_id, name, body) VALUES ($1, $2, $3)
                   ON CONFLICT (tenant_id, name) DO UPDATE SET body = excluded.body";
        let body = self.tenant.seal(SPOT, &[name.as_bytes()], secret.expose().as_bytes())?;
        self.run(sql, args![self.tenant.id, name, body]).await.map(drop)
    }

    /// Forgets a secret. Whether there was one is given back.
    pub async fn delete_secret(&mut self, name: &str) -> Result<bool> {
        let sql = "DELETE FROM secrets WHERE tenant_id = $1 AND name = $2";
        Ok(self.run(sql, args![self.tenant.id, name]).await? > 0)
    }
}
