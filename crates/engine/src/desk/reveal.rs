//! Private values as they are, for whoever may see them; the audit remembers who looked at whom.

use crosswalk_contract::{Call, ChangeRow, ConflictView};
use crosswalk_model::{ConflictId, PlanId};
use serde_json::json;

use super::conflicts::view;
use super::mask::Masks;
use super::plans::change_at;
use super::{Answered, Desk, reply};
use crate::apply::plan;
use crate::people::{entity_of, person_of};
use crate::{EngineError, Result};

impl Desk<'_> {
    pub(super) async fn reveal(&self, call: Call) -> Answered {
        match call {
            Call::RevealChange(ask) => reply(self.reveal_change(ask.plan, ask.index).await),
            Call::RevealConflict(ask) => reply(self.reveal_conflict(ask.id).await),
            _ => reply(Err::<(), _>(EngineError::NotFound("call"))),
        }
    }

    async fn reveal_change(&self, id: PlanId, index: u32) -> Result<ChangeRow> {
        let tenant = self.engine.school()?;
        let plan = plan(&tenant, id).await?;
        let change = change_at(&tenant, &plan, index).await?;
        let change = change.ok_or(EngineError::NotFound("change"))?;
        let outcomes = tenant.outcomes(id).await?;
        let outcome = outcomes.into_iter().find(|(own, _)| *own == index).map(|(_, outcome)| outcome);
        let sync = tenant.sync(plan.sync).await?;
        let (_, fields) = Masks(sync.as_ref()).change(&change);
        let subject = match entity_of(sync.as_ref(), &change.target) {
            Some(entity) => person_of(&tenant, entity, change.roster_id).await?,
            None => None,
        };
        let details = json!({ "plan": id, "change": index, "fields": fields });
        let mut work = tenant.begin().await?;
        self.engine.audit_about(&mut work, self.actor, "values.revealed", subject, details).await?;
        work.commit().await?;
        Ok(ChangeRow { index, change, outcome, masked: Vec::new() })
    }

    async fn reveal_conflict(&self, id: ConflictId) -> Result<ConflictView> {
        let tenant = self.engine.school()?;
        let conflict = tenant.conflict(id).await?.ok_or(EngineError::NotFound("conflict"))?;
        let sides = self.sides(&tenant).await?;
        let mut work = tenant.begin().await?;
        self.note(&mut work, &tenant, &conflict, "values.revealed", json!({ "conflict": id })).await?;
        work.commit().await?;
        Ok(view(conflict, &sides))
    }
}
