//! Alerts, in the screen's words.

use crosswalk_contract::{AlertsView, Call, Done, SetAlerts};
use crosswalk_model::{Alert, AlertChannel};
use serde_json::json;

use super::{Answered, Desk, reply};
use crate::alerts::{MAIL_PASSWORD, WEBHOOK_SECRET, settings, store_settings};
use crate::{EngineError, Result};

/// How many alerts are shown.
const MOST: usize = 100;

impl Desk<'_> {
    pub(super) async fn alerts(&self, call: Call) -> Answered {
        match call {
            Call::GetAlerts(_) => reply(self.get_alerts().await),
            Call::SetAlerts(ask) => reply(self.set_alerts(ask).await),
            Call::TestAlert(ask) => reply(self.test_alert(ask.channel).await),
            _ => reply(Err::<(), _>(EngineError::NotFound("call"))),
        }
    }

    async fn get_alerts(&self) -> Result<AlertsView> {
        let tenant = self.engine.school()?;
        let vault = self.engine.vault();
        let mut alerts: Vec<Alert> = tenant.alerts().await?;
        alerts.truncate(MOST);
        Ok(AlertsView {
            settings: settings(&tenant).await?,
            has_mail_password: vault.get(tenant.id(), MAIL_PASSWORD).await?.is_some(),
            has_webhook_secret: vault.get(tenant.id(), WEBHOOK_SECRET).await?.is_some(),
            has_desktop: self.engine.notifier().is_some_and(|notify| notify.has_desktop()),
            alerts,
        })
    }

    async fn set_alerts(&self, ask: SetAlerts) -> Result<AlertsView> {
        let tenant = self.engine.school()?;
        if ask.settings.mail.as_ref().is_some_and(|mail| mail.to.is_empty()) {
            return Err(EngineError::BadAlerts {
                field: "mail.to",
                words: "Nobody is named who gets the mail.",
            });
        }
        if ask.settings.webhook.is_some()
            && ask.webhook_secret.is_none()
            && self.engine.vault().get(tenant.id(), WEBHOOK_SECRET).await?.is_none()
        {
            let words = "A webhook is signed: enter the secret that its receiver gave you.";
            return Err(EngineError::BadAlerts { field: "webhook_secret", words });
        }
        for (name, secret) in [(MAIL_PASSWORD, &ask.mail_password), (WEBHOOK_SECRET, &ask.webhook_secret)] {
            if let Some(secret) = secret {
                self.engine.vault().put(tenant.id(), name, secret).await?;
            }
        }
        let mut work = tenant.begin().await?;
        store_settings(&mut work, &ask.settings).await?;
        self.engine.audit(&mut work, self.actor, "alerts.set", json!({})).await?;
        work.commit().await?;
        self.get_alerts().await
    }

    async fn test_alert(&self, channel: AlertChannel) -> Result<Done> {
        let tenant = self.engine.school()?;
        match self.engine.try_channel(&tenant, channel).await? {
            Ok(()) => Ok(Done::saying("It was sent. See whether it arrived.")),
            Err(why) => Err(EngineError::NotTold(why)),
        }
    }
}
