//! The limits of the guard: a sync's own, and wider ones around the start of the school year.

use crosswalk_model::{Date, GuardLimits, StartOfYear, Sync};
use crosswalk_store::Tenant;

use crate::Result;

/// The name of the setting with the days around the start of the school year.
pub(crate) const START_OF_YEAR: &str = "guard/start_of_year";

/// The days around the start of the school year, if somebody has named them.
pub(crate) async fn start_of_year(tenant: &Tenant) -> Result<Option<StartOfYear>> {
    let kept = tenant.setting(START_OF_YEAR).await?;
    Ok(kept.and_then(|value| serde_json::from_value(value).ok()))
}

/// The limits that count for a sync on a day.
pub(crate) async fn limits(tenant: &Tenant, sync: &Sync, today: Date) -> Result<GuardLimits> {
    let own = &sync.policy.guard;
    let starts = start_of_year(tenant).await?.is_some_and(|days| days.has(today));
    Ok(if starts { own.widened() } else { own.clone() })
}
