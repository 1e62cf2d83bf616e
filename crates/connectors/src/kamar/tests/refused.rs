use crosswalk_connector_kit::Push;

use super::*;
use crate::kamar::refusals::Bad;

struct Request<'r> {
    method: &'r str,
    path: &'r str,
    content_type: &'r str,
    authorization: Option<String>,
    body: Vec<u8>,
}

impl Default for Request<'_> {
    fn default() -> Self {
        Self {
            method: "POST",
            path: "",
            content_type: "application/json",
            authorization: Some(basic(&format!("kamar:{PASSWORD}"))),
            body: fixture!("check.json"),
        }
    }
}

fn send(kamar: &KamarConnection, request: &Request<'_>) -> Result<Verified, Refusal> {
    kamar.verify(&PushRequest {
        method: request.method,
        path: request.path,
        content_type: request.content_type,
        authorization: request.authorization.as_deref(),
        body: &request.body,
    })
}

fn body(text: &str) -> Request<'static> {
    Request { body: text.as_bytes().to_vec(), ..Request::default() }
}

#[test]
fn every_bad_request_gets_its_row_of_the_table() {
    let deep = format!("{{\"a\":{}", "[".repeat(100_000));
    let cases: Vec<(Bad, Request<'_>)> = vec![
        (Bad::Path, Request { path: "/admin", ..Request::default() }),
        (Bad::Path, Request { path: "/emergency/x", method: "GET", ..Request::default() }),
        (Bad::Method, Request { method: "GET", ..Request::default() }),
        (Bad::Method, Request { method: "PUT", authorization: None, ..Request::default() }),
        (Bad::NoCredentials, Request { authorization: None, ..Request::default() }),
        (Bad::NoCredentials, Request { authorization: Some("  ".into()), ..Request::default() }),
        (
            Bad::NoCredentials,
            Request { authorization: None, content_type: "text/plain", ..Request::default() },
        ),
        (Bad::Credentials, Request { authorization: Some(basic("kamar:wrong")), ..Request::default() }),
        (
            Bad::Credentials,
            Request { authorization: Some(basic("other:a:long:password")), ..Request::default() },
        ),
        (Bad::Credentials, Request { authorization: Some(basic(":")), ..Request::default() }),
        (Bad::Credentials, Request { authorization: Some("Bearer abc".into()), ..Request::default() }),
        (Bad::Credentials, Request { authorization: Some("Basic ###".into()), ..Request::default() }),
        (Bad::ContentType, Request { content_type: "text/plain", ..Request::default() }),
        (
            Bad::ContentType,
            Request { content_type: "application/x-www-form-urlencoded", ..Request::default() },
        ),
        (Bad::ContentType, Request { content_type: "multipart/form-data; boundary=x", ..Request::default() }),
        (Bad::Empty, body("")),
        (Bad::Empty, body(" \r\n\t ")),
        (Bad::Empty, Request { body: Vec::new(), content_type: "", ..Request::default() }),
        (Bad::Unreadable, body("{")),
        (Bad::Unreadable, body("not json")),
        (Bad::Unreadable, body("{\"SMSDirectoryData\":{\"datetime\":1,}}}")),
        (Bad::Unreadable, body("\"text\"")),
        (Bad::Unreadable, body("[1,2]")),
        (Bad::Unreadable, body(&deep)),
        (Bad::Unreadable, body("<SMSDirectoryData><a></b></SMSDirectoryData>")),
        (Bad::Unreadable, body("<!DOCTYPE x [<!ENTITY a \"b\">]><SMSDirectoryData sync=\"full\"/>")),
        (Bad::NotAMessage, body("{}")),
        (Bad::NotAMessage, body("{\"SMSDirectoryData\":{}}")),
        (Bad::NotAMessage, body("{\"SMSDirectoryData\":{\"sync\":null,\"datetime\":1}}")),
        (Bad::NotAMessage, body("{\"SMSDirectoryData\":{\"sync\":\" \"}}")),
        (Bad::NotAMessage, body("<note sync=\"full\"/>")),
        (Bad::NotAMessage, body("<SMSDirectoryData/>")),
    ];
    for (at, (bad, request)) in cases.iter().enumerate() {
        let refusal = send(&plain(), request).unwrap_err();
        expect(*bad, &refusal, at);
    }
}

fn expect(bad: Bad, refusal: &Refusal, at: usize) {
    let row = bad.row();
    let status = if row.error == 0 { 200 } else { row.error };
    assert_eq!(refusal.code, row.code, "case {at}");
    assert_eq!((refusal.answer.status, refusal.keep_body), (status, row.stored), "case {at}");
    assert_eq!(refusal.message, row.sentence, "case {at}");
    let text = String::from_utf8(refusal.answer.body.clone()).unwrap();
    if row.words.is_empty() {
        assert_eq!(text, "", "case {at}");
    } else {
        assert!(text.contains("SMSDirectoryData") && text.contains(row.words), "case {at}: {text}");
    }
}

