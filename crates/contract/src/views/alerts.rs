//! Alerts, and records that are in quarantine.

use crosswalk_model::{Alert, AlertSettings, Refused, SyncId};
use serde::{Deserialize, Serialize};

/// Who is told of what, and what is wrong now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertsView {
    /// The settings.
    pub settings: AlertSettings,
    /// Whether a password for the mail server is kept.
    pub has_mail_password: bool,
    /// Whether a secret is kept with which webhooks are signed.
    pub has_webhook_secret: bool,
    /// Whether this host can show notifications on a desktop.
    pub has_desktop: bool,
    /// What is wrong now, and what was wrong of late, the newest first.
    pub alerts: Vec<Alert>,
}

/// A record that is not sent any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuarantineRow {
    /// Of which sync.
    pub sync: SyncId,
    /// "Roster → Te Kete Ako".
    pub title: String,
    /// The record's name, shown to this person only.
    pub label: String,
    /// What was refused, since when, and by which run.
    pub refused: Refused,
    /// The destination's words, as long as the run that holds them is kept.
    #[serde(default)]
    pub words: Option<String>,
}
