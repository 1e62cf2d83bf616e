//! When a request is tried again, and after how long.

use std::time::Duration;

use backon::ExponentialBuilder;
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};

use super::settings::Limits;
use crate::KitError;

/// What a service that limits calls without saying for how long is given.
const UNSAID: Duration = Duration::from_secs(30);

/// One failed attempt.
pub(super) struct Fault {
    pub(super) error: KitError,
    /// Whether the same request may fare better in a moment.
    pub(super) passing: bool,
    /// How long the service wants to be left alone.
    pub(super) after: Option<Duration>,
}

impl Fault {
    pub(super) fn lasting(error: KitError) -> Self {
        Self { error, passing: false, after: None }
    }

    pub(super) fn passing(error: KitError) -> Self {
        Self { error, passing: true, after: None }
    }

    /// The wait before the next attempt: at least what the service asks for, or none if that is too long.
    pub(super) fn wait(&self, planned: Option<Duration>, longest: Duration) -> Option<Duration> {
        let planned = planned?;
        match self.after {
            Some(after) if after > longest => None,
            Some(after) => Some(after.max(Duration::from_millis(1)) + planned / 4),
            None => Some(planned),
        }
    }
}

/// Waits that double, spread by chance so that many callers do not come back at the same moment.
pub(super) fn backoff(limits: &Limits) -> ExponentialBuilder {
    ExponentialBuilder::default()
        .with_min_delay(limits.first_wait)
        .with_max_delay(limits.longest_wait)
        .with_max_times(limits.retries)
        .with_jitter()
}

/// The fault in an answer, if its status says that trying again can help.
pub(super) fn in_status(service: &str, status: u16, headers: &HeaderMap) -> Option<Fault> {
    let after = retry_after(headers);
    let service = service.to_owned();
    let error = match status {
        429 => KitError::RateLimited { service, wait: after.unwrap_or(UNSAID) },
        502..=504 => {
            let detail = format!("It is not available at present (status {status}). Try again later.");
            KitError::Unreachable { service, detail }
        }
        _ => return None,
    };
    Some(Fault { error, passing: true, after })
}

/// `Retry-After` as seconds or as an HTTP date. A date is compared with the answer's own `Date`, so that this
/// computer's clock does not matter.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<u32>() {
        return Some(Duration::from_secs(seconds.into()));
    }
    let until = http_date(text)?;
    let now = http_date(headers.get(DATE)?.to_str().ok()?)?;
    Some(Duration::try_from(until.duration_since(now)).unwrap_or_default())
}

fn http_date(text: &str) -> Option<Timestamp> {
    rfc2822::parse(text.trim()).ok().map(|zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    #[test]
    fn retry_after_is_read_in_both_forms() {
        let date = "Mon, 02 Mar 2026 21:15:33 GMT";
        let cases = [
            ("2", None, Some(2)),
            ("0", None, Some(0)),
            ("Mon, 02 Mar 2026 21:15:40 GMT", Some(date), Some(7)),
            ("Mon, 02 Mar 2026 21:15:30 GMT", Some(date), Some(0)),
            ("Mon, 02 Mar 2026 21:15:40 GMT", None, None),
            ("soon", Some(date), None),
        ];
        for (text, date, expect) in cases {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, HeaderValue::from_static(text));
            if let Some(date) = date {
                headers.insert(DATE, HeaderValue::from_static(date));
            }
            assert_eq!(retry_after(&headers), expect.map(Duration::from_secs), "{text}");
        }
    }

    #[test]
    fn a_wait_is_never_shorter_than_asked_and_too_long_a_one_is_not_waited_for() {
        let fault = |after: u64| Fault {
            after: Some(Duration::from_secs(after)),
            ..Fault::passing(KitError::Cancelled)
        };
        let (planned, longest) = (Some(Duration::from_millis(100)), Duration::from_secs(60));
        assert!(fault(2).wait(planned, longest) >= Some(Duration::from_secs(2)));
        assert_eq!(fault(61).wait(planned, longest), None);
        assert_eq!(fault(2).wait(None, longest), None);
        assert_eq!(Fault::passing(KitError::Cancelled).wait(planned, longest), planned);
    }
}
