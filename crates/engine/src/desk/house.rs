//! The house: first run, the demo school, the status.

use crosswalk_contract::{Call, Done, Status};
use crosswalk_model::{PlanState, Secret, TenantId};
use crosswalk_store::{ConflictFilter, Tenant};
use serde_json::json;

use super::{Answered, Desk, reply};
use crate::connections::Filled;
use crate::{DemoTown, EngineError, Result};

impl Desk<'_> {
    pub(super) async fn house(&self, call: Call) -> Answered {
        match call {
            Call::CreateSchool(ask) => reply(self.create_school(&ask.name, false).await),
            Call::StartDemo(_) => reply(self.start_demo().await),
            Call::DemoNextDay(_) => reply(self.next_day().await),
            Call::GetOverview(_) => reply(self.overview().await),
            _ => reply(self.status().await),
        }
    }

    pub(super) async fn status(&self) -> Result<Status> {
        let listening = self.engine.listening().map(|at| format!("{}:{}", at.address, at.port));
        let mut status = Status {
            school: None,
            demo: false,
            version: self.engine.tuning().version.clone(),
            listening,
            conflicts: 0,
            holds: 0,
            plans: 0,
            event: self.engine.events().last(),
        };
        let Ok(tenant) = self.engine.school() else { return Ok(status) };
        status.school = self.school_name(&tenant).await?;
        status.demo = tenant.setting("demo").await?.is_some_and(|value| value == json!(true));
        status.conflicts = tenant.conflicts(ConflictFilter::Open, None, None, 10_000).await?.len() as u64;
        for plan in self.open_plans(&tenant).await? {
            match plan.state {
                PlanState::Held => status.holds += 1,
                _ => status.plans += 1,
            }
        }
        Ok(status)
    }

    pub(super) async fn school_name(&self, tenant: &Tenant) -> Result<Option<String>> {
        let tenants = self.engine.store().system().tenants().await?;
        Ok(tenants.into_iter().find(|row| row.id == tenant.id()).map(|row| row.name))
    }

    async fn create_school(&self, name: &str, demo: bool) -> Result<Status> {
        if self.engine.school().is_err() {
            let (id, now) = (TenantId(self.engine.clock().id()), self.engine.clock().now());
            self.engine.store().system().create_tenant(id, name.trim(), now).await?;
            let tenant = self.engine.store().tenant(id);
            let mut work = tenant.begin().await?;
            work.put_setting("demo", &json!(demo)).await?;
            self.engine.audit(&mut work, self.actor, "school.created", json!({ "demo": demo })).await?;
            work.commit().await?;
            self.engine.set_school(id);
        }
        self.status().await
    }

    /// Starts the demo school: its services, its connections, its first push.
    async fn start_demo(&self) -> Result<Status> {
        let town =
            self.engine.town().ok_or_else(|| EngineError::Demo("this build has no demo school".into()))?;
        self.create_school(&town.school(), true).await?;
        let listening =
            self.engine.listening().ok_or_else(|| EngineError::Demo("the listener is not running".into()))?;
        let connections = town.start(&format!("{}:{}", listening.address, listening.port)).await?;
        let known = self.engine.school()?.connections().await?;
        for connection in connections {
            let id = known.iter().find(|row| row.connector == connection.connector).map(|row| row.id);
            let filled = Filled {
                id,
                connector: connection.connector,
                title: connection.title,
                settings: connection.settings,
                secrets: connection.secrets,
            };
            self.engine.save_connection(self.actor, filled).await?;
        }
        self.push_in_background(town);
        self.status().await
    }

    fn push_in_background(&self, town: std::sync::Arc<dyn DemoTown>) {
        let engine = self.engine.clone();
        self.engine.background("demo push", async move {
            if let Err(error) = town.push_all().await {
                tracing::error!(error = %error, "The demo school could not push");
            }
            engine.wake_lane();
        });
    }

    async fn next_day(&self) -> Result<Done> {
        let town =
            self.engine.town().ok_or_else(|| EngineError::Demo("this build has no demo school".into()))?;
        Ok(Done::saying(town.next_day().await?))
    }
}

impl Filled {
    /// From a call's parts.
    pub(super) fn from_call(ask: crosswalk_contract::SaveConnection) -> Self {
        let secrets: std::collections::BTreeMap<String, Secret> = ask.secrets;
        Self { id: ask.id, connector: ask.connector, title: ask.title, settings: ask.settings, secrets }
    }
}
