//! The listener: what gets in, what does not, and what is kept of it.

use std::time::{Duration, Instant};

use crosswalk_model::DeliveryState;
use crosswalk_sandbox::http::{Delivery, HttpError, Request, exchange};
use crosswalk_server::{ServerError, Webhooks, WebhooksSettings};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::house::{House, message, push, send};

const LONG: Duration = Duration::from_secs(30);

#[tokio::test(flavor = "multi_thread")]
async fn a_good_push_is_stored_and_answered_as_kamar_needs_it() {
    let house = House::open().await;
    for body in [message(10), message(300_000)] {
        let answer = send(&house.listener, &push(body)).await;
        assert_eq!((answer.status, answer.json()["SMSDirectoryData"]["error"].as_i64()), (200, Some(0)));
        assert_eq!(answer.header("content-length"), Some(answer.body.len().to_string().as_str()));
        assert_eq!(answer.header("connection"), Some("close"));
        assert_eq!(answer.header("transfer-encoding"), None);
    }
    let kept = house.deliveries().await;
    assert_eq!(kept.len(), 2);
    assert!(kept.iter().all(|delivery| delivery.kind == "notices" && delivery.body.is_some()));
    let slash = Request { path: "/kamar/".into(), ..push(message(1)) };
    assert_eq!(send(&house.listener, &slash).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_listens_elsewhere() {
    let house = House::open().await;
    for path in ["/", "/kamarx", "/other", "/kamar%2f", "/app/call", "/enter?code=x"] {
        let answer = send(&house.listener, &Request { path: path.into(), ..push(message(1)) }).await;
        assert_eq!((answer.status, answer.body.len()), (404, 0), "{path}");
    }
    assert!(house.deliveries().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_host_gets_nothing() {
    let house = House::open().await;
    let port = house.listener.port;
    for host in
        ["evil.example".to_owned(), format!("evil.example:{port}"), "127.0.0.1:1".into(), String::new()]
    {
        let answer = send(&house.listener, &push(message(1)).header("Host", host.clone())).await;
        assert_eq!((answer.status, answer.body.len()), (421, 0), "{host}");
    }
    let named = push(message(1)).header("Host", format!("localhost:{port}"));
    assert_eq!(send(&house.listener, &named).await.status, 200);
    assert_eq!(house.deliveries().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn names_are_added_by_setting() {
    let names = vec!["roster.school.example".to_owned()];
    let house = House::with(WebhooksSettings { names, ..WebhooksSettings::default() }, None).await;
    let named = format!("roster.school.example:{}", house.listener.port);
    assert_eq!(send(&house.listener, &push(message(1)).header("Host", named)).await.status, 200);
    assert_eq!(
        send(&house.listener, &push(message(1)).header("Host", "roster.school.example")).await.status,
        421
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_read_to_its_end_and_refused() {
    let house = House::open().await;
    let wrong = Request { headers: Vec::new(), ..push(message(4_000_000)) }
        .header("Authorization", "Basic a2FtYXI6d3Jvbmc=")
        .header("Content-Type", "application/json");
    let answer = send(&house.listener, &wrong).await;
    assert_eq!(answer.status, 403, "{}", answer.text());
    let noted = house.deliveries().await;
    assert_eq!((noted.len(), noted[0].state, noted[0].size), (1, DeliveryState::Answered, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn continue_is_said_only_after_the_head_was_greeted() {
    let house = House::open().await;
    let begun = Instant::now();
    let good =
        exchange(&house.listener, &push(message(100_000)), Delivery::AfterContinue, LONG).await.unwrap();
    assert_eq!(good.status, 200);
    assert!(begun.elapsed() < Duration::from_millis(900), "the sender did not hear 100 Continue");
    for (path, status) in [("/kamar", "403"), ("/elsewhere", "404")] {
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\n\
             Authorization: Basic a2FtYXI6d3Jvbmc=\r\nExpect: 100-continue\r\nContent-Length: 1000000\r\n\r\n",
            house.listener.port
        );
        let said = raw(&house, head.as_bytes()).await;
        assert!(said.starts_with(&format!("HTTP/1.1 {status}")), "{said}");
    }
}

/// Writes and reads until the other side closes.
async fn raw(house: &House, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", house.listener.port)).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    let mut said = Vec::new();
    tokio::time::timeout(LONG, stream.read_to_end(&mut said))
        .await
        .expect("the connection stays open")
        .unwrap();
    String::from_utf8_lossy(&said).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn too_much_is_told_and_not_kept() {
    let settings = WebhooksSettings { largest_body: 100_000, ..WebhooksSettings::default() };
    let house = House::with(settings, None).await;
    for how in [Delivery::Whole, Delivery::Chunked, Delivery::AfterContinue] {
        let answer = exchange(&house.listener, &push(message(200_000)), how, LONG).await.unwrap();
        assert_eq!(answer.status, 413, "{how:?}");
        assert!(answer.text().contains("larger than this listener takes in"), "{}", answer.text());
    }
    assert!(house.deliveries().await.is_empty());
    house.wait(|house| house.blobs() == 0).await;
    assert_eq!(send(&house.listener, &push(message(90_000))).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_cut_off_is_neither_kept_nor_answered() {
    let house = House::open().await;
    for after in [0, 10, 200_000] {
        let cut = exchange(&house.listener, &push(message(300_000)), Delivery::Cut { after }, LONG).await;
        assert!(matches!(cut, Err(HttpError::Cut)));
    }
    // A sender that closes its side and waits hears that the connection is closed, and nothing else.
    let mut stream = begun(&house).await;
    stream.shutdown().await.unwrap();
    let mut said = String::new();
    tokio::time::timeout(LONG, stream.read_to_string(&mut said)).await.unwrap().unwrap();
    assert_eq!(said, "");
    house.wait(|house| house.blobs() == 0).await;
    assert!(house.deliveries().await.is_empty());
}

fn push_head(house: &House, length: usize) -> String {
    let request = push("");
    let headers: String =
        request.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let port = house.listener.port;
    format!("POST /kamar HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{headers}Content-Length: {length}\r\n\r\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sender_that_takes_too_long_is_let_go() {
    let patience = Duration::from_millis(300);
    let house = House::with(WebhooksSettings { patience, ..WebhooksSettings::default() }, None).await;
    let begun = Instant::now();
    let pause = Duration::from_millis(50);
    let slow =
        exchange(&house.listener, &push(message(1000)), Delivery::Slowly { piece: 1, pause }, LONG).await;
    assert!(slow.is_err(), "{slow:?}");
    assert!(begun.elapsed() < Duration::from_secs(20));
    assert!(house.deliveries().await.is_empty());
    let brisk = Delivery::Slowly { piece: 400, pause };
    assert_eq!(exchange(&house.listener, &push(message(1000)), brisk, LONG).await.unwrap().status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_that_never_ends_is_let_go() {
    let house = House::open().await;
    let begun = Instant::now();
    raw(&house, b"POST /kamar HTTP/1.1\r\nHost: 127").await;
    assert!(begun.elapsed() > Duration::from_secs(8) && begun.elapsed() < Duration::from_secs(15));
    let long = format!("POST /kamar HTTP/1.1\r\nX: {}\r\n", "x".repeat(200_000));
    let said =
        tokio::time::timeout(Duration::from_secs(5), raw_lenient(&house, long.as_bytes())).await.unwrap();
    assert!(said.is_empty() || said.starts_with("HTTP/1.1 431"), "{said}");
}

/// As `raw`, where the other side may close before everything was written.
async fn raw_lenient(house: &House, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", house.listener.port)).await.unwrap();
    let _ = stream.write_all(bytes).await;
    let mut said = Vec::new();
    let _ = stream.read_to_end(&mut said).await;
    String::from_utf8_lossy(&said).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_at_once_are_asked_to_come_back() {
    let house = House::open().await;
    let mut waiting = Vec::new();
    for _ in 0..64 {
        waiting.push(begun(&house).await);
    }
    let mut answer = send(&house.listener, &push(message(1))).await;
    while answer.status != 503 && waiting.len() < 200 {
        // The push before may have taken the place of one that was begun.
        waiting.push(begun(&house).await);
        tokio::time::sleep(Duration::from_millis(20)).await;
        answer = send(&house.listener, &push(message(1))).await;
    }
    assert_eq!((answer.status, answer.header("retry-after")), (503, Some("5")));
    waiting.clear();
    for _ in 0..100 {
        if send(&house.listener, &push(message(1))).await.status == 200 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the listener did not recover");
}

/// A push of which the end does not come.
async fn begun(house: &House) -> TcpStream {
    let mut stream = TcpStream::connect(("127.0.0.1", house.listener.port)).await.unwrap();
    stream.write_all(format!("{}{{", push_head(house, 1000)).as_bytes()).await.unwrap();
    stream
}

#[tokio::test(flavor = "multi_thread")]
async fn others_are_never_listened_to_in_the_clear() {
    let beyond = WebhooksSettings { address: ([0, 0, 0, 0], 0).into(), ..WebhooksSettings::default() };
    let refused = Webhooks::bind(beyond.clone()).await.unwrap_err();
    assert!(matches!(refused, ServerError::PlainBeyondLoopback(_)), "{refused}");
    assert!(Webhooks::bind(WebhooksSettings { behind_proxy: true, ..beyond }).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn shutting_down_ends_every_connection() {
    let house = House::open().await;
    let mut idle = TcpStream::connect(("127.0.0.1", house.listener.port)).await.unwrap();
    let begun = Instant::now();
    house.engine.shutdown().await;
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
    assert_eq!(idle.read(&mut [0; 8]).await.unwrap_or(0), 0);
    assert!(TcpStream::connect(("127.0.0.1", house.listener.port)).await.is_err());
}
