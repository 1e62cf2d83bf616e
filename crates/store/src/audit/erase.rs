//! Erasing what the audit says about a person, without breaking the chain.

use crosswalk_model::{Actor, RosterId, Timestamp};
use serde_json::{Value, json};

use super::AuditEntry;
use crate::db::args;
use crate::{Result, Work};

/// The action of an entry that says which payloads were erased. Only what such an entry names may be missing.
pub(super) const ERASED: &str = "audit.erased";

/// The numbers of the entries whose payloads an entry of this action says were erased.
pub(super) fn erased_by(details: &Value) -> impl Iterator<Item = i64> + '_ {
    details["entries"].as_array().into_iter().flatten().filter_map(Value::as_i64)
}

impl Work {
    /// Erases what the audit says about a person: the payloads and the key that they were encrypted with. That it
    /// was done becomes an entry, which names the entries but not the person. How many were erased is given back.
    pub async fn erase_subject(&mut self, subject: RosterId, actor: &Actor, at: Timestamp) -> Result<u64> {
        let sql = "SELECT seq FROM audit_payloads WHERE tenant_id = $1 AND subject = $2 ORDER BY seq";
        let rows = self.tx.rows(sql, args![self.tenant.id, subject]).await?;
        let entries: Vec<i64> = rows.iter().map(|row| row.int(0)).collect::<Result<_>>()?;
        if entries.is_empty() {
            return Ok(0);
        }
        for sql in [
            "DELETE FROM audit_payloads WHERE tenant_id = $1 AND subject = $2",
            "DELETE FROM audit_keys WHERE tenant_id = $1 AND subject = $2",
        ] {
            self.run(sql, args![self.tenant.id, subject]).await?;
        }
        let details = json!({ "entries": entries });
        let entry =
            AuditEntry { at, actor: actor.clone(), action: ERASED.to_owned(), subject: None, details };
        self.append(&entry).await?;
        self.erased = true;
        Ok(entries.len() as u64)
    }
}
