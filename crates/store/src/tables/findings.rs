//! Findings of runs, packed some hundred to a row and encrypted.

use crosswalk_model::{Finding, RunId};

use crate::db::{Row, args};
use crate::{Result, Tenant, Work};

pub(super) const SPOT: (&str, &str) = ("findings", "body");
const PACKED: usize = 500;

pub(super) fn spot_id<'a>(run: &'a RunId, first: &'a [u8; 8]) -> [&'a [u8]; 2] {
    [run.0.as_bytes(), first]
}

impl Tenant {
    /// Findings of a run from a place in their order.
    pub async fn findings(&self, run: RunId, offset: u64, limit: u32) -> Result<Vec<Finding>> {
        let offset = i64::try_from(offset).unwrap_or(i64::MAX);
        let sql = "SELECT first, body FROM findings WHERE tenant_id = $1 AND run_id = $2
                   AND first + count > $3 AND first < $3 + $4 ORDER BY first";
        let rows = self.rows(sql, args![self.id, run, offset, limit]).await?;
        let mut findings = Vec::new();
        for row in &rows {
            findings.extend(self.read_findings(run, row)?);
        }
        let skip = rows.first().map_or(Ok(0), |row| row.int(0).map(|first| offset - first))?;
        let skip = usize::try_from(skip).unwrap_or(0);
        Ok(findings.into_iter().skip(skip).take(limit as usize).collect())
    }

    fn read_findings(&self, run: RunId, row: &Row) -> Result<Vec<Finding>> {
        let first = row.int(0)?.to_le_bytes();
        self.unseal_json(SPOT, &spot_id(&run, &first), row.bytes(1)?)
    }
}

impl Work {
    /// Adds findings behind those that the run has.
    ///
    /// # Errors
    /// [`crate::StoreError::NotFound`] when the run does not exist.
    pub async fn put_findings(&mut self, run: RunId, findings: &[Finding]) -> Result<()> {
        let sql = "SELECT COALESCE(MAX(first + count), 0) FROM findings WHERE tenant_id = $1 AND run_id = $2";
        let known = self.row(sql, args![self.tenant.id, run]).await?;
        let mut first = known.map_or(Ok(0), |row| row.int(0))?;
        let mut rows = Vec::new();
        for some in findings.chunks(PACKED) {
            let body = self.tenant.seal_json(SPOT, &spot_id(&run, &first.to_le_bytes()), some)?;
            rows.push(Ok(args![self.tenant.id, run, first, some.len(), body]));
            first += i64::try_from(some.len()).unwrap_or(i64::MAX);
        }
        let head = "INSERT INTO findings (tenant_id, run_id, first, count, body)";
        self.tx.bulk(head, "", Box::new(rows.into_iter())).await
    }
}
