//! What is told of an exchange, so that somebody can see what a service was asked and what it said. Nothing secret and
//! nobody's data passes: headers and addresses by lists of what is harmless, bodies by their shape, and what is left
//! once more through a search for the secrets of this very request.

mod address;
mod body;
mod hidden;

use std::sync::Arc;
use std::time::Duration;

use crosswalk_model::{Exchange, Side};
use reqwest::Url;

use super::header::HeaderText;
use super::request::{Body, HttpRequest};
use super::response::HttpResponse;
use hidden::Hidden;

/// Is told of every exchange of the work that it is handed to.
pub trait Witness: Send + Sync {
    /// One exchange has ended.
    fn note(&self, exchange: Exchange);
}

tokio::task_local! {
    static WITNESS: Arc<dyn Witness>;
}

/// Does some work, and tells a witness of every exchange in it. What the work starts as a task of its own is not seen.
pub async fn witnessed<W: Future>(witness: Arc<dyn Witness>, work: W) -> W::Output {
    WITNESS.scope(witness, work).await
}

/// Who is to be told; nobody outside of [`witnessed`].
pub(super) fn witness() -> Option<Arc<dyn Witness>> {
    WITNESS.try_with(Arc::clone).ok()
}

/// Headers that say how something was sent and nothing of whom it is about.
const SAYING: [&str; 16] = [
    "accept",
    "accept-profile",
    "content-profile",
    "content-range",
    "content-type",
    "date",
    "prefer",
    "ratelimit-limit",
    "ratelimit-remaining",
    "ratelimit-reset",
    "retry-after",
    "x-ratelimit-limit",
    "x-ratelimit-remaining",
    "x-ratelimit-reset",
    "range",
    "range-unit",
];

/// Headers by which services name a request.
const REQUEST_IDS: [&str; 5] =
    ["x-request-id", "request-id", "sb-request-id", "x-correlation-id", "x-amzn-requestid"];

/// One call as it was made.
pub(super) struct Made<'a> {
    pub base: &'a Url,
    /// The headers of every request of the service.
    pub common: &'a [(&'static str, HeaderText)],
    pub request: &'a HttpRequest,
    pub attempt: u32,
    pub took: Duration,
}

impl Made<'_> {
    /// What is told of it.
    pub fn told(&self, answer: Result<&HttpResponse, String>) -> Exchange {
        let hidden = Hidden::of(self.headers(), self.request.body.as_ref());
        let response = answer.as_ref().ok();
        let mut told = Exchange {
            method: self.request.method.to_string(),
            address: address::told(self.base, self.request),
            attempt: self.attempt,
            status: response.map(|answer| answer.status),
            problem: answer.as_ref().err().cloned(),
            took_ms: u64::try_from(self.took.as_millis()).unwrap_or(u64::MAX),
            request_id: response.and_then(|answer| request_id(answer)),
            sent: self.sent(&hidden),
            came: response.map(|answer| came(answer, &hidden)).unwrap_or_default(),
        };
        hidden.purge(&mut told);
        told
    }

    fn headers(&self) -> impl Iterator<Item = &(&'static str, HeaderText)> {
        self.common.iter().chain(&self.request.headers)
    }

    fn sent(&self, hidden: &Hidden) -> Side {
        let mut headers: Vec<(String, String)> = self.headers().map(header).collect();
        let (kind, bytes, (body, cut)) = match &self.request.body {
            None => return Side { headers, ..Side::default() },
            Some(Body::Json(bytes)) => ("application/json", bytes.len(), body::of_json(bytes, false, hidden)),
            Some(Body::Form(pairs)) => {
                ("application/x-www-form-urlencoded", form_size(pairs), body::of_form(pairs))
            }
        };
        headers.push(("content-type".into(), kind.into()));
        Side { bytes: bytes as u64, headers, body, cut }
    }
}

fn form_size(pairs: &[(String, String)]) -> usize {
    pairs.iter().map(|(name, value)| name.len() + value.len() + 2).sum::<usize>().saturating_sub(1)
}

fn header((name, text): &(&'static str, HeaderText)) -> (String, String) {
    let told = match text {
        HeaderText::Secret { prefix, .. } => format!("{prefix}{}", Exchange::TOKEN),
        HeaderText::Basic { .. } => format!("Basic {}", Exchange::TOKEN),
        HeaderText::Plain(text) => plain(name, text),
    };
    ((*name).to_owned(), told)
}

fn plain(name: &str, text: &str) -> String {
    let says = SAYING.contains(&name) && text.len() <= 200 && text.chars().all(is_harmless);
    if says { text.to_owned() } else { "…".to_owned() }
}

/// What can stand in a header of these kinds; nothing that a shell would read as anything but itself.
fn is_harmless(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || " ,;:=./*+-_()".contains(letter)
}

fn came(answer: &HttpResponse, hidden: &Hidden) -> Side {
    let says = |name: &&str| answer.header(name).map(|text| ((*name).to_owned(), plain(name, text)));
    let (body, cut) = body::of_json(&answer.body, answer.status >= 400, hidden);
    Side { bytes: answer.body.len() as u64, headers: SAYING.iter().filter_map(says).collect(), body, cut }
}

fn request_id(answer: &HttpResponse) -> Option<String> {
    let given = REQUEST_IDS.iter().find_map(|name| answer.header(name))?;
    let fits = given.len() <= 80 && given.chars().all(|c| c.is_ascii_alphanumeric() || "-_.:".contains(c));
    fits.then(|| given.to_owned())
}

#[cfg(test)]
mod tests;
