//! The texts of headers. Secrets are joined with what belongs before them only here, and marked as sensitive.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use crosswalk_model::Secret;
use reqwest::Url;
use reqwest::header::HeaderValue;

/// The text of a header. A secret one is joined with its prefix only when it is sent.
#[derive(Clone)]
pub(super) enum HeaderText {
    Plain(String),
    Secret { prefix: &'static str, secret: Secret },
    Basic { name: String, secret: Secret },
}

impl std::fmt::Debug for HeaderText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if matches!(self, Self::Plain(_)) { "[header]" } else { "[secret]" })
    }
}

/// The value as it is sent; `None` when it holds characters that no header may hold.
pub(super) fn value(text: &HeaderText) -> Option<HeaderValue> {
    let (plain, sensitive) = match text {
        HeaderText::Plain(text) => (text.clone(), false),
        HeaderText::Secret { prefix, secret } => (format!("{prefix}{}", secret.expose()), true),
        HeaderText::Basic { name, secret } => {
            let pair = format!("{}:{}", form_encoded(name), form_encoded(secret.expose()));
            (format!("Basic {}", STANDARD.encode(pair)), true)
        }
    };
    let mut value = HeaderValue::try_from(plain).ok()?;
    value.set_sensitive(sensitive);
    Some(value)
}

/// As in a form body, but for one text.
pub(super) fn form_encoded(text: &str) -> String {
    let mut url = Url::parse("http://localhost").ok();
    let pairs = url
        .as_mut()
        .map(|url| url.query_pairs_mut().append_key_only(text).finish().query().map(str::to_owned));
    pairs.flatten().unwrap_or_default()
}
