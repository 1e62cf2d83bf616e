//! What a failed connection is called in plain words.

use std::error::Error;
use std::io;
use std::iter::successors;
use std::time::Duration;

use rustls::CertificateError;

use super::retry::Fault;
use super::settings::Limits;
use crate::KitError;

/// A connection that ended before its answer did.
pub(super) const BROKEN_OFF: &str = "The connection broke off before the answer was complete.";

/// The fault behind an error of the transport.
pub(super) fn fault(service: &str, limits: &Limits, error: &reqwest::Error) -> Fault {
    if let Some(own) = find::<KitError>(error) {
        let passing = matches!(own, KitError::Unreachable { .. });
        return Fault { error: own.clone(), passing, after: None };
    }
    let unreachable = |detail: String| KitError::Unreachable { service: service.to_owned(), detail };
    if let Some(tls) = find::<rustls::Error>(error) {
        return Fault::lasting(unreachable(certificate(tls)));
    }
    if error.is_timeout() && !error.is_connect() {
        return Fault::lasting(unreachable(silence(limits.request)));
    }
    Fault::passing(unreachable(connection(limits, error)))
}

fn connection(limits: &Limits, error: &reqwest::Error) -> String {
    match find::<io::Error>(error).map(io::Error::kind) {
        Some(io::ErrorKind::ConnectionRefused) => {
            "Nothing listens at that address. Check the address, and whether the service is running.".into()
        }
        _ if error.is_timeout() => silence(limits.connect),
        _ if error.is_connect() => "No connection could be made. Check the address and this network.".into(),
        _ => BROKEN_OFF.into(),
    }
}

pub(super) fn silence(limit: Duration) -> String {
    format!("It did not answer within {} seconds.", limit.as_secs())
}

pub(super) fn certificate(error: &rustls::Error) -> String {
    let what = match error {
        rustls::Error::InvalidCertificate(why) => match why {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
                "Its certificate has expired."
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                "Its certificate belongs to another name."
            }
            _ => "Its certificate is not one that this computer trusts.",
        },
        _ => "It does not speak TLS as it should.",
    };
    format!("{what} Check the address, or ask whoever looks after the service.")
}

/// Looks for one type of error along the chain of causes.
fn find<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    successors(Some(error), |error| cause(*error)).find_map(|error| error.downcast_ref::<E>())
}

/// The cause of an error. An IO error that wraps another hides it from `source`.
fn cause<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(wrapped) => Some(wrapped),
        None => error.source(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_a_certificate_is_told_in_words() {
        let invalid = rustls::Error::InvalidCertificate;
        let cases = [
            (invalid(CertificateError::Expired), "expired"),
            (invalid(CertificateError::NotValidForName), "another name"),
            (invalid(CertificateError::UnknownIssuer), "trusts"),
            (rustls::Error::DecryptError, "speak TLS"),
        ];
        for (error, words) in cases {
            // As it comes from the transport: wrapped in IO errors.
            let wrapped = io::Error::other(io::Error::new(io::ErrorKind::InvalidData, error));
            let found = find::<rustls::Error>(&wrapped).unwrap();
            assert!(certificate(found).contains(words), "{words}");
        }
    }
}
