//! Single calls: retries, limits, redaction, cancelling.

use std::time::{Duration, Instant};

use crosswalk_model::Secret;
use tokio_util::sync::CancellationToken;
use wiremock::matchers::{body_string, header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::{client, settings};
use crate::http::{HttpClient, HttpRequest, HttpSettings};
use crate::{KitError, RateLimit};

async fn first_then_fine(server: &MockServer, first: ResponseTemplate) {
    Mock::given(path("/x")).respond_with(first).up_to_n_times(1).with_priority(1).mount(server).await;
    Mock::given(path("/x")).respond_with(ResponseTemplate::new(200)).mount(server).await;
}

async fn send(client: &HttpClient, request: HttpRequest) -> Result<u16, KitError> {
    client.send(&request, &CancellationToken::new()).await.map(|answer| answer.status())
}

#[tokio::test]
async fn what_may_be_repeated_is_tried_again_and_the_rest_is_not() {
    let cases = [
        (HttpRequest::get("/x"), true),
        (HttpRequest::post("/x"), false),
        (HttpRequest::post("/x").repeatable(), true),
        (HttpRequest::patch("/x"), false),
        (HttpRequest::patch("/x").repeatable(), true),
    ];
    for (request, again) in cases {
        for status in [429, 502, 503, 504] {
            let server = MockServer::start().await;
            first_then_fine(&server, ResponseTemplate::new(status)).await;
            let answer = send(&client(&server), request.clone()).await;
            assert_eq!(answer.is_ok(), again, "{request:?} {status}");
            assert_eq!(server.received_requests().await.unwrap().len(), if again { 2 } else { 1 });
        }
    }
}

#[tokio::test]
async fn other_statuses_are_answers() {
    for status in [200, 204, 400, 401, 403, 404, 409, 500] {
        let server = MockServer::start().await;
        first_then_fine(&server, ResponseTemplate::new(status)).await;
        assert_eq!(send(&client(&server), HttpRequest::get("/x")).await, Ok(status));
    }
}

#[tokio::test]
async fn the_wait_that_a_service_asks_for_is_kept() {
    let server = MockServer::start().await;
    first_then_fine(&server, ResponseTemplate::new(429).insert_header("retry-after", "1")).await;
    let client = client(&server);
    let started = Instant::now();
    assert_eq!(send(&client, HttpRequest::get("/x")).await, Ok(200));
    assert!(started.elapsed() >= Duration::from_secs(1));
}

#[tokio::test]
async fn a_wait_that_is_too_long_goes_back_to_the_caller() {
    let server = MockServer::start().await;
    first_then_fine(&server, ResponseTemplate::new(429).insert_header("retry-after", "3600")).await;
    let error = send(&client(&server), HttpRequest::get("/x")).await.unwrap_err();
    let wait = Duration::from_secs(3600);
    assert_eq!(error, KitError::RateLimited { service: "The service".into(), wait });
}

#[tokio::test]
async fn a_service_that_stays_away_is_given_up() {
    let server = MockServer::start().await;
    Mock::given(path("/x")).respond_with(ResponseTemplate::new(503)).mount(&server).await;
    let error = send(&client(&server), HttpRequest::get("/x")).await.unwrap_err();
    assert_eq!(error.code(), "unreachable");
    assert_eq!(server.received_requests().await.unwrap().len(), 3);
}

#[tokio::test]
async fn cancelling_ends_an_answer_that_does_not_come_and_a_wait() {
    for slow in [
        ResponseTemplate::new(200).set_delay(Duration::from_secs(20)),
        ResponseTemplate::new(503).insert_header("retry-after", "4"),
    ] {
        let server = MockServer::start().await;
        Mock::given(path("/x")).respond_with(slow).mount(&server).await;
        let cancel = CancellationToken::new();
        let (client, request) = (client(&server), HttpRequest::get("/x"));
        let stop = async {
            tokio::time::sleep(Duration::from_millis(100)).await;
            cancel.cancel();
        };
        let started = Instant::now();
        let (answer, ()) = tokio::join!(client.send(&request, &cancel), stop);
        assert_eq!(answer.unwrap_err(), KitError::Cancelled);
        assert!(started.elapsed() < Duration::from_secs(1));
    }
}

#[tokio::test]
async fn silence_and_refused_connections_are_told_in_words() {
    let server = MockServer::start().await;
    let slow = ResponseTemplate::new(200).set_delay(Duration::from_secs(20));
    Mock::given(path("/x")).respond_with(slow).mount(&server).await;
    let error = send(&client(&server), HttpRequest::get("/x")).await.unwrap_err();
    assert!(error.to_string().contains("did not answer within"), "{error}");

    let closed = HttpSettings { base_url: "http://127.0.0.1:1".into(), ..settings(&server) };
    let error = send(&HttpClient::new(closed).unwrap(), HttpRequest::get("/x")).await.unwrap_err();
    assert!(error.to_string().contains("Nothing listens"), "{error}");
}

#[tokio::test]
async fn an_answer_that_is_too_large_is_not_read() {
    let server = MockServer::start().await;
    let large = ResponseTemplate::new(200).set_body_bytes(vec![b'x'; (1 << 20) + 1]);
    Mock::given(path("/x")).respond_with(large).mount(&server).await;
    let error = send(&client(&server), HttpRequest::get("/x")).await.unwrap_err();
    assert_eq!(error.code(), "unexpected_answer");
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let server = MockServer::start().await;
    let elsewhere = ResponseTemplate::new(302).insert_header("location", "/y");
    Mock::given(path("/x")).respond_with(elsewhere).mount(&server).await;
    let answer = client(&server).send(&HttpRequest::get("/x"), &CancellationToken::new()).await.unwrap();
    assert_eq!(answer.success().unwrap_err().code(), "unexpected_answer");
}

#[tokio::test]
async fn secrets_are_sent_and_never_printed() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(header("apikey", "k-canary"))
        .and(header("authorization", "Basic aWQ6cy1jYW5hcnklMkI="))
        .and(header("user-agent", concat!("Crosswalk/", env!("CARGO_PKG_VERSION"))))
        .and(body_string("a=1+2"))
        .respond_with(ResponseTemplate::new(200).set_body_string("{\"name\":\"Aroha\"}"))
        .mount(&server)
        .await;
    let settings = settings(&server).secret_header("apikey", "", &Secret::new("k-canary"));
    let request = HttpRequest::post("/x")
        .basic("id", &Secret::new("s-canary+"))
        .form(&[("a", "1 2")])
        .query("q", "Aroha");
    let printed = format!("{settings:?} {request:?}");
    let client = HttpClient::new(settings).unwrap();
    let answer = client.send(&request, &CancellationToken::new()).await.unwrap();
    assert_eq!(answer.status(), 200);
    let error = answer.json::<Vec<u8>>().unwrap_err();
    let wrong_kind = answer.json::<std::collections::BTreeMap<String, u8>>().unwrap_err();
    let printed = format!("{printed} {client:?} {answer:?} {error:?} {error} {wrong_kind}");
    assert!(!printed.contains("canary") && !printed.contains("Aroha"), "{printed}");
}

