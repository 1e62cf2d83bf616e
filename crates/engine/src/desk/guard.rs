//! The guard's limits, in the screen's words.

use crosswalk_contract::{Call, Done, GuardView, SetGuard};
use crosswalk_model::{GuardLimits, StartOfYear, SyncId};
use serde_json::json;

use super::{Answered, Desk, reply};
use crate::limits::{START_OF_YEAR, limits, start_of_year};
use crate::syncs::sync;
use crate::{EngineError, Result};

/// More records than any school has.
const MOST: u32 = 1_000_000;

impl Desk<'_> {
    pub(super) async fn guard(&self, call: Call) -> Answered {
        match call {
            Call::GetGuard(ask) => reply(self.get_guard(ask.sync).await),
            Call::SetGuard(ask) => reply(self.set_guard(ask).await),
            Call::SetStartOfYear(ask) => reply(self.set_start_of_year(ask.days, &ask.reason).await),
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
            title: sync.title,
            limits: sync.policy.guard,
        })
    }

    async fn set_guard(&self, ask: SetGuard) -> Result<GuardView> {
        can_be(&ask.limits)?;
        let reason = given(&ask.reason)?;
        let change = |sync: &mut crosswalk_model::Sync| {
            sync.policy.guard = ask.limits;
            Ok(())
        };
        self.engine.change_sync_for(self.actor, ask.sync, ("guard.changed", Some(reason)), change).await?;
        self.get_guard(ask.sync).await
    }

    async fn set_start_of_year(&self, days: Option<StartOfYear>, reason: &str) -> Result<Done> {
        if days.is_some_and(|days| days.until <= days.from) {
            return Err(EngineError::BadHoliday("start of the school year".into()));
        }
        let reason = given(reason)?;
        let mut work = self.engine.school()?.begin().await?;
        let sentence = match days {
            Some(days) => {
                work.put_setting(START_OF_YEAR, &json!(days)).await?;
                let last = days.until.yesterday().unwrap_or(days.from);
                format!(
                    "From {} to {last} whole year levels may leave and come without being held.",
                    days.from
                )
            }
            None => {
                work.remove_setting(START_OF_YEAR).await?;
                "The guard holds the same on every day of the year.".to_owned()
            }
        };
        let details = json!({ "from": days.map(|days| days.from), "until": days.map(|days| days.until), "reason": reason });
        self.engine.audit(&mut work, self.actor, "guard.start_of_year", details).await?;
        work.commit().await?;
        Ok(Done { sentence })
    }
}

/// The reason that a person gave.
fn given(reason: &str) -> Result<&str> {
    let reason = reason.trim();
    let words = "Say in a few words why. It stands in the audit trail.";
    if reason.is_empty() { Err(EngineError::BadGuard { field: "reason", words }) } else { Ok(reason) }
}

/// Limits that can be kept: a share of nothing would hold every plan, one above all of them none.
fn can_be(limits: &GuardLimits) -> Result<()> {
    let shares = [
        ("deactivations_percent", limits.deactivations_percent),
        ("shrink_percent", limits.shrink_percent),
        ("relink_percent", limits.relink_percent),
    ];
    let counts = [
        ("deactivations_count", limits.deactivations_count),
        ("deactivations_floor", limits.deactivations_floor),
    ];
    let bad_share = shares.into_iter().find(|(_, share)| !(1..=100).contains(share));
    let bad_count = counts.into_iter().find(|(_, count)| !(1..=MOST).contains(count));
    match (bad_share, bad_count) {
        (Some((field, _)), _) => Err(EngineError::BadGuard { field, words: "A share is from 1 to 100 %." }),
        (_, Some((field, _))) => Err(EngineError::BadGuard { field, words: "Enter a number from 1 on." }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_within_reason() {
        let usual = GuardLimits::default();
        assert!(can_be(&usual).is_ok() && can_be(&GuardLimits::start_of_year()).is_ok());
        for (field, bad) in [
            ("deactivations_percent", GuardLimits { deactivations_percent: 0, ..usual.clone() }),
            ("shrink_percent", GuardLimits { shrink_percent: 101, ..usual.clone() }),
            ("deactivations_count", GuardLimits { deactivations_count: 0, ..usual.clone() }),
            ("deactivations_floor", GuardLimits { deactivations_floor: MOST + 1, ..usual.clone() }),
        ] {
            assert!(
                matches!(can_be(&bad), Err(EngineError::BadGuard { field: told, .. }) if told == field),
                "{field}"
            );
        }
        assert!(
            given("  ").is_err() && given(" Year 13 left. ").is_ok_and(|reason| reason == "Year 13 left.")
        );
    }
}
