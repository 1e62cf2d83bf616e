//! Verifying the audit from its first entry to its head.

use std::collections::{BTreeSet, HashMap};

use crosswalk_model::Hash;

use super::chain::{self, Link};
use super::erase::{ERASED, erased_by};
use crate::db::{Row, Tx, args};
use crate::vault::Cipher;
use crate::{Result, StoreError, Tenant};

/// What verifying found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuditCheck {
    /// All of it is as it was written.
    Verified {
        /// How many entries there are.
        entries: u64,
        /// Of how many the payload was erased.
        erased: u64,
    },
    /// Something is not.
    Broken {
        /// The entry at which it was noticed.
        seq: i64,
        /// What is wrong with it.
        why: String,
    },
}

const PAGE: u32 = 1000;

/// What has been seen so far.
struct Walk<'a> {
    tenant: &'a Tenant,
    keys: HashMap<String, Cipher>,
    last: Hash,
    seq: i64,
    missing: BTreeSet<i64>,
    erased: BTreeSet<i64>,
}

impl Tenant {
    /// Reads the whole chain and every payload that was not erased, and compares them. Any byte that was altered in
    /// any column, an entry that was taken out or cut off, and a payload that is missing without having been erased
    /// are noticed.
    pub async fn verify_audit(&self) -> Result<AuditCheck> {
        let mut tx = self.db().snapshot().await?;
        self.verify_in(&mut tx).await
    }

    pub(crate) async fn verify_in(&self, tx: &mut Tx) -> Result<AuditCheck> {
        let mut walk = Walk {
            tenant: self,
            keys: HashMap::new(),
            last: chain::START,
            seq: 0,
            missing: BTreeSet::new(),
            erased: BTreeSet::new(),
        };
        match walk.all(tx).await {
            Ok(()) => {
                let entries = u64::try_from(walk.seq).unwrap_or(0);
                Ok(AuditCheck::Verified { entries, erased: walk.missing.len() as u64 })
            }
            Err(Stop::Broken(seq, why)) => Ok(AuditCheck::Broken { seq, why }),
            Err(Stop::Failed(error)) => Err(error),
        }
    }
}

/// Why the walk ends early.
enum Stop {
    Broken(i64, String),
    Failed(StoreError),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Failed(error)
    }
}

impl Walk<'_> {
    fn broken(&self, why: &str) -> Stop {
        Stop::Broken(self.seq, why.to_owned())
    }

    /// What cannot be read was altered; what cannot be reached is no finding.
    fn unreadable<T>(&self, result: Result<T>) -> Result<T, Stop> {
        result.map_err(|error| match error {
            StoreError::Altered { .. } | StoreError::Corrupt { .. } | StoreError::Key => {
                self.broken(&error.to_string())
            }
            other => Stop::Failed(other),
        })
    }

    async fn all(&mut self, tx: &mut Tx) -> Result<(), Stop> {
        loop {
            let sql =
                "SELECT a.seq, a.at, a.action, a.commitment, a.hash, p.subject, p.body, k.body FROM audit a
                       LEFT JOIN audit_payloads p ON p.tenant_id = a.tenant_id AND p.seq = a.seq
                       LEFT JOIN audit_keys k ON k.tenant_id = p.tenant_id AND k.subject = p.subject
                       WHERE a.tenant_id = $1 AND a.seq > $2 ORDER BY a.seq LIMIT $3";
            let rows = tx.rows(sql, args![self.tenant.id, self.seq, PAGE]).await?;
            if rows.is_empty() {
                break;
            }
            for row in &rows {
                self.entry(row)?;
            }
        }
        self.head(tx).await?;
        if let Some(seq) = self.missing.difference(&self.erased).next() {
            return Err(Stop::Broken(*seq, "what it says is missing and was not erased".to_owned()));
        }
        self.strays(tx).await
    }

    fn entry(&mut self, row: &Row) -> Result<(), Stop> {
        let seq = self.unreadable(row.int(0))?;
        let expected = std::mem::replace(&mut self.seq, seq) + 1;
        if seq != expected {
            return Err(Stop::Broken(expected, "the entry is missing".to_owned()));
        }
        let action = self.unreadable(row.text(2))?;
        let commitment = self.unreadable(row.hash(3))?;
        let link = Link { seq, at: self.unreadable(row.int(1))?, action: &action, commitment };
        self.last = link.hash(self.tenant.id, self.last);
        if self.unreadable(row.hash(4))? != self.last {
            return Err(self.broken("the entry does not follow from the ones before it"));
        }
        self.payload(row, &link)
    }

    fn payload(&mut self, row: &Row, link: &Link<'_>) -> Result<(), Stop> {
        let Some(subject) = self.unreadable(row.maybe_text(5))? else {
            self.missing.insert(link.seq);
            return Ok(());
        };
        if !self.keys.contains_key(&subject) {
            let sealed = self.unreadable(row.maybe_bytes(7))?;
            let sealed = sealed.ok_or_else(|| self.broken("its key is missing"))?;
            let key = self.unreadable(self.tenant.open_audit_key(&subject, sealed))?;
            self.keys.insert(subject.clone(), key);
        }
        let body = self.unreadable(row.bytes(6))?;
        let opened =
            self.keys.get(&subject).map(|key| self.tenant.open_payload(key, link.seq, &subject, body));
        let (salted, payload) = self.unreadable(opened.unwrap_or(Err(StoreError::Key)))?;
        if chain::commitment(&salted) != link.commitment {
            return Err(self.broken("what it says is not what was committed to"));
        }
        if link.action == ERASED {
            self.erased.extend(erased_by(&payload.details));
        }
        Ok(())
    }

    async fn head(&mut self, tx: &mut Tx) -> Result<(), Stop> {
        let sql = "SELECT seq, mac FROM audit_heads WHERE tenant_id = $1";
        let fits = match tx.row(sql, args![self.tenant.id]).await? {
            None => self.seq == 0,
            Some(row) => {
                let (seq, mac) = (self.unreadable(row.int(0))?, self.unreadable(row.hash(1))?);
                seq == self.seq && mac == self.tenant.head_mac(seq, self.last)
            }
        };
        if fits { Ok(()) } else { Err(self.broken("the chain does not end where its head says")) }
    }

    /// A payload or a key without an entry was put there or moved there.
    async fn strays(&mut self, tx: &mut Tx) -> Result<(), Stop> {
        let sql = "SELECT p.seq FROM audit_payloads p WHERE p.tenant_id = $1 AND NOT EXISTS
                     (SELECT 1 FROM audit a WHERE a.tenant_id = p.tenant_id AND a.seq = p.seq)
                   UNION ALL SELECT 0 FROM audit_keys k WHERE k.tenant_id = $1 AND NOT EXISTS
                     (SELECT 1 FROM audit_payloads p WHERE p.tenant_id = k.tenant_id AND p.subject = k.subject)";
        match tx.row(sql, args![self.tenant.id]).await? {
            Some(row) => Err(Stop::Broken(row.int(0)?, "it has no entry".to_owned())),
            None => Ok(()),
        }
    }
}
