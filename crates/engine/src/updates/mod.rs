//! Newer versions of Crosswalk: it looks whether there is one and says so. It never fetches or installs anything, since
//! schools hand software out themselves.
//!
//! What is announced is read in [`announced`], when and how it is looked in [`look`], and what is kept of it here.

mod announced;
mod look;

use crosswalk_connector_kit::http::SmallPage;
use crosswalk_contract::{LookFailed, NewVersion, Release, UpdatesView};
use crosswalk_model::Timestamp;
use crosswalk_store::{Tenant, Work};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{Engine, Result};

/// The names of settings.
const SETTINGS: &str = "updates/settings";
const LOOKED: &str = "updates/looked";
const KNOWN: &str = "updates/known";

/// What the school has set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Settings {
    /// Where new versions are announced; empty for nowhere.
    pub address: String,
    /// Which addresses of private networks that may be.
    pub own_servers: String,
    /// Whether to look once a day.
    pub daily: bool,
}

impl Settings {
    /// The page that is asked.
    pub(crate) fn page(&self) -> SmallPage<'_> {
        let (url, own_servers) = (&self.address, &self.own_servers);
        SmallPage { title: "The page of new versions", field: "address", url, own_servers }
    }

    /// Whether anybody is asked.
    pub(crate) fn asks(&self) -> bool {
        !self.address.is_empty()
    }
}

/// When it was looked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Looked {
    /// The last look, well or not; it is noted before it begins.
    tried_at: Option<Timestamp>,
    /// The last that was answered.
    answered_at: Option<Timestamp>,
    /// Why the last one came to nothing.
    failed: Option<LookFailed>,
}

/// What the school has set, or nothing.
pub(crate) async fn settings(tenant: &Tenant) -> Result<Settings> {
    kept(tenant, SETTINGS).await.map(Option::unwrap_or_default)
}

/// Sets it. What another address told is forgotten.
pub(crate) async fn store(work: &mut Work, before: &Settings, now: &Settings) -> Result<()> {
    work.put_setting(SETTINGS, &json!(now)).await?;
    if before.address != now.address {
        work.remove_setting(LOOKED).await?;
        work.remove_setting(KNOWN).await?;
    }
    Ok(())
}

async fn kept<T: serde::de::DeserializeOwned>(tenant: &Tenant, name: &str) -> Result<Option<T>> {
    Ok(tenant.setting(name).await?.and_then(|value| serde_json::from_value(value).ok()))
}

impl Engine {
    /// How it stands.
    pub(crate) async fn updates(&self) -> Result<UpdatesView> {
        let tenant = self.school()?;
        let settings = settings(&tenant).await?;
        let looked: Looked = kept(&tenant, LOOKED).await?.unwrap_or_default();
        Ok(UpdatesView {
            version: self.tuning().version.clone(),
            system: announced::system(),
            address: settings.asks().then_some(settings.address),
            own_servers: settings.own_servers,
            daily: settings.daily,
            looked_at: looked.answered_at,
            failed: looked.failed,
            newer: self.newer(&tenant).await?,
        })
    }

    /// A newer version than this one, where one is known. After it was installed it is this one, and no news.
    async fn newer(&self, tenant: &Tenant) -> Result<Option<Release>> {
        let known: Option<Release> = kept(tenant, KNOWN).await?;
        Ok(known.filter(|known| announced::is_newer(&self.tuning().version, &known.version)))
    }

    /// The same in a few words, for the overview.
    pub(crate) async fn new_version(&self, tenant: &Tenant) -> Result<Option<NewVersion>> {
        let newer = self.newer(tenant).await?;
        Ok(newer.map(|release| NewVersion { version: release.version, security: release.security }))
    }
}
