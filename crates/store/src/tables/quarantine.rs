//! Records that a destination refuses again and again.

use crosswalk_model::{Hash, Refused, RosterId, SyncId};

use crate::db::args;
use crate::{Result, StoreError, Tenant, Work};

/// The hash of the words is encrypted: whoever has only the file could try out a birth date with it.
const SPOT: (&str, &str) = ("quarantine", "content");

fn spot_id<'a>(sync: &'a SyncId, stream: &'a str, id: &'a RosterId) -> [&'a [u8]; 3] {
    [sync.0.as_bytes(), stream.as_bytes(), id.0.as_bytes()]
}

impl Tenant {
    /// The records that a sync's destination has refused since it last took them.
    pub async fn refused_records(&self, sync: SyncId) -> Result<Vec<Refused>> {
        let sql = "SELECT stream, roster_id, attempts, content, since, last_at, run_id FROM quarantine
                   WHERE tenant_id = $1 AND sync_id = $2 ORDER BY since, stream, roster_id";
        let refused = |row: &crate::db::Row| {
            let (stream, roster_id): (String, RosterId) = (row.text(0)?, row.word(1)?);
            let content = self.unseal(SPOT, &spot_id(&sync, &stream, &roster_id), row.bytes(3)?)?;
            let content = content.try_into().map_err(|_| StoreError::corrupt("a hash"))?;
            Ok(Refused {
                stream: stream.into(),
                roster_id,
                attempts: row.number(2)?,
                content: Hash(content),
                since: row.instant(4)?,
                last_at: row.instant(5)?,
                run: row.word(6)?,
            })
        };
        self.rows(sql, args![self.id, sync]).await?.iter().map(refused).collect()
    }
}

impl Work {
    /// Notes a refusal.
    pub async fn put_refused_record(&mut self, sync: SyncId, one: &Refused) -> Result<()> {
        let sql = "INSERT INTO quarantine
                   (tenant_id, sync_id, stream, roster_id, attempts, content, since, last_at, run_id)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                   ON CONFLICT (tenant_id, sync_id, stream, roster_id) DO UPDATE
                   SET attempts = excluded.attempts, content = excluded.content, since = excluded.since,
                       last_at = excluded.last_at, run_id = excluded.run_id";
        let id = spot_id(&sync, &one.stream, &one.roster_id);
        let content = self.tenant.seal(SPOT, &id, &one.content.0)?;
        let args = args![
            self.tenant.id,
            sync,
            one.stream.as_ref(),
            one.roster_id,
            i64::from(one.attempts),
            content,
            one.since,
            one.last_at,
            one.run
        ];
        self.run(sql, args).await.map(drop)
    }

    /// Forgets the refusals of a record.
    pub async fn remove_refused_record(&mut self, sync: SyncId, one: &Refused) -> Result<()> {
        let sql = "DELETE FROM quarantine
                   WHERE tenant_id = $1 AND sync_id = $2 AND stream = $3 AND roster_id = $4";
        self.run(sql, args![self.tenant.id, sync, one.stream.as_ref(), one.roster_id]).await.map(drop)
    }

    /// Forgets all refusals of some records, whichever destination they are of.
    pub async fn forget_refusals(&mut self, ids: &[RosterId]) -> Result<u64> {
        let sql = "DELETE FROM quarantine WHERE tenant_id = $1 AND roster_id";
        self.run_in(sql, &args![self.tenant.id], ids.iter().map(|id| (*id).into()).collect()).await
    }

    /// Forgets all refusals of a sync's destination.
    pub async fn remove_refused_records(&mut self, sync: SyncId) -> Result<u64> {
        let sql = "DELETE FROM quarantine WHERE tenant_id = $1 AND sync_id = $2";
        self.run(sql, args![self.tenant.id, sync]).await
    }
}
