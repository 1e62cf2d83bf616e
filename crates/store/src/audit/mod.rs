//! The audit: a chain of hashes over salted commitments. Who did what to whom stands apart from the chain, encrypted
//! under the key of the person concerned, so that erasing a person does not break the chain.

mod chain;
mod erase;
mod keys;
mod page;
mod verify;

use crosswalk_model::{Actor, Hash, RosterId, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::db::args;
use crate::vault::random;
use crate::{Result, Work};

pub use page::{AuditFilter, AuditRecord};
pub use verify::AuditCheck;

/// Something that was done, to be remembered.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditEntry {
    /// When; kept in whole microseconds.
    pub at: Timestamp,
    /// Who did it.
    pub actor: Actor,
    /// What was done: a stable word such as `plan.approved`. Not encrypted: it must not name anybody.
    pub action: String,
    /// The person or record that it was done to.
    pub subject: Option<RosterId>,
    /// What else is worth knowing.
    pub details: Value,
}

/// What is encrypted of an entry.
#[derive(Serialize, Deserialize)]
struct Payload {
    actor: Actor,
    details: Value,
}

const BODY: (&str, &str) = ("audit_payloads", "body");
/// Bytes of salt in front of each payload: without them nobody can try out what a commitment stands for.
const SALT: usize = 32;

fn spot_id<'a>(seq: &'a [u8; 8], subject: &'a str) -> [&'a [u8]; 2] {
    [seq, subject.as_bytes()]
}

/// The subject as text; empty for entries about nobody.
fn subject_text(subject: Option<RosterId>) -> String {
    subject.map(|subject| subject.to_string()).unwrap_or_default()
}

impl Work {
    /// Appends an entry to the tenant's chain; its number is given back.
    pub async fn append(&mut self, entry: &AuditEntry) -> Result<i64> {
        let _stage = crosswalk_faults::enter(crosswalk_faults::Stage::Audit);
        let (last, seq) = self.chain_end().await?;
        let subject = subject_text(entry.subject);
        let payload = Payload { actor: entry.actor.clone(), details: entry.details.clone() };
        let mut plain = random::<SALT>()?.to_vec();
        serde_json::to_writer(&mut plain, &payload)?;
        let commitment = chain::commitment(&plain);
        let at = entry.at.as_microsecond();
        let link = chain::Link { seq, at, action: &entry.action, commitment };
        let hash = link.hash(self.tenant.id, last);
        let sql = "INSERT INTO audit (tenant_id, seq, at, action, commitment, hash) VALUES ($1, $2, $3, $4, $5, $6)";
        self.run(sql, args![self.tenant.id, seq, at, &entry.action, commitment, hash]).await?;
        self.put_payload(seq, &subject, &plain).await?;
        self.put_head(seq, hash).await?;
        Ok(seq)
    }

    async fn put_payload(&mut self, seq: i64, subject: &str, plain: &[u8]) -> Result<()> {
        let key = self.audit_key(subject).await?;
        let number = seq.to_le_bytes();
        let id = spot_id(&number, subject);
        let body = self.tenant.store.0.vault.seal_under(&key, &self.tenant.spot(BODY, &id), plain)?;
        let sql = "INSERT INTO audit_payloads (tenant_id, seq, subject, body) VALUES ($1, $2, $3, $4)";
        self.run(sql, args![self.tenant.id, seq, subject, body]).await.map(drop)
    }

    /// The hash of the last entry and the number of the next. When the end of the chain does not fit its head,
    /// somebody cut entries off: a number is left out, so that the gap stays to be seen.
    async fn chain_end(&mut self) -> Result<(Hash, i64)> {
        let id = self.tenant.id;
        let sql = "SELECT seq, hash FROM audit WHERE tenant_id = $1 ORDER BY seq DESC LIMIT 1";
        let last = self.row(sql, args![id]).await?;
        let (seq, hash) = last
            .map_or(Ok((0, chain::START)), |row| Ok::<_, crate::StoreError>((row.int(0)?, row.hash(1)?)))?;
        let sql = "SELECT seq, mac FROM audit_heads WHERE tenant_id = $1";
        let (known, fits) = match self.row(sql, args![id]).await? {
            Some(row) => {
                let known = row.int(0)?;
                (known, known == seq && row.bytes(1)? == self.tenant.head_mac(seq, hash).0)
            }
            None => (0, seq == 0),
        };
        Ok((hash, known.max(seq) + if fits { 1 } else { 2 }))
    }

    async fn put_head(&mut self, seq: i64, hash: Hash) -> Result<()> {
        let sql = "INSERT INTO audit_heads (tenant_id, seq, mac) VALUES ($1, $2, $3)
                   ON CONFLICT (tenant_id) DO UPDATE SET seq = excluded.seq, mac = excluded.mac";
        let mac = self.tenant.head_mac(seq, hash);
        self.run(sql, args![self.tenant.id, seq, mac]).await.map(drop)
    }
}

impl crate::Tenant {
    /// What says under a key how far the chain goes.
    fn head_mac(&self, seq: i64, hash: Hash) -> Hash {
        self.store.0.vault.keyed("audit head", &[self.id.0.as_bytes(), &seq.to_le_bytes(), &hash.0])
    }
}
