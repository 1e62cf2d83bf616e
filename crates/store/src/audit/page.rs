//! Reading the audit.

use crosswalk_model::{Actor, Hash, RosterId, Timestamp};
use serde_json::Value;

use super::{BODY, Payload, SALT, spot_id};
use crate::db::{Row, args};
use crate::vault::Cipher;
use crate::{Result, StoreError, Tenant};

/// One entry as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditRecord {
    /// Its number in the tenant's chain, from 1.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// What was done.
    pub action: String,
    /// Its hash.
    pub hash: Hash,
    /// Who did it; `None` once it was erased.
    pub actor: Option<Actor>,
    /// Whom it concerned; `None` also once it was erased.
    pub subject: Option<RosterId>,
    /// What else was noted; `None` once it was erased.
    pub details: Option<Value>,
}

/// Which entries a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// About this: the word before the dot of an action, such as `plan` of `plan.approved`.
    pub about: Option<String>,
    /// Written at this moment or later.
    pub since: Option<Timestamp>,
}

impl Tenant {
    /// Entries, the newest first; `before` is the number of the last one of the page before.
    pub async fn audit_page(
        &self,
        filter: &AuditFilter,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<AuditRecord>> {
        let mut sql = "SELECT a.seq, a.at, a.action, a.hash, p.subject, p.body, k.body FROM audit a
                   LEFT JOIN audit_payloads p ON p.tenant_id = a.tenant_id AND p.seq = a.seq
                   LEFT JOIN audit_keys k ON k.tenant_id = p.tenant_id AND k.subject = p.subject
                   WHERE a.tenant_id = $1 AND a.seq < $2"
            .to_owned();
        let mut args = args![self.id, before.unwrap_or(i64::MAX), limit];
        if let Some(about) = &filter.about {
            args.push(format!("{}.%", about.replace(['%', '_'], "")).into());
            sql.push_str(&format!(" AND a.action LIKE ${}", args.len()));
        }
        if let Some(since) = filter.since {
            args.push(since.into());
            sql.push_str(&format!(" AND a.at >= ${}", args.len()));
        }
        sql.push_str(" ORDER BY a.seq DESC LIMIT $3");
        let rows = self.rows(sql, args).await?;
        rows.iter().map(|row| self.read_audit(row)).collect()
    }

    /// Every entry about one person or record, the oldest first.
    pub async fn audit_about(&self, subject: RosterId) -> Result<Vec<AuditRecord>> {
        let sql = "SELECT a.seq, a.at, a.action, a.hash, p.subject, p.body, k.body FROM audit a
                   JOIN audit_payloads p ON p.tenant_id = a.tenant_id AND p.seq = a.seq
                   JOIN audit_keys k ON k.tenant_id = p.tenant_id AND k.subject = p.subject
                   WHERE a.tenant_id = $1 AND p.subject = $2 ORDER BY a.seq";
        let rows = self.rows(sql, args![self.id, subject]).await?;
        rows.iter().map(|row| self.read_audit(row)).collect()
    }

    fn read_audit(&self, row: &Row) -> Result<AuditRecord> {
        let seq = row.int(0)?;
        let payload = match (row.maybe_text(4)?, row.maybe_bytes(5)?, row.maybe_bytes(6)?) {
            (Some(subject), Some(body), Some(key)) => {
                let key = self.open_audit_key(&subject, key)?;
                Some(self.open_payload(&key, seq, &subject, body)?.1)
            }
            _ => None,
        };
        let subject = row.maybe_text(4)?.filter(|subject| !subject.is_empty());
        let subject = subject.map(|subject| subject.parse()).transpose();
        let (actor, details) = payload.map(|payload| (payload.actor, payload.details)).unzip();
        Ok(AuditRecord {
            seq,
            at: row.instant(1)?,
            action: row.text(2)?,
            hash: row.hash(3)?,
            actor,
            subject: subject.map_err(|_| StoreError::corrupt("an identifier"))?,
            details,
        })
    }

    /// Opens a payload: the salted bytes that the commitment is over, and what they say.
    pub(super) fn open_payload(
        &self,
        key: &Cipher,
        seq: i64,
        subject: &str,
        body: &[u8],
    ) -> Result<(Vec<u8>, Payload)> {
        let number = seq.to_le_bytes();
        let id = spot_id(&number, subject);
        let plain = self.store.0.vault.open_under(key, &self.spot(BODY, &id), body)?;
        let payload = plain.get(SALT..).ok_or_else(|| StoreError::corrupt("an audit entry"))?;
        let payload = serde_json::from_slice(payload)?;
        Ok((plain, payload))
    }
}
