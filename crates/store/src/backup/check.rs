//! Whether a copy is whole: the databases' own checks, every link of the audit, every stored body, and the figures.

use crosswalk_model::Hash;

use super::Figures;
use super::make::{Body, bodies};
use crate::db::{Row, args};
use crate::facts::{count, tables};
use crate::inbox::blocking;
use crate::{AuditCheck, Result, Store, StoreError, TenantRow};

impl Store {
    /// Counts what is there, and these bodies. Only for SQLite.
    pub(super) async fn figures(&self, bodies: &[Body]) -> Result<Figures> {
        let mut figures = Figures::default();
        for (db, prefix) in [(&self.0.db, ""), (&self.0.inbox.db, "inbox.")] {
            for table in tables(db).await? {
                let count = count(db, &table).await?;
                figures.rows.insert(format!("{prefix}{table}"), count);
            }
        }
        let heads = self.0.db.rows("SELECT tenant_id, seq, mac FROM audit_heads", args![]).await?;
        let head = |row: &Row| Ok((row.text(0)?, format!("{} {}", row.int(1)?, row.hash(2)?)));
        figures.audit = heads.iter().map(head).collect::<Result<_>>()?;
        figures.bodies = bodies.len() as u64;
        figures.body_bytes = bodies.iter().map(|body| body.size).sum();
        Ok(figures)
    }

    /// Checks that a copy is whole and holds what was counted.
    ///
    /// # Errors
    /// [`StoreError::BackupWrong`] with what is wrong.
    pub(super) async fn check_copy(&self, counted: &Figures) -> Result<()> {
        if !self.examine().await?.is_empty() {
            return Err(wrong("a database in it is damaged"));
        }
        for tenant in self.system().tenants().await? {
            let tenant = self.tenant(tenant.id);
            if !matches!(tenant.verify_audit().await?, AuditCheck::Verified { .. }) {
                return Err(wrong("the audit is broken"));
            }
        }
        self.read_bodies().await?;
        if self.figures(&bodies(&self.0.folder.blobs())?).await? != *counted {
            return Err(wrong("its figures differ from those that were counted"));
        }
        Ok(())
    }

    /// Every body that a delivery names can be read to its end.
    async fn read_bodies(&self) -> Result<()> {
        for TenantRow { id, .. } in self.system().tenants().await? {
            let sql = "SELECT DISTINCT hash FROM deliveries
                       WHERE tenant_id = $1 AND hash IS NOT NULL AND inline_body IS NULL";
            let rows = self.0.inbox.db.rows(sql, args![id]).await?;
            let hashes = rows.iter().map(|row| row.hash(0)).collect::<Result<Vec<Hash>>>()?;
            let blobs = self.tenant(id).blobs();
            blocking(move || {
                for hash in hashes {
                    let read = std::io::copy(&mut blobs.open(hash)?, &mut std::io::sink());
                    read.map_err(|_| wrong("a stored message cannot be read"))?;
                }
                Ok(())
            })
            .await?;
        }
        Ok(())
    }
}

pub(super) fn wrong(what: &'static str) -> StoreError {
    StoreError::BackupWrong { what }
}
