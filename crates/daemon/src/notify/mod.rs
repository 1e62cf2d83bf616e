//! Delivers the engine's alerts: by e-mail and webhook from both hosts, and on the desktop where there is one.

mod mail;

use async_trait::async_trait;
use crosswalk_connector_kit::CancellationToken;
use crosswalk_connector_kit::http::Receiver;
use crosswalk_engine::{NotTold, Notice, NoticeKind, Notify, Way};
use crosswalk_model::{Secret, Timestamp, WebhookChannel};
use serde_json::json;

/// Shows a notification.
pub type Desktop = Box<dyn Fn(&Notice) -> Result<(), String> + Send + Sync>;

/// What a host tells people with.
#[derive(Default)]
pub struct Messengers {
    desktop: Option<Desktop>,
}

impl Messengers {
    /// Mail and webhooks alone, as on a server.
    pub fn without_desktop() -> Self {
        Self::default()
    }

    /// With notifications of a desktop too.
    pub fn with_desktop(desktop: Desktop) -> Self {
        Self { desktop: Some(desktop) }
    }
}

#[async_trait]
impl Notify for Messengers {
    fn has_desktop(&self) -> bool {
        self.desktop.is_some()
    }

    async fn notify(&self, way: &Way, notice: &Notice) -> Result<(), NotTold> {
        match way {
            Way::Desktop => {
                let show = self.desktop.as_ref().ok_or(NotTold::NoSuchWay)?;
                show(notice).map_err(NotTold::Failed)
            }
            Way::Mail { channel, password } => mail::send(channel, password.as_ref(), notice).await,
            Way::Webhook { channel, secret, now } => post(channel, secret, *now, notice).await,
        }
    }
}

/// Posts a notice as Standard Webhooks shape events: type, timestamp, data.
async fn post(
    channel: &WebhookChannel,
    secret: &Secret,
    now: Timestamp,
    notice: &Notice,
) -> Result<(), NotTold> {
    let kind = match notice.kind {
        NoticeKind::Began => "alert.began",
        NoticeKind::Over => "alert.over",
        NoticeKind::Trial => "alert.trial",
    };
    let data = json!({
        "rule": notice.rule, "title": notice.title, "detail": notice.detail, "school": notice.school,
    });
    let body = json!({ "type": kind, "timestamp": notice.at, "data": data }).to_string().into_bytes();
    let receiver = Receiver { url: &channel.url, own_servers: &channel.own_servers, secret };
    let posted = receiver.post(&notice.id, now, body, &CancellationToken::new()).await;
    posted.map_err(|error| NotTold::Failed(error.to_string()))
}
