//! Webhooks that we send, signed as Standard Webhooks 1.0 say: `webhook-id`, `webhook-timestamp` (seconds) and
//! `webhook-signature`, which is `v1,` and the base64 of an HMAC-SHA256 over `id.timestamp.body`. The secret is written
//! as `whsec_` and base64.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use crosswalk_model::{Secret, Timestamp};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use tokio_util::sync::CancellationToken;
use zeroize::Zeroizing;

use super::whole::Whole;
use super::{HttpClient, HttpRequest, HttpSettings, OwnServers};
use crate::KitError;

/// The fewest bytes that a signing secret has.
const SHORTEST: usize = 24;

/// A receiver of webhooks.
#[derive(Clone, Copy, Debug)]
pub struct Receiver<'a> {
    /// Where it is posted to.
    pub url: &'a str,
    /// Which addresses of private networks it may be.
    pub own_servers: &'a str,
    /// What is signed with.
    pub secret: &'a Secret,
}

impl Receiver<'_> {
    /// Posts a JSON body under an id. It is tried again a few times where that can help; the id stays the same.
    ///
    /// # Errors
    /// [`KitError::BadSetting`] for an address or a secret that cannot be used, else what went wrong.
    pub async fn post(
        &self,
        id: &str,
        at: Timestamp,
        body: Vec<u8>,
        cancel: &CancellationToken,
    ) -> Result<(), KitError> {
        let whole = Whole::read(self.url, "webhook.url", "https://alerts.example/hook")?;
        let settings = HttpSettings::new("The webhook's receiver", "webhook.url", &whole.origin)
            .own_servers(OwnServers::parse(self.own_servers)?);
        let client = HttpClient::new(settings)?;
        let seconds = at.as_second();
        let request = HttpRequest::post(whole.route())
            .header("webhook-id", id)
            .header("webhook-timestamp", seconds.to_string())
            .header("webhook-signature", signature(self.secret, id, seconds, &body)?)
            .json_bytes(body)
            .repeatable();
        client.send(&whole.asked(request), cancel).await?.success().map(drop)
    }
}

fn signature(secret: &Secret, id: &str, seconds: i64, body: &[u8]) -> Result<String, KitError> {
    let bad = || KitError::BadSetting {
        field: "webhook_secret".into(),
        remedy: "Enter the secret as the receiver gives it: whsec_ and at least 32 letters and digits."
            .into(),
    };
    let text = secret.expose().trim();
    let key =
        Zeroizing::new(STANDARD.decode(text.strip_prefix("whsec_").unwrap_or(text)).map_err(|_| bad())?);
    if key.len() < SHORTEST {
        return Err(bad());
    }
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).map_err(|_| bad())?;
    mac.update(format!("{id}.{seconds}.").as_bytes());
    mac.update(body);
    Ok(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_example_is_signed_alike() {
        // The example of the Standard Webhooks' own documents.
        let secret = Secret::new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        let body = br#"{"test": 2432232314}"#;
        let signed = signature(&secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body).unwrap();
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn what_cannot_be_used_is_refused_beside_its_field() {
        for secret in ["", "whsec_", "whsec_short", "not base64 at all!"] {
            let error = signature(&Secret::new(secret), "a", 1, b"").unwrap_err();
            assert_eq!(error.field(), Some("webhook_secret"), "{secret}");
        }
    }
}
