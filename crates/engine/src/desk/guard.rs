//! The guard's limits, in the screen's words.

use crosswalk_contract::{Call, Done, GuardView};
use crosswalk_model::{GuardLimits, StartOfYear, SyncId};
use serde_json::json;

use super::{Answered, Desk, reply};
use crate::limits::{START_OF_YEAR, limits, start_of_year};
use crate::syncs::sync;
use crate::{EngineError, Result};

impl Desk<'_> {
    pub(super) async fn guard(&self, call: Call) -> Answered {
        match call {
            Call::GetGuard(ask) => reply(self.get_guard(ask.sync).await),
            Call::SetGuard(ask) => reply(self.set_guard(ask.sync, ask.limits).await),
            Call::SetStartOfYear(ask) => reply(self.set_start_of_year(ask.days).await),
            _ => reply(Err::<(), _>(EngineError::NotFound("call"))),
        }
    }

    async fn get_guard(&self, id: SyncId) -> Result<GuardView> {
        let tenant = self.engine.school()?;
        let sync = sync(&tenant, id).await?;
        Ok(GuardView {
            sync: id,
            start_of_year: start_of_year(&tenant).await?,
            today: limits(&tenant, &sync, self.engine.today()).await?,
            limits: sync.policy.guard,
        })
    }

    async fn set_guard(&self, id: SyncId, limits: GuardLimits) -> Result<GuardView> {
        let change = |sync: &mut crosswalk_model::Sync| {
            sync.policy.guard = limits;
            Ok(())
        };
        self.engine.change_sync(self.actor, id, change).await?;
        self.get_guard(id).await
    }

    async fn set_start_of_year(&self, days: Option<StartOfYear>) -> Result<Done> {
        if days.is_some_and(|days| days.until <= days.from) {
            return Err(EngineError::BadHoliday("start of the school year".into()));
        }
        let mut work = self.engine.school()?.begin().await?;
        let sentence = match days {
            Some(days) => {
                work.put_setting(START_OF_YEAR, &json!(days)).await?;
                format!(
                    "From {} up to {} whole year levels may leave and come without being held.",
                    days.from, days.until
                )
            }
            None => {
                work.remove_setting(START_OF_YEAR).await?;
                "The guard holds the same on every day of the year.".to_owned()
            }
        };
        self.engine.audit(&mut work, self.actor, "guard.start_of_year", json!({ "days": days })).await?;
        work.commit().await?;
        Ok(Done { sentence })
    }
}
