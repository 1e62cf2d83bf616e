//! TLS: rustls with the ring provider and the certificates that this computer trusts.

use std::sync::OnceLock;

use reqwest::ClientBuilder;

/// Makes ring the provider of this process, once. When a binary installed one before, that one stays.
pub(super) fn install_provider() {
    static DONE: OnceLock<()> = OnceLock::new();
    DONE.get_or_init(|| {
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
}

/// Certificates are those of the operating system. A client that speaks plainly to this computer needs none and so
/// works on a computer that has none installed.
pub(super) fn certificates(builder: ClientBuilder, plain: bool) -> ClientBuilder {
    if plain { builder.tls_certs_only([]) } else { builder.https_only(true) }
}
