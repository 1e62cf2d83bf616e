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
