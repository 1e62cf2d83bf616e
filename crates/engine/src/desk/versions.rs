//! The timeline of the configuration: every version of a connection or a sync, and the way back to one. Nothing is
//! taken out of it; going back makes a new version.

use crosswalk_contract::{Call, Configured, Done, VersionChange, VersionRow};
use crosswalk_model::{ConnectionId, Sync, SyncId};
use crosswalk_store::{ConfigKind, ConfigVersion, ConnectionRow};
use serde_json::Value as Json;

use super::differences::{Facts, between, of_connection, of_sync};
use super::{Answered, Desk, reply};
use crate::connections::Filled;
use crate::{EngineError, Result};

/// The parts of a version that are told by name: where they stand, and what they are called.
const PARTS: &[(&str, &str)] = &[
    ("title", "title"),
    ("settings", "settings"),
    ("path", "path"),
    ("crosswalk", "mapping"),
    ("selection", "filters"),
    ("policy", "policy"),
    ("standing_approval", "standing approval"),
    ("paused", "paused"),
];

impl Desk<'_> {
    pub(super) async fn versions(&self, call: Call) -> Answered {
        match call {
            Call::ListVersions(ask) => reply(self.list_versions(ask.of).await),
            Call::RestoreVersion(ask) => reply(self.restore_version(ask.of, ask.version).await),
            _ => reply(Err::<(), _>(EngineError::NotFound("call"))),
        }
    }

    async fn kept_versions(&self, of: Configured) -> Result<Vec<ConfigVersion>> {
        let tenant = self.engine.school()?;
        let (kind, id) = match of {
            Configured::Connection(id) => (ConfigKind::Connection, id.0),
            Configured::Sync(id) => (ConfigKind::Sync, id.0),
        };
        Ok(tenant.config_history(kind, id).await?)
    }

    async fn list_versions(&self, of: Configured) -> Result<Vec<VersionRow>> {
        let history = self.kept_versions(of).await?;
        let last = history.last().map(|one| one.version);
        let mut before: Option<&ConfigVersion> = None;
        let mut rows = Vec::with_capacity(history.len());
        for one in &history {
            rows.push(VersionRow {
                version: one.version,
                at: one.at,
                by: one.actor.label.clone(),
                changed: before.map(|before| changed(before, one)).unwrap_or_default(),
                changes: before.map(|before| self.differences(of, before, one)).unwrap_or_default(),
                present: Some(one.version) == last,
            });
            before = Some(one);
        }
        rows.reverse();
        Ok(rows)
    }

    /// What differs field by field. A version that cannot be read any more is told by the names of its parts alone.
    fn differences(
        &self,
        of: Configured,
        before: &ConfigVersion,
        after: &ConfigVersion,
    ) -> Vec<VersionChange> {
        let facts = |version: &ConfigVersion| self.facts(of, version.body.clone()?);
        facts(before).zip(facts(after)).map(|(before, after)| between(&before, &after)).unwrap_or_default()
    }

    fn facts(&self, of: Configured, body: Json) -> Option<Facts> {
        match of {
            Configured::Sync(_) => Some(of_sync(&read::<Sync>(body).ok()?)),
            Configured::Connection(_) => {
                let row: ConnectionRow = read(body).ok()?;
                let connector = self.engine.connector(&row.connector).ok();
                Some(of_connection(&row, connector))
            }
        }
    }

    async fn restore_version(&self, of: Configured, version: u32) -> Result<Done> {
        let history = self.kept_versions(of).await?;
        let wanted = history.into_iter().find(|one| one.version == version);
        let body = wanted.and_then(|one| one.body).ok_or(EngineError::NotFound("version"))?;
        match of {
            Configured::Sync(id) => self.restore_sync(id, body).await?,
            Configured::Connection(id) => self.restore_connection(id, body).await?,
        }
        Ok(Done::saying(format!("Version {version} holds again, as the newest version.")))
    }

    /// Whether it runs and whether it may apply by itself stay as they are: going back in a mapping is not a word for
    /// what it will change.
    async fn restore_sync(&self, id: SyncId, body: Json) -> Result<()> {
        let former: Sync = read(body)?;
        let change = |sync: &mut Sync| {
            sync.title = former.title;
            sync.policy = former.policy;
            sync.selection = former.selection;
            let version = sync.crosswalk.version;
            sync.crosswalk = former.crosswalk;
            sync.crosswalk.version = version;
            Ok(())
        };
        self.engine.change_sync(self.actor, id, change).await.map(drop)
    }

    /// Its secrets are those of today: former ones are not kept.
    async fn restore_connection(&self, id: ConnectionId, body: Json) -> Result<()> {
        let former: ConnectionRow = read(body)?;
        let filled = Filled {
            id: Some(id),
            connector: former.connector,
            title: former.title,
            settings: former.settings,
            secrets: Default::default(),
        };
        self.engine.save_connection(self.actor, filled).await.map(drop)
    }
}

fn read<T: serde::de::DeserializeOwned>(body: Json) -> Result<T> {
    serde_json::from_value(body).map_err(|error| EngineError::Unanswerable(error.to_string()))
}

/// What differs between two versions, by name. The number of a mapping is not the mapping.
fn changed(before: &ConfigVersion, after: &ConfigVersion) -> Vec<String> {
    let part = |version: &ConfigVersion, name: &str| {
        let mut part = version.body.as_ref().and_then(|body| body.get(name)).cloned();
        if let Some(Json::Object(part)) = &mut part {
            part.remove("version");
        }
        part
    };
    let differ = |(name, _): &&(&str, &str)| part(before, name) != part(after, name);
    PARTS.iter().filter(differ).map(|(_, words)| (*words).to_owned()).collect()
}
