//! The audit trail, in the screen's words.

use crosswalk_contract::{AuditRow, AuditVerdict, Call, ListAudit, Page};
use crosswalk_reconcile::sentence::number;
use crosswalk_store::{AuditCheck, AuditFilter};

use super::{Answered, Desk, reply};
use crate::{EngineError, Result};

const PAGE: u32 = 100;

impl Desk<'_> {
    pub(super) async fn trail(&self, call: Call) -> Answered {
        match call {
            Call::ListAudit(ask) => reply(self.list_audit(ask).await),
            Call::VerifyAudit(_) => reply(self.verify_audit().await),
            _ => reply(Err::<(), _>(EngineError::NotFound("call"))),
        }
    }

    pub(super) async fn list_audit(&self, ask: ListAudit) -> Result<Page<AuditRow>> {
        let before = ask.cursor.and_then(|cursor| cursor.parse().ok());
        let filter = AuditFilter { about: ask.about, since: ask.since };
        let records = self.engine.school()?.audit_page(&filter, before, PAGE).await?;
        let next = (records.len() as u32 == PAGE)
            .then(|| records.last().map(|record| record.seq.to_string()))
            .flatten();
        let erased = || "erased".to_owned();
        let row = |record: crosswalk_store::AuditRecord| AuditRow {
            seq: record.seq,
            at: record.at,
            actor: record.actor.map_or_else(erased, |actor| actor.label),
            detail: record.details.map_or_else(erased, |details| details.to_string()),
            action: record.action,
        };
        Ok(Page { rows: records.into_iter().map(row).collect(), next })
    }

    async fn verify_audit(&self) -> Result<AuditVerdict> {
        Ok(match self.engine.school()?.verify_audit().await? {
            AuditCheck::Verified { entries, erased: 0 } => {
                let sentence = format!("{} entries, every link holds.", number(entries));
                AuditVerdict { intact: true, entries, sentence }
            }
            AuditCheck::Verified { entries, erased } => {
                let sentence = format!(
                    "{} entries, every link holds; {erased} were erased with their person.",
                    number(entries)
                );
                AuditVerdict { intact: true, entries, sentence }
            }
            AuditCheck::Broken { seq, why } => {
                let sentence = format!("The chain breaks at entry {seq}: {why}");
                AuditVerdict { intact: false, entries: u64::try_from(seq).unwrap_or_default(), sentence }
            }
        })
    }
}
