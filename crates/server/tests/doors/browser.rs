//! The browser's door: never open.

use std::time::Duration;

use crosswalk_contract::{GetStatus, PauseConnection};
use crosswalk_model::ConnectionId;
use crosswalk_sandbox::http::{Answer, Request};
use crosswalk_server::ServerError;
use crosswalk_server::attach::{Visitor, knock};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use crate::house::{House, send};

const STATUS: &str = r#"{"request":"1","call":"status.get","args":{}}"#;

async fn get(house: &House, path: &str, headers: &[(&str, &str)]) -> Answer {
    ask(house, Request::new("GET", path, ""), headers).await
}

async fn call(house: &House, body: &str, headers: &[(&str, &str)]) -> Answer {
    let request = Request::new("POST", "/app/call", body).header("Content-Type", "application/json");
    ask(house, request, headers).await
}

async fn ask(house: &House, request: Request, headers: &[(&str, &str)]) -> Answer {
    send(&house.app, &headers.iter().fold(request, |request, (name, value)| request.header(name, *value)))
        .await
}

/// Opens a printed address, as a browser does; gives the cookie.
async fn enter(house: &House) -> String {
    let address = house.door.address();
    let path = address.strip_prefix(house.door.origin()).unwrap();
    let answer = get(house, path, &[]).await;
    assert_eq!(answer.status, 200);
    let cookie = answer.header("set-cookie").unwrap().to_owned();
    assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Strict"), "{cookie}");
    cookie.split(';').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_session_there_is_one_sentence() {
    let house =
        House::with_screens(&[("index.html", "<p>Crosswalk"), ("crosswalk-0123abcd.css", "p{}")]).await;
    for path in
        ["/", "/index.html", "/crosswalk-0123abcd.css", "/plans", "/app/events", "/app/health", "/app/call"]
    {
        let answer = get(&house, path, &[("Cookie", "crosswalk=x; a=b")]).await;
        assert_eq!(answer.status, 401, "{path}");
        assert!(answer.text().starts_with("Open the address that crosswalkd printed."), "{path}");
        assert!(!answer.text().contains("<p>") && answer.body.len() < 120, "{path}");
    }
    let origin = house.door.origin().to_owned();
    assert_eq!(call(&house, STATUS, &[("Origin", &origin)]).await.status, 401);
    assert_eq!(get(&house, "/enter?code=guess", &[]).await.status, 401);
    assert_eq!(get(&house, "/enter", &[]).await.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_printed_address_opens_the_screens_once() {
    let house =
        House::with_screens(&[("index.html", "<p>Crosswalk"), ("crosswalk-0123abcd.wasm", "w")]).await;
    let address = house.door.address();
    let path = address.strip_prefix(house.door.origin()).unwrap();
    let cookie =
        get(&house, path, &[]).await.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
    assert_eq!(get(&house, path, &[]).await.status, 401, "the code works once");
    assert_eq!(get(&house, path, &[("Cookie", &cookie)]).await.status, 200, "who is inside stays inside");
    for path in ["/", "/plans/01"] {
        let page = get(&house, path, &[("Cookie", &cookie)]).await;
        assert_eq!((page.status, page.text().as_str()), (200, "<p>Crosswalk"));
        assert_eq!(page.header("cache-control"), Some("no-cache"));
        assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
        assert!(page.header("content-security-policy").unwrap().contains("frame-ancestors 'none'"));
    }
    let wasm = get(&house, "/crosswalk-0123abcd.wasm", &[("Cookie", &cookie)]).await;
    assert_eq!(wasm.header("content-type"), Some("application/wasm"));
    assert!(wasm.header("cache-control").unwrap().contains("immutable"));
    assert_eq!(get(&house, "/gone-0123abcd.js", &[("Cookie", &cookie)]).await.status, 404);
    assert_eq!(get(&house, "/../crosswalk.db", &[("Cookie", &cookie)]).await.text(), "<p>Crosswalk");
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_and_problems_cross() {
    let house = House::open().await;
    let cookie = enter(&house).await;
    let own = [("Cookie", cookie.as_str()), ("Origin", house.door.origin())];
    let status = call(&house, STATUS, &own).await;
    assert_eq!((status.status, status.json()["school"].as_str()), (200, Some("Tōtara College")));
    assert_eq!(status.header("cache-control"), Some("no-store"));
    let nobody = r#"{"request":"2","call":"runs.get","args":{"id":"00000000-0000-0000-0000-000000000001"}}"#;
    let problem = call(&house, nobody, &own).await;
    assert_eq!((problem.status, problem.json()["code"].as_str()), (404, Some("not_found")));
    for odd in ["", "{", r#"{"request":"3","call":"everything.delete","args":{}}"#] {
        let problem = call(&house, odd, &own).await;
        assert_eq!(
            (problem.status, problem.json()["code"].as_str()),
            (400, Some("call.not_understood")),
            "{odd}"
        );
    }
    let health = get(&house, "/app/health", &own[..1]).await;
    assert_eq!((health.status, health.json()["version"].as_str()), (200, Some(env!("CARGO_PKG_VERSION"))));
}

#[tokio::test(flavor = "multi_thread")]
async fn other_sites_and_foreign_hosts_get_nothing_even_with_a_session() {
    let house = House::open().await;
    let cookie = enter(&house).await;
    let host = format!("evil.example:{}", house.app.port);
    for foreign in [
        ("Origin", "http://evil.example"),
        ("Origin", "null"),
        ("Sec-Fetch-Site", "cross-site"),
        ("Sec-Fetch-Site", "same-site"),
        ("Host", &host),
        ("Host", "localhost"),
    ] {
        let status = if foreign.0 == "Host" { 421 } else { 403 };
        let headers = [("Cookie", cookie.as_str()), foreign];
        for answer in [call(&house, STATUS, &headers).await, get(&house, "/app/events", &headers).await] {
            assert_eq!((answer.status, answer.body.len()), (status, 0), "{foreign:?}");
        }
        let address = house.door.address();
        let path = address.strip_prefix(house.door.origin()).unwrap();
        if foreign.0 != "Sec-Fetch-Site" {
            assert_eq!(get(&house, path, &[foreign]).await.status, status, "{foreign:?}");
        }
    }
    let unsaid = call(&house, STATUS, &[("Cookie", &cookie)]).await;
    assert_eq!(unsaid.status, 403, "a call says where it comes from");
    let form = Request::new("POST", "/app/call", STATUS).header("Content-Type", "text/plain");
    let form = ask(&house, form, &[("Cookie", &cookie), ("Origin", house.door.origin())]).await;
    assert_eq!((form.status, form.body.len()), (415, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn events_come_as_they_happen_and_end_with_the_house() {
    let house = House::open().await;
    let cookie = enter(&house).await;
    let mut stream = BufReader::new(TcpStream::connect(("127.0.0.1", house.app.port)).await.unwrap());
    let port = house.app.port;
    let head = format!("GET /app/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut line = String::new();
    while line != "\r\n" {
        line.clear();
        stream.read_line(&mut line).await.unwrap();
    }
    let connections = house.ask(crosswalk_contract::ListConnections {}).await;
    let id: ConnectionId = connections[0].id;
    house.ask(PauseConnection { id, paused: true }).await;
    let data = tokio::time::timeout(Duration::from_secs(5), data_line(&mut stream)).await.unwrap().unwrap();
    assert!(data.contains(r#""event":"connection""#) && data.contains(&id.to_string()), "{data}");
    house.engine.shutdown().await;
    let rest = tokio::time::timeout(Duration::from_secs(5), async {
        while data_line(&mut stream).await.is_some() {}
    });
    assert!(rest.await.is_ok(), "the stream ends");
}

/// The next line of data; `None` at the end.
async fn data_line(stream: &mut BufReader<TcpStream>) -> Option<String> {
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
            return None;
        }
        if let Some(data) = line.strip_prefix("data: ") {
            return Some(data.to_owned());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_process_of_the_same_person_is_let_in() {
    let house = House::open().await;
    let address = knock(house.door.origin(), house.door.token()).await.unwrap();
    let visitor = Visitor::enter(&address).await.unwrap();
    assert_eq!(visitor.ask(GetStatus {}).await.unwrap().school.as_deref(), Some("Tōtara College"));
    let problem =
        visitor.ask(crosswalk_contract::GetRun { id: crosswalk_model::RunId(Default::default()) }).await;
    assert_eq!(problem.unwrap_err().code, "not_found");
    let refused = Visitor::enter(&address).await.unwrap_err();
    assert!(matches!(refused, ServerError::OwnerRefused(_)), "{refused}");
    let refused = knock(house.door.origin(), "guess").await.unwrap_err();
    assert!(matches!(refused, ServerError::OwnerRefused(_)), "{refused}");
    let silent = knock("http://127.0.0.1:1", house.door.token()).await.unwrap_err();
    assert!(matches!(silent, ServerError::OwnerSilent(_)), "{silent}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_of_a_browser_attaches() {
    let house = House::open().await;
    let bearer = format!("Bearer {}", house.door.token());
    let attach = || Request::new("POST", "/app/attach", "").header("Authorization", bearer.clone());
    assert_eq!(ask(&house, attach(), &[]).await.status, 200);
    for header in [("Origin", house.door.origin()), ("Sec-Fetch-Site", "same-origin")] {
        let answer = ask(&house, attach(), &[header]).await;
        assert_eq!((answer.status, answer.body.len()), (403, 0), "{header:?}");
    }
    assert_eq!(ask(&house, Request::new("POST", "/app/attach", ""), &[]).await.status, 403);
}
