//! What a test wants to happen on the way to a service and back. A release has none of it.

use crosswalk_faults::{Fault as Wanted, Point};
use reqwest::header::{HeaderMap, HeaderValue, RETRY_AFTER};
use rustls::CertificateError;

use super::failure::{BROKEN_OFF, certificate, silence};
use super::retry::Fault;
use super::settings::Limits;
use crate::KitError;

/// A fault on the way.
pub(super) struct Raised {
    wanted: Wanted,
    /// The status that is answered instead.
    pub(super) status: Option<u16>,
    /// Whether the answer ends here and looks whole.
    pub(super) cuts: bool,
}

/// The hook before a request, before its answer, and before each piece of it.
#[inline]
pub(super) fn at(point: Point) -> Option<Raised> {
    let wanted = crosswalk_faults::at(point).err()?;
    let status = match wanted {
        Wanted::Throttled => Some(429),
        Wanted::Unavailable => Some(503),
        _ => None,
    };
    Some(Raised { wanted, status, cuts: wanted == Wanted::Truncated })
}

impl Raised {
    /// The error that the transport would have had.
    pub(super) fn fault(&self, service: &str, limits: &Limits) -> Fault {
        let unreachable = |detail: String| KitError::Unreachable { service: service.to_owned(), detail };
        match self.wanted {
            Wanted::Expired => {
                let expired = rustls::Error::InvalidCertificate(CertificateError::Expired);
                Fault::lasting(unreachable(certificate(&expired)))
            }
            Wanted::Stall => Fault::lasting(unreachable(silence(limits.request))),
            _ => Fault::passing(unreachable(BROKEN_OFF.to_owned())),
        }
    }

    /// The headers of the status that is answered instead: come again at once.
    pub(super) fn headers(&self) -> HeaderMap {
        let again = self.status == Some(429);
        again.then(|| (RETRY_AFTER, HeaderValue::from_static("0"))).into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::retry::in_status;

    #[test]
    fn what_is_raised_is_what_the_real_thing_becomes() {
        let limits = Limits::default();
        let raised = |wanted| Raised { wanted, status: None, cuts: false }.fault("Moodle", &limits);
        assert!(raised(Wanted::Reset).passing && !raised(Wanted::Stall).passing);
        assert!(raised(Wanted::Expired).error.to_string().contains("expired"));
        let throttled = Raised { wanted: Wanted::Throttled, status: Some(429), cuts: false };
        let fault = in_status("Moodle", 429, &throttled.headers()).unwrap();
        assert_eq!(fault.after, Some(std::time::Duration::ZERO));
    }
}
