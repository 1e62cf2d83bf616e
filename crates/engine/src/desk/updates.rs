//! Newer versions, in the screen's words.

use crosswalk_connector_kit::KitError;
use crosswalk_contract::{Call, SetUpdates, UpdatesView};
use serde_json::json;

use super::{Answered, Desk, reply};
use crate::updates::{Settings, settings, store};
use crate::{EngineError, Result};

impl Desk<'_> {
    pub(super) async fn updates(&self, call: Call) -> Answered {
        match call {
            Call::SetUpdates(ask) => reply(self.set_updates(ask).await),
            Call::LookForUpdates(_) => reply(self.look_for_updates().await),
            _ => reply(self.engine.updates().await),
        }
    }

    async fn look_for_updates(&self) -> Result<UpdatesView> {
        self.engine.look_for_updates(&self.engine.school()?).await?;
        self.engine.updates().await
    }

    async fn set_updates(&self, ask: SetUpdates) -> Result<UpdatesView> {
        let tenant = self.engine.school()?;
        let (address, own_servers) = (ask.address.trim().to_owned(), ask.own_servers.trim().to_owned());
        let daily = ask.daily && !address.is_empty();
        let (before, now) = (settings(&tenant).await?, Settings { address, own_servers, daily });
        check(&now)?;
        if before != now {
            let mut work = tenant.begin().await?;
            store(&mut work, &before, &now).await?;
            let details = json!({ "host": now.page().host(), "daily": daily });
            self.engine.audit(&mut work, self.actor, "updates.set", details).await?;
            work.commit().await?;
        }
        self.engine.updates().await
    }
}

/// What cannot be asked is refused beside its field.
fn check(settings: &Settings) -> Result<()> {
    match settings.page().check() {
        Err(KitError::BadSetting { field, remedy }) if settings.asks() => {
            let field = if field == "address" { "address" } else { "own_servers" };
            Err(EngineError::BadUpdates { field, words: remedy })
        }
        Err(error) if settings.asks() => Err(error.into()),
        _ => Ok(()),
    }
}
