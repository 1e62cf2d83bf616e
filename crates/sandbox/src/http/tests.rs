use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::*;

/// Listens once: answers with the text at once, reads until the connection ends or `expect` bytes came, tells what came.
async fn once(answer: &'static [u8], expect: usize) -> (Target, JoinHandle<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let to = Target { host: "127.0.0.1".into(), port: listener.local_addr().unwrap().port(), tls: false };
    #[expect(clippy::disallowed_methods, reason = "the test's own other end")]
    let heard = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut heard = Vec::new();
        let mut buffer = [0; 4096];
        while heard.len() < expect {
            match stream.read(&mut buffer).await.unwrap_or(0) {
                0 => break,
                n => heard.extend_from_slice(&buffer[..n]),
            }
        }
        stream.write_all(answer).await.unwrap();
        stream.flush().await.unwrap();
        let _ = tokio::time::timeout(Duration::from_millis(200), stream.read_to_end(&mut heard)).await;
        heard
    });
    (to, heard)
}

fn request() -> Request {
    Request::new("POST", "/kamar", "hello").header("Authorization", "Basic x")
}

async fn deliver(how: Delivery, answer: &'static [u8], expect: usize) -> (Result<Answer, HttpError>, String) {
    let (to, heard) = once(answer, expect).await;
    let result = exchange(&to, &request(), how, Duration::from_secs(3)).await;
    (result, String::from_utf8(heard.await.unwrap()).unwrap())
}

#[tokio::test]
async fn a_whole_request_is_answered() {
    let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK";
    let (result, heard) = deliver(Delivery::Whole, answer, 100).await;
    assert_eq!(result.unwrap().text(), "OK");
    assert!(heard.starts_with("POST /kamar HTTP/1.1\r\nHost: 127.0.0.1:"));
    assert!(heard.contains("Content-Length: 5\r\n") && heard.ends_with("hello"));
}

#[tokio::test]
async fn chunked_answers_and_requests_are_understood() {
    let answer = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nOK\r\n3\r\n...\r\n0\r\n\r\n";
    let (result, heard) = deliver(Delivery::Chunked, answer, 130).await;
    assert_eq!(result.unwrap().text(), "OK...");
    assert!(heard.ends_with("5\r\nhello\r\n0\r\n\r\n"));
}

#[tokio::test]
async fn the_body_waits_for_continue() {
    let answer = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    let (result, heard) = deliver(Delivery::AfterContinue, answer, 100).await;
    assert_eq!(result.unwrap().status, 200);
    assert!(heard.contains("Expect: 100-continue") && heard.ends_with("hello"));
    let refused = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n";
    let (result, heard) = deliver(Delivery::AfterContinue, refused, 100).await;
    assert_eq!(result.unwrap().status, 403);
    assert!(!heard.ends_with("hello"), "a refused body is not sent");
}

#[tokio::test]
async fn a_cut_body_is_announced_in_full() {
    let (result, heard) = deliver(Delivery::Cut { after: 2 }, b"", 10_000).await;
    assert!(matches!(result, Err(HttpError::Cut)));
    assert!(heard.contains("Content-Length: 5\r\n") && heard.ends_with("he"));
}

#[tokio::test]
async fn trouble_has_a_name() {
    let (result, _) = deliver(Delivery::Whole, b"SSH-2.0-x\r\n", 100).await;
    assert!(matches!(result, Err(HttpError::NotHttp)));
    let (result, _) = deliver(Delivery::Whole, b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nOK", 100).await;
    assert!(matches!(result, Err(HttpError::Cut)));
    let (to, _heard) = once(b"", 10_000).await;
    let result = exchange(&to, &request(), Delivery::Whole, Duration::from_millis(50)).await;
    assert!(matches!(result, Err(HttpError::TimedOut(_))));
    let nobody = Target { host: "127.0.0.1".into(), port: 1, tls: false };
    assert!(matches!(send(&nobody, &request()).await, Err(HttpError::Unreachable { .. })));
}

#[tokio::test]
async fn a_self_signed_certificate_is_accepted() {
    let key = rcgen::generate_simple_self_signed(vec!["127.0.0.1".into()]).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![key.cert.der().clone()], key.signing_key.into())
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let to = Target { host: "127.0.0.1".into(), port: listener.local_addr().unwrap().port(), tls: true };
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    #[expect(clippy::disallowed_methods, reason = "the test's own other end")]
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let mut stream = acceptor.accept(stream).await.unwrap();
        let _ = stream.read(&mut [0; 4096]).await;
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK").await.unwrap();
        stream.shutdown().await.unwrap();
    });
    assert_eq!(send(&to, &request()).await.unwrap().text(), "OK");
}
