//! Telling: keeps the alerts, and hands what is due to the host.

use std::collections::BTreeSet;

use crosswalk_model::{Alert, AlertChannel, AlertRule, AlertSettings, Secret, Timestamp};
use crosswalk_store::{Tenant, Work};
use serde_json::json;

use super::course::{due, is_quiet, noted, step};
use super::port::{NotTold, Notice, NoticeKind, Way};
use crate::{Engine, Result};

/// The name of the setting that says who is told of what.
const SETTINGS: &str = "alerts";

/// The names under which the channels' secrets are kept.
pub(crate) const MAIL_PASSWORD: &str = "alerts/mail_password";
pub(crate) const WEBHOOK_SECRET: &str = "alerts/webhook_secret";

/// Alerts that are over for so long are forgotten.
const KEPT_DAYS: i64 = 30;

/// Who is told of what.
pub(crate) async fn settings(tenant: &Tenant) -> Result<AlertSettings> {
    let kept = tenant.setting(SETTINGS).await?;
    Ok(kept.and_then(|value| serde_json::from_value(value).ok()).unwrap_or_default())
}

/// Stores who is told of what.
pub(crate) async fn store_settings(work: &mut Work, settings: &AlertSettings) -> Result<()> {
    Ok(work.put_setting(SETTINGS, &json!(settings)).await?)
}

