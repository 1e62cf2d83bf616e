use std::time::{Duration, Instant};

use axum::Router;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use super::*;
use crate::http::{self, Answer, Delivery, HttpError, Request, Target};

fn wording(trouble: Trouble, uri: &Uri) -> Response {
    let status = match trouble {
        Trouble::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Trouble::Throttled { .. } => StatusCode::TOO_MANY_REQUESTS,
    };
    (status, uri.path().to_owned()).into_response()
}

async fn town() -> (Hosting, Faults, Log, Target) {
    let router =
        Router::new().route("/hello", get(|| async { "hello there" })).route("/token", post(|| async { "" }));
    let (faults, log) = (Faults::default(), Log::default());
    let hosting = serve(router, faults.clone(), log.clone(), wording).await.unwrap();
    let to = Target { host: "127.0.0.1".into(), port: hosting.address.port(), tls: false };
    (hosting, faults, log, to)
}

async fn hello(to: &Target, wait: u64) -> Result<Answer, HttpError> {
    let request = Request::new("GET", "/hello?x=1", "").header("apikey", "hidden").header("X-Seen", "yes");
    http::exchange(to, &request, Delivery::Whole, Duration::from_millis(wait)).await
}

#[tokio::test]
async fn down_means_refused_and_up_means_the_same_port() {
    let (_hosting, faults, _, to) = town().await;
    for _ in 0..3 {
        faults.set_down(true).await;
        assert!(matches!(hello(&to, 1000).await, Err(HttpError::Unreachable { .. })));
        faults.set_down(false).await;
        assert_eq!(hello(&to, 1000).await.unwrap().text(), "hello there");
    }
}

#[tokio::test]
async fn counted_faults_end_by_themselves() {
    let (_hosting, faults, _, to) = town().await;
    faults.unavailable_for(2);
    faults.throttle_for(1, 7);
    let mut seen = Vec::new();
    for _ in 0..4 {
        seen.push(hello(&to, 1000).await.unwrap().status);
    }
    assert_eq!(seen, [503, 503, 429, 200]);
}

#[tokio::test]
async fn a_truncated_answer_breaks_off() {
    let (_hosting, faults, log, to) = town().await;
    faults.truncate_for(1);
    assert!(matches!(hello(&to, 1000).await, Err(HttpError::Cut)));
    assert_eq!(log.requests()[0].status, 200, "the work was done");
    assert!(hello(&to, 1000).await.is_ok());
}

#[tokio::test]
async fn stalled_and_slow_answers_come_late() {
    let (_hosting, faults, _, to) = town().await;
    faults.stall(true);
    assert!(matches!(hello(&to, 60).await, Err(HttpError::TimedOut(_))));
    faults.stall(false);
    faults.slow(Duration::from_millis(80));
    let start = Instant::now();
    assert!(hello(&to, 1000).await.is_ok() && start.elapsed() >= Duration::from_millis(80));
    faults.clear();
    assert!(hello(&to, 60).await.is_ok());
}

#[tokio::test]
async fn the_log_keeps_no_secret() {
    let (_hosting, _, log, to) = town().await;
    hello(&to, 1000).await.unwrap();
    http::send(&to, &Request::new("POST", "/token", "client_secret=hidden")).await.unwrap();
    let all = log.requests();
    assert_eq!((all[0].query.as_str(), all[0].header("x-seen"), all[0].status), ("x=1", Some("yes"), 200));
    assert!(!format!("{all:?}").contains("hidden"));
    assert_eq!(log.of("GET", "/hello").len(), 1);
}

#[tokio::test]
async fn a_dropped_cloud_is_gone() {
    let (hosting, _, _, to) = town().await;
    drop(hosting);
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(hello(&to, 1000).await.is_err());
}
