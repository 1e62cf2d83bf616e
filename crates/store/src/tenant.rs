//! One tenant's tables: [`Tenant`] reads, [`Work`] writes.

use crosswalk_model::TenantId;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::db::{Arg, Args, Database, Row, Sql, Tx, args};
use crate::vault::Spot;
use crate::{Result, Store, StoreError};

/// The handle through which one tenant's tables are read. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Tenant {
    pub(crate) store: Store,
    pub(crate) id: TenantId,
}

/// A transaction that writes. It counts after [`Work::commit`]; dropping it rolls back. While it is open no other
/// `Work` of the same tenant goes on, so nothing slow belongs inside.
pub struct Work {
    pub(crate) tenant: Tenant,
    pub(crate) tx: Tx,
    /// Whether something was erased that must not be left behind in the write-ahead log.
    pub(crate) erased: bool,
}

impl Tenant {
    /// Which tenant.
    pub fn id(&self) -> TenantId {
        self.id
    }

    /// Begins a transaction that writes.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when others write for more than a minute.
    pub async fn begin(&self) -> Result<Work> {
        let tx = self.db().begin(&self.id.to_string()).await?;
        Ok(Work { tenant: self.clone(), tx, erased: false })
    }

    pub(crate) fn db(&self) -> &Database {
        &self.store.0.db
    }

    pub(crate) fn seal(
        &self,
        spot: (&'static str, &'static str),
        id: &[&[u8]],
        plain: &[u8],
    ) -> Result<Vec<u8>> {
        self.store.0.vault.seal(&self.spot(spot, id), plain)
    }

    pub(crate) fn unseal(
        &self,
        spot: (&'static str, &'static str),
        id: &[&[u8]],
        body: &[u8],
    ) -> Result<Vec<u8>> {
        self.store.0.vault.open(&self.spot(spot, id), body)
    }

    pub(crate) fn seal_json<T: Serialize + ?Sized>(
        &self,
        spot: (&'static str, &'static str),
        id: &[&[u8]],
        value: &T,
    ) -> Result<Vec<u8>> {
        self.seal(spot, id, &serde_json::to_vec(value)?)
    }

    pub(crate) fn unseal_json<T: DeserializeOwned>(
        &self,
        spot: (&'static str, &'static str),
        id: &[&[u8]],
        body: &[u8],
    ) -> Result<T> {
        Ok(serde_json::from_slice(&self.unseal(spot, id, body)?)?)
    }

    pub(crate) fn spot<'a>(
        &self,
        (table, column): (&'static str, &'static str),
        id: &'a [&'a [u8]],
    ) -> Spot<'a> {
        Spot { tenant: Some(self.id), table, column, id }
    }

    pub(crate) async fn rows(&self, sql: impl Into<Sql>, args: Args) -> Result<Vec<Row>> {
        self.db().rows(sql, args).await
    }

    pub(crate) async fn row(&self, sql: impl Into<Sql>, args: Args) -> Result<Option<Row>> {
        self.db().row(sql, args).await
    }

    /// Reads the rows for a list of any length, some at a time. The statement ends with the column that must be one
    /// of the list.
    pub(crate) async fn rows_in(&self, sql: &str, fixed: &Args, list: Vec<Arg>) -> Result<Vec<Row>> {
        let mut rows = Vec::new();
        for some in list.chunks(self.db().dialect().longest_list()) {
            let (sql, args) = self.db().dialect().one_of(sql, fixed, some);
            rows.append(&mut self.rows(sql, args).await?);
        }
        Ok(rows)
    }
}

impl Work {
    /// Makes everything that was done count.
    pub async fn commit(self) -> Result<()> {
        self.tx.commit().await?;
        if self.erased {
            self.tenant.db().checkpoint().await?;
        }
        Ok(())
    }

    /// The tenant that it belongs to.
    pub fn tenant(&self) -> &Tenant {
        &self.tenant
    }

    pub(crate) async fn run(&mut self, sql: impl Into<Sql>, args: Args) -> Result<u64> {
        self.tx.run(sql, args).await
    }

    pub(crate) async fn row(&mut self, sql: impl Into<Sql>, args: Args) -> Result<Option<Row>> {
        self.tx.row(sql, args).await
    }

    pub(crate) async fn run_in(&mut self, sql: &str, fixed: &Args, list: Vec<Arg>) -> Result<u64> {
        let mut changed = 0;
        for some in list.chunks(self.tx.dialect().longest_list()) {
            let (sql, args) = self.tx.dialect().one_of(sql, fixed, some);
            changed += self.run(sql, args).await?;
        }
        Ok(changed)
    }

    pub(crate) async fn rows_in(&mut self, sql: &str, fixed: &Args, list: Vec<Arg>) -> Result<Vec<Row>> {
        let mut rows = Vec::new();
        for some in list.chunks(self.tx.dialect().longest_list()) {
            let (sql, args) = self.tx.dialect().one_of(sql, fixed, some);
            rows.append(&mut self.tx.rows(sql, args).await?);
        }
        Ok(rows)
    }

    /// Takes the next numbers of one of the tenant's sequences; the first of them is given. Numbers are taken in the
    /// order of commits, because only one `Work` of a tenant is open at a time.
    pub(crate) async fn take_numbers(&mut self, name: &str, count: usize) -> Result<i64> {
        let sql = "INSERT INTO sequences (tenant_id, name, value) VALUES ($1, $2, $3)
                   ON CONFLICT (tenant_id, name) DO UPDATE SET value = sequences.value + excluded.value
                   RETURNING value";
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let row = self.row(sql, args![self.tenant.id, name, count]).await?;
        let last = row.ok_or_else(|| StoreError::corrupt("a sequence"))?.int(0)?;
        Ok(last - count + 1)
    }
}
