//! Certificates: generated for this computer, or the school's own.

use std::fmt;
use std::sync::Arc;

use rcgen::{CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use sha2::{Digest, Sha256};
use tokio_rustls::TlsAcceptor;

use crate::ServerError;

/// How long a generated certificate is valid. Nobody renews what nobody remembers; the fingerprint is what is trusted.
const YEARS: i32 = 20;

/// A certificate and its key as PEM texts, to be kept in the data folder.
pub struct Generated {
    /// The certificate.
    pub certificate: String,
    /// Its private key.
    pub key: String,
}

/// The key is nobody's business.
impl fmt::Debug for Generated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Generated").field("key", &"[secret]").finish_non_exhaustive()
    }
}

/// Makes a certificate for these names and addresses, valid from the beginning of a year.
///
/// # Errors
/// [`ServerError::Certificate`] when a name cannot stand in a certificate.
pub fn generate(names: &[String], year: i32) -> Result<Generated, ServerError> {
    let mut params = CertificateParams::new(names).map_err(bad)?;
    params.not_before = date_time_ymd(year, 1, 1);
    params.not_after = date_time_ymd(year.saturating_add(YEARS), 1, 1);
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, "Crosswalk listener");
    let key = KeyPair::generate().map_err(bad)?;
    let certificate = params.self_signed(&key).map_err(bad)?;
    Ok(Generated { certificate: certificate.pem(), key: key.serialize_pem() })
}

/// A certificate that a listener can use.
#[derive(Clone)]
pub struct Tls {
    config: Arc<ServerConfig>,
    fingerprint: String,
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tls").field("fingerprint", &self.fingerprint).finish_non_exhaustive()
    }
}

impl Tls {
    /// Reads a chain, the listener's own certificate first, and its key. TLS 1.2 and 1.3.
    ///
    /// # Errors
    /// [`ServerError::Certificate`] when one cannot be read, or they do not belong together.
    pub fn from_pem(chain: &str, key: &str) -> Result<Self, ServerError> {
        let chain: Vec<CertificateDer<'static>> =
            CertificateDer::pem_slice_iter(chain.as_bytes()).collect::<Result<_, _>>().map_err(bad)?;
        let first = chain.first().ok_or_else(|| bad("there is no certificate in the file"))?;
        let fingerprint = fingerprint(first);
        let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).map_err(bad)?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let mut config =
            builder.map_err(bad)?.with_no_client_auth().with_single_cert(chain, key).map_err(bad)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self { config: Arc::new(config), fingerprint })
    }

    /// The SHA-256 fingerprint of the certificate, as browsers show it: `AB:CD:…`.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    pub(crate) fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(self.config.clone())
    }
}

fn fingerprint(certificate: &CertificateDer<'_>) -> String {
    let digest = Sha256::digest(certificate.as_ref());
    digest.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":")
}

fn bad(reason: impl fmt::Display) -> ServerError {
    ServerError::Certificate(reason.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Vec<String> {
        ["localhost", "127.0.0.1", "roster.school.example"].map(str::to_owned).into()
    }

    #[test]
    fn what_is_generated_can_be_used_and_has_a_fingerprint() {
        let made = generate(&names(), 2026).unwrap();
        let tls = Tls::from_pem(&made.certificate, &made.key).unwrap();
        assert_eq!(tls.fingerprint().len(), 32 * 3 - 1);
        let again = Tls::from_pem(&made.certificate, &made.key).unwrap();
        assert_eq!(tls.fingerprint(), again.fingerprint());
        let other = generate(&names(), 2026).unwrap();
        assert_ne!(Tls::from_pem(&other.certificate, &other.key).unwrap().fingerprint(), tls.fingerprint());
    }

    #[test]
    fn what_does_not_belong_together_is_refused() {
        let (one, other) = (generate(&names(), 2026).unwrap(), generate(&names(), 2026).unwrap());
        for (chain, key) in [
            (&*one.certificate, &*other.key),
            ("", &*one.key),
            (&*one.certificate, ""),
            ("nonsense", "nonsense"),
        ] {
            let error = Tls::from_pem(chain, key).unwrap_err();
            assert!(matches!(error, ServerError::Certificate(_)), "{error}");
        }
    }

    #[test]
    fn a_key_does_not_print() {
        let made = generate(&names(), 2026).unwrap();
        assert!(!format!("{made:?}").contains("PRIVATE"));
    }
}
