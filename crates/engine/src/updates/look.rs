//! Looks for a newer version: when somebody asks, and once a day where that is wished.

use crosswalk_connector_kit::KitError;
use crosswalk_contract::{LookFailed, Release};
use crosswalk_model::Timestamp;
use crosswalk_store::Tenant;
use jiff::SignedDuration;
use serde_json::json;

use super::{KNOWN, LOOKED, Looked, Settings, announced, kept, settings};
use crate::{Engine, Result};

/// A little less than a day, so that a computer that is on for the same hours each day does not skip one.
const DAILY: SignedDuration = SignedDuration::from_hours(23);
/// What came to nothing is tried again after so long.
const AGAIN: SignedDuration = SignedDuration::from_hours(4);
const NO_ANNOUNCEMENT: &str = "What stands there announces no version. Check the address.";

impl Engine {
    /// Looks once a day, where that is wished. The clock does not wait for the answer.
    pub(crate) async fn look_for_updates_when_due(&self, tenant: &Tenant) -> Result<()> {
        let settings = settings(tenant).await?;
        let looked: Looked = kept(tenant, LOOKED).await?.unwrap_or_default();
        if !settings.daily || !settings.asks() || !is_due(&looked, self.clock().now()) {
            return Ok(());
        }
        let (engine, tenant) = (self.clone(), tenant.clone());
        self.background("look for updates", async move {
            if let Err(error) = engine.look_for_updates(&tenant).await {
                tracing::warn!(error = %error, "What became of looking for a newer version could not be noted");
            }
        });
        Ok(())
    }

    /// Looks now, and keeps what came of it. A look that comes to nothing is no error: it is noted and told.
    pub(crate) async fn look_for_updates(&self, tenant: &Tenant) -> Result<()> {
        let _one_look_at_a_time = self.asking().lock().await;
        let settings = settings(tenant).await?;
        if !settings.asks() {
            return Ok(());
        }
        let mut looked: Looked = kept(tenant, LOOKED).await?.unwrap_or_default();
        looked.tried_at = Some(self.clock().now());
        note(tenant, &settings, &looked, None).await?;
        let found = self.ask_for_release(&settings).await;
        let now = self.clock().now();
        let release = match found {
            Ok(release) => {
                (looked.answered_at, looked.failed) = (Some(now), None);
                Some(release)
            }
            Err(KitError::Cancelled) => return Ok(()),
            Err(error) => {
                tracing::info!(problem = error.code(), "A newer version could not be looked for");
                looked.failed = Some(LookFailed { at: now, words: words(error) });
                None
            }
        };
        note(tenant, &settings, &looked, release.as_ref()).await
    }

    async fn ask_for_release(&self, settings: &Settings) -> Result<Release, KitError> {
        let page = settings.page().fetch(&self.supervisor().token()).await?;
        let host = settings.page().host();
        let release = announced::read(page.body(), &announced::system(), host.as_deref());
        release.ok_or_else(|| page.unexpected(NO_ANNOUNCEMENT))
    }
}

/// Keeps what came of a look, unless somebody has named another address meanwhile.
async fn note(tenant: &Tenant, asked: &Settings, looked: &Looked, found: Option<&Release>) -> Result<()> {
    if settings(tenant).await?.address != asked.address {
        return Ok(());
    }
    let mut work = tenant.begin().await?;
    work.put_setting(LOOKED, &json!(looked)).await?;
    if let Some(found) = found {
        work.put_setting(KNOWN, &json!(found)).await?;
    }
    Ok(work.commit().await?)
}

fn is_due(looked: &Looked, now: Timestamp) -> bool {
    let wait = if looked.failed.is_some() { AGAIN } else { DAILY };
    // A clock that was set back must not put the next look off for years.
    looked.tried_at.is_none_or(|at| now < at || now.duration_since(at) >= wait)
}

/// A setting's own remedy stands beside nothing here, so that it says of itself what it is about.
fn words(error: KitError) -> String {
    match error {
        KitError::BadSetting { remedy, .. } => format!("The address cannot be asked. {remedy}"),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_looked_once_a_day_and_sooner_after_a_failure() {
        let at = |hours: i64| Timestamp::from_second(1_800_000_000 + hours * 3600).unwrap();
        let failed = Some(LookFailed { at: at(0), words: String::new() });
        for (tried, failed, now, due) in [
            (None, None, 0, true),
            (Some(0), None, 22, false),
            (Some(0), None, 23, true),
            (Some(0), failed.clone(), 3, false),
            (Some(0), failed, 4, true),
            (Some(9), None, 0, true),
        ] {
            let looked = Looked { tried_at: tried.map(at), answered_at: None, failed };
            assert_eq!(is_due(&looked, at(now)), due, "{tried:?} {now}");
        }
    }
}
