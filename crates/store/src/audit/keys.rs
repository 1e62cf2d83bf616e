//! A key for each person that entries are about, kept sealed; without it what they are about cannot be read again.

use crate::db::{Row, args};
use crate::keys::DataKey;
use crate::vault::{Cipher, random};
use crate::{Result, StoreError, Tenant, Work};

const KEY: (&str, &str) = ("audit_keys", "body");

impl Tenant {
    /// Opens a person's key.
    pub(super) fn open_audit_key(&self, subject: &str, sealed: &[u8]) -> Result<Cipher> {
        let key = self.unseal(KEY, &[subject.as_bytes()], sealed)?;
        let key: [u8; 32] = key.try_into().map_err(|_| StoreError::corrupt("a key of the audit"))?;
        Ok(Cipher::new(&DataKey::new(key)))
    }
}

impl Work {
    /// The key of a person, made when there is none.
    pub(super) async fn audit_key(&mut self, subject: &str) -> Result<Cipher> {
        let sql = "SELECT body FROM audit_keys WHERE tenant_id = $1 AND subject = $2";
        let known: Option<Row> = self.row(sql, args![self.tenant.id, subject]).await?;
        if let Some(row) = known {
            return self.tenant.open_audit_key(subject, row.bytes(0)?);
        }
        let key = random::<32>()?;
        let body = self.tenant.seal(KEY, &[subject.as_bytes()], &key)?;
        let sql = "INSERT INTO audit_keys (tenant_id, subject, body) VALUES ($1, $2, $3)";
        self.run(sql, args![self.tenant.id, subject, body]).await?;
        Ok(Cipher::new(&DataKey::new(key)))
    }
}
