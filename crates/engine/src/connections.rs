//! Connections: opening, saving, checking, pausing and removing them.

use std::collections::BTreeMap;

use crosswalk_connector_kit::{CheckResult, Connection, Connector, Secrets, Settings};
use crosswalk_contract::EventKind;
use crosswalk_model::{Actor, ConnectionId, Secret, TenantId};
use crosswalk_store::{ConnectionRow, Tenant};

use crate::{Engine, EngineError, Result};

/// What a person has filled in.
pub(crate) struct Filled {
    pub id: Option<ConnectionId>,
    pub connector: String,
    pub title: String,
    pub settings: BTreeMap<String, String>,
    pub secrets: BTreeMap<String, Secret>,
}

impl Engine {
    /// A connector of this build.
    pub(crate) fn connector(&self, key: &str) -> Result<&dyn Connector> {
        let found = self.registry().iter().find(|connector| connector.spec().key == key);
        found.map(AsRef::as_ref).ok_or_else(|| EngineError::UnknownConnector(key.to_owned()))
    }

    /// A connection that must be there.
    pub(crate) async fn connection_row(&self, tenant: &Tenant, id: ConnectionId) -> Result<ConnectionRow> {
        tenant.connection(id).await?.ok_or(EngineError::NotFound("connection"))
    }

    /// Opens a connection with its settings and secrets.
    pub(crate) async fn open(&self, tenant: TenantId, id: ConnectionId) -> Result<Box<dyn Connection>> {
        let row = self.connection_row(&self.store().tenant(tenant), id).await?;
        let connector = self.connector(&row.connector)?;
        let secrets = self.secrets(tenant, connector, id).await?;
        Ok(connector.open(&Settings(row.settings), &secrets)?)
    }

    async fn secrets(
        &self,
        tenant: TenantId,
        connector: &dyn Connector,
        id: ConnectionId,
    ) -> Result<Secrets> {
        let mut secrets = Vec::new();
        for key in secret_keys(connector) {
            if let Some(secret) = self.vault().get(tenant, &secret_name(id, &key)).await? {
                secrets.push((key, secret));
            }
        }
        Ok(Secrets::new(secrets))
    }

    /// The keys of the secrets that are kept for a connection.
    pub(crate) async fn kept_secrets(&self, tenant: TenantId, row: &ConnectionRow) -> Result<Vec<String>> {
        let mut kept = Vec::new();
        for key in secret_keys(self.connector(&row.connector)?) {
            if self.vault().get(tenant, &secret_name(row.id, &key)).await?.is_some() {
                kept.push(key);
            }
        }
        Ok(kept)
    }

    /// Adds or changes a connection. It is opened once before it is stored, so that a bad setting is told beside its
    /// field; nothing is sent.
    pub(crate) async fn save_connection(&self, actor: &Actor, filled: Filled) -> Result<ConnectionRow> {
        let tenant = self.school()?;
        let connector = self.connector(&filled.connector)?;
        let before = match filled.id {
            Some(id) => Some(self.connection_row(&tenant, id).await?),
            None => None,
        };
        let id = filled.id.unwrap_or_else(|| ConnectionId(self.clock().id()));
        let opened = self.try_out(&tenant, connector, id, &filled).await?;
        let row = ConnectionRow {
            id,
            connector: filled.connector.clone(),
            title: filled.title.trim().to_owned(),
            settings: filled.settings.clone(),
            paused: before.as_ref().is_some_and(|row| row.paused),
            created_at: before.as_ref().map_or_else(|| self.clock().now(), |row| row.created_at),
            path: opened.push().map(|push| push.path().to_owned()),
        };
        let kept = self.keep(&tenant, actor, &row, &filled.secrets, before.is_none()).await;
        // Also after a failure: a new secret may have been kept before it.
        self.connection_changed(id);
        kept.map(|()| row)
    }

