//! The port through which a host delivers what the engine has decided to tell.

use async_trait::async_trait;
use crosswalk_model::{AlertRule, MailChannel, Secret, SyncId, Timestamp, WebhookChannel};
use serde::Serialize;

/// What is told. It holds no names of people: whoever wants to know more opens Crosswalk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// The same each time this very notice is sent, so that a receiver can drop what it has seen.
    pub id: String,
    /// Whether it begins or is over.
    pub kind: NoticeKind,
    /// What it is about; `None` for a trial.
    pub rule: Option<AlertRule>,
    /// A few words.
    pub title: String,
    /// What happened and what to do.
    pub detail: String,
    /// Since when, or when it was over.
    pub at: Timestamp,
    /// The school.
    pub school: String,
    /// The page of the screens at which it is settled, such as `/holds`.
    pub page: String,
    /// The sync that may be run again, where that may help.
    pub again: Option<SyncId>,
}

/// Which part of an alert is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// Something is wrong.
    Began,
    /// It is right again.
    Over,
    /// Somebody wants to see that a channel works.
    Trial,
}

/// By which way, with everything that the way needs.
#[derive(Clone, Debug)]
pub enum Way {
    /// A notification of the desktop.
    Desktop,
    /// An e-mail.
    Mail {
        /// The server and the addressees.
        channel: MailChannel,
        /// The password, where one is kept.
        password: Option<Secret>,
    },
    /// A webhook, signed as Standard Webhooks say.
    Webhook {
        /// Where to.
        channel: WebhookChannel,
        /// What it is signed with.
        secret: Secret,
        /// The present instant, which is part of what is signed.
        now: Timestamp,
    },
}

/// Why a notice was not delivered, in a sentence that holds no secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotTold {
    /// This host has no such channel.
    #[error("This Crosswalk cannot tell anybody that way.")]
    NoSuchWay,
    /// The other side did not take it; another time it may.
    #[error("{0}")]
    Failed(String),
}

/// Delivers notices. The desktop shows them, and both hosts send mail and webhooks.
#[async_trait]
pub trait Notify: Send + Sync {
    /// Whether there is a desktop that shows notifications.
    fn has_desktop(&self) -> bool;

    /// Delivers one notice by one way.
    async fn notify(&self, way: &Way, notice: &Notice) -> Result<(), NotTold>;
}
