//! The computer, in the screen's words.

use crosswalk_contract::{Call, ComputerView};
use serde_json::json;

use super::{Answered, Desk, reply};
use crate::{EngineError, Result};

impl Desk<'_> {
    pub(super) async fn computer(&self, call: Call) -> Answered {
        match call {
            Call::SetAutostart(ask) => reply(self.set_autostart(ask.on).await),
            _ => reply(Ok(self.computer_view())),
        }
    }

    fn computer_view(&self) -> ComputerView {
        let computer = self.engine.computer();
        let computer = computer.as_deref();
        ComputerView {
            folder: computer.and_then(crate::Computer::folder),
            autostart: computer.and_then(crate::Computer::starts_by_itself),
        }
    }

    async fn set_autostart(&self, on: bool) -> Result<ComputerView> {
        let computer = self.engine.computer().ok_or(EngineError::NotFound("computer"))?;
        computer.start_by_itself(on).map_err(EngineError::Computer)?;
        if let Ok(tenant) = self.engine.school() {
            let mut work = tenant.begin().await?;
            self.engine.audit(&mut work, self.actor, "computer.autostart", json!({ "on": on })).await?;
            work.commit().await?;
        }
        Ok(self.computer_view())
    }
}