    /// Keeps the secrets and the row of a connection.
    async fn keep(
        &self,
        tenant: &Tenant,
        actor: &Actor,
        row: &ConnectionRow,
        secrets: &BTreeMap<String, Secret>,
        new: bool,
    ) -> Result<()> {
        for (key, secret) in secrets {
            self.vault().put(tenant.id(), &secret_name(row.id, key), secret).await?;
        }
        self.store_connection(tenant, actor, self.connector(&row.connector)?, row, new).await
    }

    /// Tells that a connection is another now. Pushes are let in by what it is from now on, and what could not be
    /// taken in under the old settings may be readable.
    fn connection_changed(&self, id: ConnectionId) {
        self.routes().forget();
        self.events().tell(EventKind::Connection { connection: id });
        self.wake_lane();
    }

    async fn try_out(
        &self,
        tenant: &Tenant,
        connector: &dyn Connector,
        id: ConnectionId,
        filled: &Filled,
    ) -> Result<Box<dyn Connection>> {
        let mut secrets = Vec::new();
        for key in secret_keys(connector) {
            let secret = match filled.secrets.get(&key) {
                Some(secret) => Some(secret.clone()),
                None => self.vault().get(tenant.id(), &secret_name(id, &key)).await?,
            };
            secrets.extend(secret.map(|secret| (key, secret)));
        }
        Ok(connector.open(&Settings(filled.settings.clone()), &Secrets::new(secrets))?)
    }

    async fn store_connection(
        &self,
        tenant: &Tenant,
        actor: &Actor,
        connector: &dyn Connector,
        row: &ConnectionRow,
        new: bool,
    ) -> Result<()> {
        let now = self.clock().now();
        let mut work = tenant.begin().await?;
        work.put_connection(row, actor, now).await?;
        if new {
            work.put_sync(&self.first_sync(connector, row), actor, now).await?;
        }
        let action = if new { "connection.added" } else { "connection.changed" };
        self.audit(&mut work, actor, action, serde_json::json!({ "connection": row.title })).await?;
        Ok(work.commit().await?)
    }

    /// Tries a connection in stages.
    pub(crate) async fn check_connection(&self, id: ConnectionId) -> Result<Vec<CheckResult>> {
        let tenant = self.school()?;
        let opened = self.open(tenant.id(), id).await?;
        let cancel = self.supervisor().token();
        Ok(opened.check(&cancel).await)
    }

    /// Lets a connection rest, or wakes it. What is pushed meanwhile is stored and waits.
    pub(crate) async fn pause_connection(&self, actor: &Actor, id: ConnectionId, paused: bool) -> Result<()> {
        let tenant = self.school()?;
        let mut row = self.connection_row(&tenant, id).await?;
        row.paused = paused;
        let now = self.clock().now();
        let syncs = tenant.syncs().await?;
        let mut work = tenant.begin().await?;
        work.put_connection(&row, actor, now).await?;
        for mut sync in syncs.into_iter().filter(|sync| sync.connection == id) {
            sync.paused = paused;
            work.put_sync(&sync, actor, now).await?;
        }
        let action = if paused { "connection.paused" } else { "connection.resumed" };
        self.audit(&mut work, actor, action, serde_json::json!({ "connection": row.title })).await?;
        work.commit().await?;
        self.connection_changed(id);
        Ok(())
    }
}

fn secret_keys(connector: &dyn Connector) -> Vec<String> {
    let fields = connector.spec().config.into_iter();
    fields
        .filter(|field| field.kind == crosswalk_connector_kit::ConfigKind::Secret)
        .map(|field| field.key)
        .collect()
}

/// The names under which a connection's secrets are kept.
pub(crate) fn secret_names(connector: &dyn Connector, id: ConnectionId) -> Vec<String> {
    secret_keys(connector).iter().map(|key| secret_name(id, key)).collect()
}

fn secret_name(id: ConnectionId, key: &str) -> String {
    format!("connection/{id}/{key}")
}