impl Engine {
    /// Brings the alerts up to the present, and tells what is due.
    pub(crate) async fn look_after_alerts(&self, tenant: &Tenant) -> Result<()> {
        let settings = settings(tenant).await?;
        let now = self.clock().now();
        let mut wrong = self.what_is_wrong(tenant).await?;
        wrong.retain(|one| settings.rules.contains(&one.rule));
        let known = tenant.alerts().await?;
        let changed = step(&known, wrong, now, || self.clock().id().to_string());
        self.keep_alerts(tenant, &changed, now).await?;
        let zone = jiff::tz::TimeZone::get(&self.tuning().time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
        if is_quiet(settings.quiet.as_ref(), now.to_zoned(zone).time()) {
            return Ok(());
        }
        for alert in tenant.alerts().await? {
            self.tell_of(tenant, &settings, alert, now).await?;
        }
        Ok(())
    }

    async fn keep_alerts(&self, tenant: &Tenant, changed: &[Alert], now: Timestamp) -> Result<()> {
        if changed.is_empty() {
            return Ok(());
        }
        let long_ago = now.checked_sub(jiff::SignedDuration::from_hours(24 * KEPT_DAYS)).unwrap_or(now);
        let mut work = tenant.begin().await?;
        for alert in changed {
            work.put_alert(alert).await?;
        }
        work.forget_alerts(long_ago).await?;
        Ok(work.commit().await?)
    }

    async fn tell_of(
        &self,
        tenant: &Tenant,
        settings: &AlertSettings,
        mut alert: Alert,
        now: Timestamp,
    ) -> Result<()> {
        let Some((kind, by)) = due(&alert, &self.channels(settings), now) else { return Ok(()) };
        let notice = self.notice(tenant, &alert, kind).await?;
        for channel in by {
            let told = self.tell(tenant, settings, channel, &notice).await?;
            if let Err(why) = &told {
                tracing::warn!(channel = ?channel, error = %why, "An alert could not be delivered");
            }
            noted(&mut alert, kind, channel, told.is_ok());
        }
        // After telling: when the power fails in between, it is told twice, under the same id, rather than never.
        let mut work = tenant.begin().await?;
        work.put_alert(&alert).await?;
        Ok(work.commit().await?)
    }

    /// The channels that are set up.
    fn channels(&self, settings: &AlertSettings) -> BTreeSet<AlertChannel> {
        let Some(notify) = self.notifier() else { return BTreeSet::new() };
        let desktop = settings.desktop && notify.has_desktop();
        let set_up = [
            (AlertChannel::Desktop, desktop),
            (AlertChannel::Mail, settings.mail.is_some()),
            (AlertChannel::Webhook, settings.webhook.is_some()),
        ];
        set_up.into_iter().filter(|(_, is)| *is).map(|(channel, _)| channel).collect()
    }

    async fn notice(&self, tenant: &Tenant, alert: &Alert, kind: NoticeKind) -> Result<Notice> {
        let over = kind == NoticeKind::Over;
        let (suffix, at) = if over { ("over", alert.recovered_at) } else { ("began", None) };
        Ok(Notice {
            id: format!("{}.{suffix}", alert.id),
            kind,
            rule: Some(alert.rule),
            title: if over { format!("Over: {}", alert.title) } else { alert.title.clone() },
            detail: if over { "It is as it should be again.".into() } else { alert.detail.clone() },
            at: at.unwrap_or(alert.since),
            school: self.name_of(tenant).await?,
            page: page(alert),
            again: alert.subject.parse().ok().filter(|_| alert.rule == AlertRule::RunFailed && !over),
        })
    }

    async fn name_of(&self, tenant: &Tenant) -> Result<String> {
        let tenants = self.store().system().tenants().await?;
        Ok(tenants.into_iter().find(|row| row.id == tenant.id()).map(|row| row.name).unwrap_or_default())
    }

    /// Sends a trial by one channel.
    pub(crate) async fn try_channel(
        &self,
        tenant: &Tenant,
        channel: AlertChannel,
    ) -> Result<Result<(), NotTold>> {
        let notice = Notice {
            id: format!("{}.trial", self.clock().id()),
            kind: NoticeKind::Trial,
            rule: None,
            title: "Crosswalk can reach you this way".into(),
            detail: "Somebody pressed Test on the page of alerts. There is nothing to do.".into(),
            at: self.clock().now(),
            school: self.name_of(tenant).await?,
            page: "/alerts".into(),
            again: None,
        };
        let settings = settings(tenant).await?;
        self.tell(tenant, &settings, channel, &notice).await
    }

    async fn tell(
        &self,
        tenant: &Tenant,
        settings: &AlertSettings,
        channel: AlertChannel,
        notice: &Notice,
    ) -> Result<Result<(), NotTold>> {
        let Some(notify) = self.notifier() else { return Ok(Err(NotTold::NoSuchWay)) };
        let way = match (channel, &settings.mail, &settings.webhook) {
            (AlertChannel::Desktop, ..) => Way::Desktop,
            (AlertChannel::Mail, Some(channel), _) => {
                let password = self.vault().get(tenant.id(), MAIL_PASSWORD).await?;
                Way::Mail { channel: channel.clone(), password }
            }
            (AlertChannel::Webhook, _, Some(channel)) => {
                let secret = self.webhook_secret(tenant).await?;
                Way::Webhook { channel: channel.clone(), secret, now: self.clock().now() }
            }
            _ => return Ok(Err(NotTold::NoSuchWay)),
        };
        Ok(notify.notify(&way, notice).await)
    }

    async fn webhook_secret(&self, tenant: &Tenant) -> Result<Secret> {
        Ok(self.vault().get(tenant.id(), WEBHOOK_SECRET).await?.unwrap_or_else(|| Secret::new("")))
    }
}

/// Where an alert is settled.
fn page(alert: &Alert) -> String {
    let subject = &alert.subject;
    match alert.rule {
        AlertRule::RunFailed => format!("/runs?sync={subject}&state=failed"),
        AlertRule::ScheduleMissed => "/schedules".into(),
        AlertRule::PlanHeld => "/holds".into(),
        AlertRule::ConnectionResting => format!("/connections/{subject}"),
        AlertRule::DeliveriesWait => format!("/deliveries?connection={subject}&state=waiting"),
        AlertRule::BackupOld => "/settings/backups".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosswalk_contract::{SCHEME, page_of};

    #[test]
    fn every_alert_leads_to_a_page_that_may_be_linked_to() {
        for rule in AlertRule::ALL {
            let alert = Alert {
                id: "1".into(),
                rule,
                subject: "0190b5a0-0000-7000-8000-000000000001".into(),
                title: String::new(),
                detail: String::new(),
                since: Timestamp::UNIX_EPOCH,
                recovered_at: None,
                told: BTreeSet::new(),
                recovery_told: BTreeSet::new(),
                failed: Default::default(),
            };
            let page = page(&alert);
            assert_eq!(page_of(&format!("{SCHEME}{}", page.trim_start_matches('/'))), Some(page));
        }
    }
}
