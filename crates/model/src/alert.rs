//! Alerts: what somebody wants to be told of who does not look at the screen.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{Time, Timestamp};

/// What an alert can be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertRule {
    /// The last run of a sync failed.
    RunFailed,
    /// A run or an expected push did not happen.
    ScheduleMissed,
    /// The guard holds a plan.
    PlanHeld,
    /// A connection rests after repeated failures.
    ConnectionResting,
    /// Deliveries wait that could not be taken in.
    DeliveriesWait,
    /// The last good backup is too old.
    BackupOld,
}

impl AlertRule {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::RunFailed,
        Self::ScheduleMissed,
        Self::PlanHeld,
        Self::ConnectionResting,
        Self::DeliveriesWait,
        Self::BackupOld,
    ];
}

/// Who is told, of what, and when not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertSettings {
    /// Of what.
    pub rules: BTreeSet<AlertRule>,
    /// When nobody is told; what happens then is told afterwards, if it still holds.
    #[serde(default)]
    pub quiet: Option<QuietHours>,
    /// Whether the desktop shows a notification.
    #[serde(default)]
    pub desktop: bool,
    /// By e-mail.
    #[serde(default)]
    pub mail: Option<MailChannel>,
    /// By a webhook.
    #[serde(default)]
    pub webhook: Option<WebhookChannel>,
}

impl Default for AlertSettings {
    fn default() -> Self {
        Self { rules: AlertRule::ALL.into(), quiet: None, desktop: true, mail: None, webhook: None }
    }
}

/// A part of each day in which nobody is told. It may go over midnight.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietHours {
    /// From this time of the day.
    pub from: Time,
    /// Until this one.
    pub until: Time,
}

/// A mail server and its addressees. The password is a secret and stands elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailChannel {
    /// The server's name.
    pub host: String,
    /// Its port; usually 587, or 465 with TLS from the start.
    pub port: u16,
    /// How it is encrypted. There is no way to send in the clear.
    pub security: MailSecurity,
    /// The name to sign in with; none where the server lets this computer in.
    #[serde(default)]
    pub username: Option<String>,
    /// Who it is from.
    pub from: String,
    /// Who it goes to.
    pub to: Vec<String>,
}

/// How a connection to a mail server is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailSecurity {
    /// It begins in the clear and insists on TLS before anything is said.
    StartTls,
    /// TLS from the start.
    Tls,
}

/// A webhook, signed as Standard Webhooks say. The signing secret stands elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookChannel {
    /// Where it is posted to.
    pub url: String,
    /// Addresses of the school's own network that it may be, such as `192.168.1.20`, separated by spaces.
    #[serde(default)]
    pub own_servers: String,
}

/// The ways in which somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertChannel {
    /// A notification of the desktop.
    Desktop,
    /// An e-mail.
    Mail,
    /// A webhook.
    Webhook,
}

/// Something that is wrong, from its first moment until it is right again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    /// Its id, the same in every message about it.
    pub id: String,
    /// About what.
    pub rule: AlertRule,
    /// Of which sync or connection, by id.
    pub subject: String,
    /// A few words.
    pub title: String,
    /// What happened and what to do; holds no names of people.
    pub detail: String,
    /// Since when.
    pub since: Timestamp,
    /// When it was right again.
    #[serde(default)]
    pub recovered_at: Option<Timestamp>,
    /// By which channels its beginning was told.
    #[serde(default)]
    pub told: BTreeSet<AlertChannel>,
    /// By which channels its end was told.
    #[serde(default)]
    pub recovery_told: BTreeSet<AlertChannel>,
    /// How often a channel failed in a row; after a few times it is given up for this alert.
    #[serde(default)]
    pub failed: BTreeMap<AlertChannel, u32>,
}

impl Alert {
    /// Whether it is still wrong.
    pub fn is_open(&self) -> bool {
        self.recovered_at.is_none()
    }
}
