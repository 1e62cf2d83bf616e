//! Runs, kept as JSON with the columns that lists need.

use crosswalk_model::{Run, RunId, RunState, SyncId, Timestamp};

use crate::db::{Arg, args, tag};
use crate::{Result, Tenant, Work};

/// Which runs a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunFilter {
    /// Of one sync.
    pub sync: Option<SyncId>,
    /// In one state.
    pub state: Option<RunState>,
    /// Started at this moment or later.
    pub since: Option<Timestamp>,
}

impl Tenant {
    /// One run.
    pub async fn run(&self, id: RunId) -> Result<Option<Run>> {
        let sql = "SELECT body FROM runs WHERE tenant_id = $1 AND id = $2";
        self.row(sql, args![self.id, id]).await?.map(|row| row.json(0)).transpose()
    }

    /// Runs, the newest first, of one sync or of all; `before` is the last run of the page before.
    pub async fn runs(&self, sync: Option<SyncId>, before: Option<RunId>, limit: u32) -> Result<Vec<Run>> {
        self.runs_where(&RunFilter { sync, ..RunFilter::default() }, before, limit).await
    }

    /// The runs that a filter lets through, the newest first.
    pub async fn runs_where(
        &self,
        filter: &RunFilter,
        before: Option<RunId>,
        limit: u32,
    ) -> Result<Vec<Run>> {
        let mut sql = "SELECT body FROM runs WHERE tenant_id = $1".to_owned();
        let mut args = args![self.id, limit];
        let state = filter.state.as_ref().map(tag).transpose()?;
        let wanted: [(&str, Option<Arg>); 3] = [
            (" AND sync_id = $", filter.sync.map(Into::into)),
            (" AND state = $", state.map(Into::into)),
            (" AND started_at >= $", filter.since.map(Into::into)),
        ];
        for (test, value) in wanted {
            if let Some(value) = value {
                args.push(value);
                sql.push_str(&format!("{test}{}", args.len()));
            }
        }
        if let Some(before) = before {
            args.push(before.into());
            sql.push_str(&format!(
                " AND (started_at, id) < (SELECT started_at, id FROM runs WHERE tenant_id = $1 AND id = ${})",
                args.len()
            ));
        }
        sql.push_str(" ORDER BY started_at DESC, id DESC LIMIT $2");
        self.rows(sql, args).await?.iter().map(|row| row.json(0)).collect()
    }

    /// Runs that have not ended, the oldest first: after a crash, those to take up again.
    pub async fn runs_in(&self, state: RunState) -> Result<Vec<Run>> {
        let sql = "SELECT body FROM runs WHERE tenant_id = $1 AND state = $2 ORDER BY started_at, id";
        self.rows(sql, args![self.id, tag(&state)?]).await?.iter().map(|row| row.json(0)).collect()
    }
}

impl Work {
    /// Writes a run, new or changed.
    pub async fn put_run(&mut self, run: &Run) -> Result<()> {
        let sql = "INSERT INTO runs (tenant_id, id, sync_id, state, started_at, body) VALUES ($1, $2, $3, $4, $5, $6)
                   ON CONFLICT (tenant_id, id) DO UPDATE SET state = excluded.state, body = excluded.body";
        let body = serde_json::to_string(run)?;
        self.run(sql, args![self.tenant.id, run.id, run.sync, tag(&run.state)?, run.started_at, body])
            .await
            .map(drop)
    }
}
