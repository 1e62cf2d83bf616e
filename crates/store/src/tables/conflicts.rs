//! Conflicts: questions that wait, encrypted but for what lists and later runs look for.

use std::collections::BTreeMap;

use crosswalk_model::{Conflict, ConflictId, ConflictState, Hash, SyncId};

use crate::db::{Row, args};
use crate::{Result, Tenant, Work};

const SPOT: (&str, &str) = ("conflicts", "body");

/// Which conflicts to list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ConflictFilter {
    /// Those that wait.
    #[default]
    Open,
    /// Those that were answered.
    Settled,
}

impl ConflictFilter {
    fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Settled => "settled",
        }
    }

    fn of(state: &ConflictState) -> Self {
        match state {
            ConflictState::Open => Self::Open,
            ConflictState::Settled { .. } => Self::Settled,
        }
    }
}

impl Tenant {
    /// One conflict.
    pub async fn conflict(&self, id: ConflictId) -> Result<Option<Conflict>> {
        let sql = "SELECT id, body FROM conflicts WHERE tenant_id = $1 AND id = $2";
        self.row(sql, args![self.id, id]).await?.map(|row| self.read_conflict(&row)).transpose()
    }

    /// Conflicts, the newest first, of one sync or of all; `before` is the last one of the page before.
    pub async fn conflicts(
        &self,
        filter: ConflictFilter,
        sync: Option<SyncId>,
        before: Option<ConflictId>,
        limit: u32,
    ) -> Result<Vec<Conflict>> {
        let mut sql = "SELECT id, body FROM conflicts WHERE tenant_id = $1 AND state = $2".to_owned();
        let mut args = args![self.id, filter.as_str(), limit];
        if let Some(sync) = sync {
            args.push(sync.into());
            sql.push_str(&format!(" AND sync_id = ${}", args.len()));
        }
        if let Some(before) = before {
            args.push(before.into());
            sql.push_str(&format!(
                " AND (asked_at, id) < (SELECT asked_at, id FROM conflicts WHERE tenant_id = $1 AND id = ${})",
                args.len()
            ));
        }
        sql.push_str(" ORDER BY asked_at DESC, id DESC LIMIT $3");
        self.rows(sql, args).await?.iter().map(|row| self.read_conflict(row)).collect()
    }

    /// The conflicts of a sync, open or settled, that rest on exactly this: a decision holds until it changes.
    pub async fn conflicts_about(&self, sync: SyncId, about: &[Hash]) -> Result<Vec<Conflict>> {
        let sql = "SELECT id, body FROM conflicts WHERE tenant_id = $1 AND sync_id = $2 AND about";
        let list = about.iter().map(|about| self.keyed_about(sync, *about).into()).collect();
        let rows = self.rows_in(sql, &args![self.id, sync], list).await?;
        rows.iter().map(|row| self.read_conflict(row)).collect()
    }

    /// Keyed, so that nobody who has only the file can try out what a question rests on.
    fn keyed_about(&self, sync: SyncId, about: Hash) -> Hash {
        self.store.0.vault.keyed("conflict", &[self.id.0.as_bytes(), sync.0.as_bytes(), &about.0])
    }

    fn read_conflict(&self, row: &Row) -> Result<Conflict> {
        let id: ConflictId = row.word(0)?;
        self.unseal_json(SPOT, &[id.0.as_bytes()], row.bytes(1)?)
    }
}

impl Work {
    /// Writes a conflict, new or settled.
    pub async fn put_conflict(&mut self, conflict: &Conflict) -> Result<()> {
        self.put_conflicts(std::slice::from_ref(conflict)).await
    }

    /// Writes several conflicts. Of two with the same id the later one counts.
    pub async fn put_conflicts(&mut self, conflicts: &[Conflict]) -> Result<()> {
        let last: BTreeMap<ConflictId, &Conflict> = conflicts.iter().map(|own| (own.id, own)).collect();
        let tenant = &self.tenant;
        let rows = last.into_values().map(|conflict| {
            Ok(args![
                tenant.id,
                conflict.id,
                conflict.sync,
                ConflictFilter::of(&conflict.state).as_str(),
                conflict.target.as_ref(),
                conflict.roster_id,
                tenant.keyed_about(conflict.sync, conflict.about),
                conflict.asked_at,
                tenant.seal_json(SPOT, &[conflict.id.0.as_bytes()], conflict)?,
            ])
        });
        let head = "INSERT INTO conflicts
                      (tenant_id, id, sync_id, state, target, roster_id, about, asked_at, body)";
        let tail = "ON CONFLICT (tenant_id, id) DO UPDATE SET state = excluded.state,
                      about = excluded.about, body = excluded.body";
        self.tx.bulk(head, tail, Box::new(rows.into_iter())).await
    }

    /// Takes away questions that no longer arise. Answers stay: the same question may come back.
    pub async fn drop_conflicts(&mut self, ids: &[ConflictId]) -> Result<u64> {
        let sql = "DELETE FROM conflicts WHERE tenant_id = $1 AND state = $2 AND id";
        let fixed = args![self.tenant.id, ConflictFilter::Open.as_str()];
        self.run_in(sql, &fixed, ids.iter().map(|id| (*id).into()).collect()).await
    }
}