#[tokio::test]
async fn a_secret_that_cannot_be_sent_is_told() {
    let server = MockServer::start().await;
    let settings = settings(&server).secret_header("apikey", "", &Secret::new("two\nlines"));
    let error = send(&HttpClient::new(settings).unwrap(), HttpRequest::get("/x")).await.unwrap_err();
    assert_eq!(error.code(), "unauthorised");
}

#[tokio::test]
async fn the_rate_limit_is_kept() {
    let server = MockServer::start().await;
    Mock::given(path("/x")).respond_with(ResponseTemplate::new(200)).mount(&server).await;
    let mut settings = settings(&server);
    settings.limits.rate = Some(RateLimit { requests: 5, per_seconds: 1 });
    let client = HttpClient::new(settings).unwrap();
    let started = Instant::now();
    for _ in 0..8 {
        send(&client, HttpRequest::get("/x")).await.unwrap();
    }
    assert!(started.elapsed() >= Duration::from_millis(500));
}

#[tokio::test]
async fn an_error_for_a_status_says_what_to_do() {
    let cases = [
        (401, "unauthorised"),
        (403, "forbidden"),
        (404, "not_found"),
        (409, "refused"),
        (500, "unreachable"),
    ];
    for (status, code) in cases {
        let server = MockServer::start().await;
        Mock::given(path("/x")).respond_with(ResponseTemplate::new(status)).mount(&server).await;
        let answer = client(&server).send(&HttpRequest::get("/x"), &CancellationToken::new()).await.unwrap();
        assert_eq!(answer.success().unwrap_err().code(), code);
    }
}

#[tokio::test]
async fn somebody_who_speaks_no_tls_is_told() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("https://{}", listener.local_addr().unwrap());
    let settings = HttpSettings::new("The service", "url", &address).own_servers(super::this_computer());
    let client = HttpClient::new(settings).unwrap();
    let babble = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        tokio::io::AsyncWriteExt::write_all(&mut stream, b"SSH-2.0-hello\r\n".repeat(9).as_slice())
            .await
            .unwrap();
        stream
    };
    let call = send(&client, HttpRequest::get("/x"));
    let error = tokio::select! {
        error = call => error.unwrap_err(),
        () = async { babble.await; std::future::pending::<()>().await } => unreachable!(),
    };
    // A computer without any trusted certificates cannot even begin; it says so.
    let words = error.to_string();
    assert!(words.contains("does not speak TLS") || words.contains("trusted authorities"), "{words}");
}
