//! How the line to PostgreSQL is encrypted. What the address says counts; where it says nothing, a server on another
//! computer must show a certificate that can be verified.

use std::io::ErrorKind;
use std::net::IpAddr;

use sqlx::postgres::{PgConnectOptions, PgSslMode};

use crate::StoreError;

/// The options of an address. `sslmode` and `sslrootcert` are those of libpq
/// (<https://www.postgresql.org/docs/current/libpq-ssl.html>).
pub(super) fn options(url: &str) -> Result<PgConnectOptions, sqlx::Error> {
    let options = url.parse::<PgConnectOptions>()?;
    let is_silent = !["sslmode=", "ssl-mode="].iter().any(|word| url.contains(word))
        && matches!(options.get_ssl_mode(), PgSslMode::Prefer);
    let is_far = options.get_socket().is_none() && !is_here(options.get_host());
    Ok(if is_silent && is_far { options.ssl_mode(PgSslMode::VerifyFull) } else { options })
}

/// Whether a host is this computer.
fn is_here(host: &str) -> bool {
    let name = host.trim_start_matches('[').trim_end_matches(']');
    name.eq_ignore_ascii_case("localhost")
        || name.starts_with('/')
        || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Why connecting failed, where it is about encryption; other errors are told as everywhere.
pub(super) fn refused(error: sqlx::Error) -> StoreError {
    match error {
        sqlx::Error::Tls(_) => StoreError::NoEncryption,
        // The handshake breaks off with the words of rustls, which name no secret.
        sqlx::Error::Io(error) if error.kind() == ErrorKind::InvalidData => {
            StoreError::Untrusted { detail: error.to_string() }
        }
        sqlx::Error::Database(error) if error.message().contains("no encryption") => {
            StoreError::EncryptionWanted
        }
        other => other.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    #[test]
    fn a_server_elsewhere_must_prove_who_it_is() {
        let table = [
            ("postgres://u@127.0.0.1/d", "prefer"),
            ("postgres://u@localhost:5433/d", "prefer"),
            ("postgres://u@[::1]/d", "prefer"),
            ("postgres://u@%2Frun%2Fpostgresql/d", "prefer"),
            ("postgres://u@db.school.example/d", "verify-full"),
            ("postgres://u@192.0.2.7/d", "verify-full"),
            ("postgres://u@localhost.example/d", "verify-full"),
            ("postgres://u@db.school.example/d?sslmode=require", "require"),
            ("postgres://u@db.school.example/d?sslmode=verify-ca", "verify-ca"),
            ("postgres://u@db.school.example/d?sslmode=disable", "disable"),
            ("postgres://u@db.school.example/d?sslmode=prefer", "prefer"),
            ("postgres://u@127.0.0.1/d?sslmode=verify-full", "verify-full"),
        ];
        for (url, expect) in table {
            let mode = match options(url).unwrap().get_ssl_mode() {
                PgSslMode::Prefer => "prefer",
                PgSslMode::VerifyFull => "verify-full",
                PgSslMode::VerifyCa => "verify-ca",
                PgSslMode::Require => "require",
                PgSslMode::Disable => "disable",
                PgSslMode::Allow => "allow",
            };
            assert_eq!(mode, expect, "{url}");
        }
    }

    /// A server that answers the question for TLS with one letter, and then tells with which byte the client goes on.
    async fn serve(listener: TcpListener, answer: u8) -> Option<u8> {
        let (mut client, _) = listener.accept().await.unwrap();
        let mut question = [0; 8];
        client.read_exact(&mut question).await.unwrap();
        assert_eq!(question, [0, 0, 0, 8, 4, 210, 22, 47], "the question for TLS");
        client.write_all(&[answer]).await.unwrap();
        let mut next = [0];
        let went_on = client.read(&mut next).await.unwrap_or(0) > 0;
        let _a_client_that_has_gone_is_fine = client.write_all(b"this is no handshake").await;
        went_on.then_some(next[0])
    }

    /// What opening comes to at such a server, and with which byte the client went on.
    async fn open(answer: u8, mode: &str) -> (StoreError, Option<u8>) {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("postgres://u@{}/d?sslmode={mode}", listener.local_addr().unwrap());
        let (opened, went_on) = tokio::join!(super::super::Database::postgres(&url), serve(listener, answer));
        (opened.unwrap_err(), went_on)
    }

    #[tokio::test]
    async fn a_server_that_refuses_tls_is_told_nothing_more() {
        for mode in ["require", "verify-full"] {
            let (error, went_on) = open(b'N', mode).await;
            assert!(matches!(error, StoreError::NoEncryption), "{error}");
            assert_eq!(went_on, None, "neither a name nor a password goes out in the clear");
        }
    }

    #[tokio::test]
    async fn a_server_that_offers_tls_is_spoken_to_in_tls() {
        let (error, went_on) = open(b'S', "verify-full").await;
        assert!(matches!(error, StoreError::Untrusted { .. }), "{error}");
        assert_eq!(went_on, Some(0x16), "a handshake, as RFC 8446 writes it");
    }
}
