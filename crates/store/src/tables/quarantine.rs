//! Records that a destination refuses again and again.

use crosswalk_model::{Refused, SyncId};

use crate::db::args;
use crate::{Result, Tenant, Work};

impl Tenant {
    /// The records that a sync's destination has refused since it last took them.
    pub async fn refused_records(&self, sync: SyncId) -> Result<Vec<Refused>> {
        let sql = "SELECT stream, roster_id, attempts, content, since, last_at, run_id FROM quarantine
                   WHERE tenant_id = $1 AND sync_id = $2 ORDER BY since, stream, roster_id";
        let refused = |row: &crate::db::Row| {
            Ok(Refused {
                stream: row.text(0)?.into(),
                roster_id: row.word(1)?,
                attempts: row.number(2)?,
                content: row.hash(3)?,
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
        let args = args![
            self.tenant.id,
            sync,
            one.stream.as_ref(),
            one.roster_id,
            i64::from(one.attempts),
            one.content,
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

    /// Forgets all refusals of a sync's destination.
    pub async fn remove_refused_records(&mut self, sync: SyncId) -> Result<u64> {
        let sql = "DELETE FROM quarantine WHERE tenant_id = $1 AND sync_id = $2";
        self.run(sql, args![self.tenant.id, sync]).await
    }
}
