//! The secrets of one request, looked for in everything that is told of it: a service may repeat what it was sent.

use crosswalk_model::{Exchange, Secret, Side};

use crate::http::header::{HeaderText, form_encoded, value};
use crate::http::request::Body;

/// Shorter texts would be found by accident; no service gives such secrets.
const SHORTEST: usize = 4;

/// The secrets of a request, as they were given and as they were sent.
#[derive(Default)]
pub(super) struct Hidden(Vec<String>);

impl Hidden {
    pub fn of<'a>(
        headers: impl Iterator<Item = &'a (&'static str, HeaderText)>,
        body: Option<&Body>,
    ) -> Self {
        let mut secrets: Vec<String> = headers.flat_map(|(_, text)| secrets(text)).collect();
        if let Some(Body::Form(pairs)) = body {
            let worded = |name: &str| ["grant_type", "scope"].contains(&name);
            secrets.extend(pairs.iter().filter(|(name, _)| !worded(name)).map(|(_, value)| value.clone()));
        }
        secrets.retain(|secret| secret.chars().count() >= SHORTEST);
        // The longest first: one may be a part of another.
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        Self(secrets)
    }

    /// Takes them out.
    pub fn purge(&self, told: &mut Exchange) {
        self.take_out(&mut told.address);
        [&mut told.problem, &mut told.request_id].into_iter().flatten().for_each(|text| self.take_out(text));
        for Side { headers, body, .. } in [&mut told.sent, &mut told.came] {
            headers.iter_mut().for_each(|(_, text)| self.take_out(text));
            body.iter_mut().for_each(|text| self.take_out(text));
        }
    }

    /// Takes them out of one text.
    pub fn take_out(&self, text: &mut String) {
        for secret in self.0.iter().filter(|secret| !Exchange::TOKEN.contains(secret.as_str())) {
            if text.contains(secret.as_str()) {
                *text = text.replace(secret.as_str(), Exchange::TOKEN);
            }
        }
    }
}

fn secrets(text: &HeaderText) -> Vec<String> {
    let sent = || value(text).and_then(|value| value.to_str().ok().map(str::to_owned));
    let encoded = |secret: &Secret| form_encoded(secret.expose());
    let last_word = || sent().and_then(|sent| sent.rsplit(' ').next().map(str::to_owned));
    match text {
        HeaderText::Plain(_) => Vec::new(),
        HeaderText::Secret { secret, .. } | HeaderText::Basic { secret, .. } => {
            [Some(secret.expose().to_owned()), Some(encoded(secret)), last_word()]
                .into_iter()
                .flatten()
                .collect()
        }
    }
}
