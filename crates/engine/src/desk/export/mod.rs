//! What is shown, as a file: the changes of a plan and the audit trail, as text or as a workbook. Private values stay
//! masked, as on the screen.

mod book;
mod csv;
mod plan;
mod table;
mod trail;

use crosswalk_contract::Call;

use super::{Answered, Desk, reply};
use crate::EngineError;

impl Desk<'_> {
    pub(super) async fn export(&self, call: Call) -> Answered {
        match call {
            Call::ExportPlan(ask) => reply(self.export_plan(ask).await),
            Call::ExportAudit(ask) => reply(self.export_audit(ask).await),
            _ => reply(Err::<(), _>(EngineError::NotFound("call"))),
        }
    }
}

/// Whether a spreadsheet would take the cell for a formula; a name such as `=cmd|…` is one that somebody typed once.
fn is_formula(cell: &str) -> bool {
    cell.trim_start().starts_with(['=', '+', '-', '@']) || cell.starts_with(['\t', '\r', '\n'])
}
