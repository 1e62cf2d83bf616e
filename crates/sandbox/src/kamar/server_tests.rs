use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::any;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::*;
use crate::http::Delivery;
use crate::school::{Person, School, Spec};

/// What the test's listener heard, and what it answers next.
#[derive(Default)]
struct Ear {
    heard: Vec<(HeaderMap, Bytes)>,
    next: Vec<(u16, Value)>,
}

type Shared = Arc<Mutex<Ear>>;

async fn hear(State(ear): State<Shared>, headers: HeaderMap, body: Bytes) -> (StatusCode, String) {
    let mut ear = ear.lock().unwrap();
    ear.heard.push((headers, body));
    let (status, answer) = if ear.next.is_empty() { (200, ok()) } else { ear.next.remove(0) };
    (StatusCode::from_u16(status).unwrap(), json!({ "SMSDirectoryData": answer }).to_string())
}

fn ok() -> Value {
    json!({"error": 0, "result": "OK", "service": "Test", "version": "1"})
}

fn ready() -> Value {
    json!({"error": 0, "result": "OK", "service": "Test", "version": "1", "status": "Ready", "countryDataStored": "New Zealand",
        "privacystatement": "word ".repeat(60),
        "options": {"ics": true, "students": {"details": true, "timetables": true,
            "fields": {"required": "firstname;lastname", "optional": "tutor"}}}})
}

async fn town() -> (KamarServer, Shared, School) {
    let ear = Shared::default();
    let router = Router::new().route("/kamar", any(hear)).with_state(ear.clone());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    #[expect(clippy::disallowed_methods, reason = "the test's own listener")]
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    let settings = Settings {
        address: "127.0.0.1".into(),
        port,
        path: "/kamar".into(),
        username: "kamar".into(),
        password: "pass:word".into(),
        xml: false,
        timeout: Duration::from_secs(5),
        tls: false,
    };
    (KamarServer::new(settings), ear, School::generate(&Spec { pupils: 100, staff: 10, ..Spec::default() }))
}

fn heard(ear: &Shared) -> usize {
    ear.lock().unwrap().heard.len()
}

fn part(kamar: &KamarServer, school: &School) -> Message {
    messages::part(school, &[Person::Pupil(0)], &kamar.quirks(), kamar.stamp(school))
}

#[tokio::test]
async fn nothing_is_sent_before_a_good_check() {
    let (kamar, ear, school) = town().await;
    let result = kamar.push(part(&kamar, &school)).await;
    assert!(!result.sent && result.disabled && heard(&ear) == 0);
    ear.lock().unwrap().next.push((200, ready()));
    let check = kamar.check(&school).await;
    assert!(check.accepted() && !check.disabled && kamar.enabled());
    assert!(check.complaints.is_empty(), "{:?}", check.complaints);
    assert!(kamar.push(part(&kamar, &school)).await.accepted());
}

#[tokio::test]
async fn credentials_go_first_and_only_ticked_data_follows() {
    let (kamar, ear, school) = town().await;
    ear.lock().unwrap().next.push((200, ready()));
    kamar.check(&school).await;
    assert!(kamar.quirks().ics, "the listener asked for iCalendar");
    kamar.push(messages::full(&school, &kamar.quirks(), kamar.stamp(&school))).await;
    let ear = ear.lock().unwrap();
    let (headers, body) = &ear.heard[1];
    assert_eq!(headers["authorization"], "Basic a2FtYXI6cGFzczp3b3Jk");
    assert_eq!(headers["content-type"], "application/json");
    let body: Value = serde_json::from_slice(body).unwrap();
    let inner = &body["SMSDirectoryData"];
    assert!(inner.get("staff").is_none() && inner.get("subjects").is_none());
    let pupil = &inner["students"]["data"][0];
    assert!(pupil["tutor"].is_string() && pupil.get("email").is_none() && pupil.get("caregivers").is_none());
}

#[tokio::test]
async fn any_failure_switches_the_service_off_until_the_next_good_check() {
    let (kamar, ear, school) = town().await;
    for bad in [
        (403, json!({})),
        (500, ok()),
        (204, ok()),
        (200, json!({"error": 401, "result": "No Data"})),
        (200, json!({})),
    ] {
        ear.lock().unwrap().next.push((200, ready()));
        kamar.check(&school).await;
        ear.lock().unwrap().next.push(bad.clone());
        let result = kamar.push(part(&kamar, &school)).await;
        assert!(result.sent && result.disabled && !result.accepted(), "{bad:?}");
        let before = heard(&ear);
        assert!(!kamar.push(part(&kamar, &school)).await.sent);
        assert_eq!(heard(&ear), before, "a service that is off sends nothing");
    }
    ear.lock().unwrap().next.push((403, ready()));
    let refused = kamar.check(&school).await;
    assert!(refused.disabled && refused.failure.as_deref() == Some("ERROR: HTTP/1.1 403"));
}

#[tokio::test]
async fn unreachable_or_silent_listeners_switch_it_off_too() {
    let (kamar, ear, school) = town().await;
    ear.lock().unwrap().next.push((200, ready()));
    kamar.check(&school).await;
    kamar.set_settings(Settings { port: 1, ..kamar.settings() });
    let result = kamar.push(part(&kamar, &school)).await;
    assert!(result.disabled && result.failure.is_some() && result.status.is_none());
}

#[tokio::test]
async fn mischief_is_what_it_says() {
    let (kamar, ear, school) = town().await;
    ear.lock().unwrap().next.push((200, ready()));
    kamar.check(&school).await;
    let cases = [
        Mischief::WrongPassword,
        Mischief::NoCredentials,
        Mischief::ContentType("text/plain".into()),
        Mischief::Host("elsewhere.example".into()),
        Mischief::Body(b"{".to_vec()),
        Mischief::Method("PUT".into()),
    ];
    for mischief in cases {
        kamar.push_oddly(part(&kamar, &school), mischief, Delivery::Whole).await;
    }
    let wrong_path =
        kamar.push_oddly(part(&kamar, &school), Mischief::WrongPath("/other".into()), Delivery::Whole).await;
    assert_eq!(wrong_path.status, Some(404));
    let ear = ear.lock().unwrap();
    assert!(ear.heard[1].0["authorization"] != ear.heard[0].0["authorization"]);
    assert!(ear.heard[2].0.get("authorization").is_none());
    assert_eq!(ear.heard[3].0["content-type"], "text/plain");
    assert_eq!(ear.heard[4].0["host"], "elsewhere.example");
    assert_eq!(&ear.heard[5].1[..], b"{");
}

#[tokio::test]
async fn odd_deliveries_arrive() {
    let (kamar, ear, school) = town().await;
    ear.lock().unwrap().next.push((200, ready()));
    kamar.check(&school).await;
    let slow = Delivery::Slowly { piece: 200, pause: Duration::from_millis(1) };
    for how in [slow, Delivery::AfterContinue, Delivery::Chunked] {
        assert!(kamar.push_oddly(part(&kamar, &school), Mischief::None, how).await.accepted(), "{how:?}");
    }
    let cut = kamar.push_oddly(part(&kamar, &school), Mischief::None, Delivery::Cut { after: 50 }).await;
    assert!(cut.disabled && cut.status.is_none());
    assert_eq!(heard(&ear), 4, "a cut body reaches no handler");
}

#[tokio::test]
async fn message_times_only_grow() {
    let (kamar, _, mut school) = town().await;
    let (a, b) = (kamar.stamp(&school), kamar.stamp(&school));
    school.next_day(1);
    let c = kamar.stamp(&school);
    assert!(a < b && b < c && c.date() == school.today);
}