#[test]
fn what_the_headers_show_is_refused_before_the_body_is_read() {
    let kamar = plain();
    let right = basic(&format!("kamar:{PASSWORD}"));
    type Case<'c> = (&'c str, &'c str, &'c str, Option<&'c str>, Option<&'c str>);
    let cases: [Case<'_>; 8] = [
        ("POST", "", "application/json", Some(&right), None),
        ("POST", "/", "text/xml; charset=utf-8", Some(&right), None),
        ("POST", "/emergency", "", Some(&right), None),
        ("POST", "/emergency/", "application/vnd.kamar+json", Some(&right), None),
        ("GET", "", "", Some(&right), Some("wrong_method")),
        ("GET", "/.env", "", None, Some("unknown_path")),
        ("POST", "", "", None, Some("no_credentials")),
        ("POST", "", "image/png", Some(&right), Some("wrong_content_type")),
    ];
    for (method, path, content_type, authorization, code) in cases {
        let refused =
            kamar.greet(method, path, content_type, authorization).err().map(|refusal| refusal.code);
        assert_eq!(refused, code, "{method} {path} {content_type}");
    }
}

#[test]
fn old_builds_show_their_secret_in_the_body_or_as_a_password_without_a_name() {
    let kamar = open(settings(), secrets().with("instance_id", "shared-secret"));
    let with = |key: &str, secret: &str| {
        let text = String::from_utf8(fixture!("check.json")).unwrap();
        text.replacen("\"sms\"", &format!("\"{key}\": \"{secret}\", \"sms\""), 1).into_bytes()
    };
    let xml =
        b"<SMSDirectoryData sync='check' datetime='1' version='2' instanceID='shared-secret'/>".to_vec();
    let cases: [(Vec<u8>, Option<String>, Option<&str>); 8] = [
        (with("instanceID", "shared-secret"), None, None),
        (with("INSTANCEID", "shared-secret"), None, None),
        (xml, None, None),
        (fixture!("check.json"), Some(basic(":shared-secret")), None),
        (with("instanceID", "wrong"), None, Some("wrong_password")),
        (with("instanceID", ""), None, Some("no_credentials")),
        (fixture!("check.json"), None, Some("no_credentials")),
        (with("instanceID", "shared-secret"), Some(basic("kamar:wrong")), Some("wrong_password")),
    ];
    for (at, (body, authorization, code)) in cases.into_iter().enumerate() {
        let sent = send(&kamar, &Request { body, authorization, ..Request::default() });
        assert_eq!(sent.err().map(|refusal| refusal.code), code, "case {at}");
    }
    let unreadable = Request { body: b"{".to_vec(), authorization: None, ..Request::default() };
    let refusal = send(&kamar, &unreadable).unwrap_err();
    assert_eq!((refusal.code, refusal.keep_body), ("no_credentials", false), "nobody's body is kept");
}

#[test]
fn a_secret_in_the_body_counts_for_nothing_where_none_is_set_up() {
    let kamar = plain();
    let text = r#"{"SMSDirectoryData":{"sync":"check","datetime":1,"version":2,"instanceID":""}}"#;
    let request = Request { authorization: None, ..body(text) };
    assert_eq!(send(&kamar, &request).unwrap_err().code, "no_credentials");
}

#[test]
fn refusals_come_in_the_format_of_the_request() {
    let refused = |content_type: &str| {
        let request = Request { content_type, authorization: Some(basic("a:b")), ..Request::default() };
        send(&plain(), &request).unwrap_err().answer
    };
    let xml = refused("text/xml");
    assert_eq!((xml.status, xml.content_type.as_str()), (403, "application/xml"));
    let text = String::from_utf8(xml.body).unwrap();
    assert!(text.contains("<error>403</error><result>Authentication Failed</result>"), "{text}");
    let answer = refused("application/json");
    let said = &json(&answer.body)["SMSDirectoryData"];
    assert_eq!((said["error"].as_i64(), said["result"].as_str()), (Some(403), Some("Authentication Failed")));
}

#[test]
fn the_table_in_print_is_the_table_in_code() {
    let mut table = String::from(
        "| code | HTTP status | `error` | told to KAMAR | stored? | said on the deliveries page |\n",
    );
    table.push_str("|---|---|---|---|---|---|\n");
    for row in Bad::ALL.map(Bad::row) {
        let (status, key) = if row.error == 0 { (200, "note") } else { (row.error, "result") };
        let told = match (key, row.words) {
            (_, "") => "nothing".to_owned(),
            ("note", words) => format!("`result` OK, `note` {words}"),
            (_, words) => format!("`result` {words}"),
        };
        let stored = if row.stored { "yes" } else { "no" };
        let error = if row.words.is_empty() { "–".to_owned() } else { row.error.to_string() };
        table.push_str(&format!(
            "| `{}` | {status} | {error} | {told} | {stored} | {} |\n",
            row.code, row.sentence
        ));
    }
    let printed = include_str!("../bad-requests.md");
    assert!(printed.contains(&table), "bad-requests.md must hold this table:\n{table}");
}
