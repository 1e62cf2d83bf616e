//! Alerts.

use crosswalk_model::{Alert, AlertSettings};
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
