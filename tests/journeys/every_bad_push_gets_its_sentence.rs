//! Whatever comes to the listener instead of a good message: the sender is answered as the table says, the page of
//! deliveries tells a person what to do, nothing that was accepted is lost, and the next good message is taken in.

use base64::Engine;
use crosswalk_model::DeliveryState::{self, Answered, KeptRaw, Taken, Unreadable};
use crosswalk_sandbox::http::{self, Request, Target};
use crosswalk_tests::World;

const JSON: &str = "application/json";
const XML: &str = "text/xml";

/// One bad push: what it is, what is answered, and what the page of deliveries says.
struct Bad {
    what: &'static str,
    body: Vec<u8>,
    headers: Vec<(&'static str, String)>,
    status: u16,
    kind: &'static str,
    state: DeliveryState,
    says: &'static str,
}

fn bad(what: &'static str, body: impl Into<Vec<u8>>, content_type: &str) -> Bad {
    let headers = vec![("Content-Type", content_type.to_owned())];
    let (kind, state, says) = ("unreadable", Unreadable, "is kept for a look and changed nothing");
    Bad { what, body: body.into(), headers, status: 200, kind, state, says }
}

impl Bad {
    fn told(self, status: u16, kind: &'static str, state: DeliveryState, says: &'static str) -> Self {
        Self { status, kind, state, says, ..self }
    }

    fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }
}

fn message(sync: &str, inside: &str) -> String {
    format!(
        r#"{{"SMSDirectoryData":{{"datetime":20260309031600,"sync":"{sync}","sms":"KAMAR","version":2674{inside}}}}}"#
    )
}

fn cases() -> Vec<Bad> {
    let wrong = format!("Basic {}", encoded("kamar:wrong"));
    let full = message("full", r#","students":{"count":1,"data":[{"id":1,"firstname":"Aroha"}]}"#);
    let deep = message("full", &format!(r#","students":{{"data":[{}"#, "[".repeat(100_000)));
    let laughs = "<!DOCTYPE x [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;\">]><SMSDirectoryData sync='full'>&b;</SMSDirectoryData>";
    let large = message("full", &format!(r#","students":{{"data":[{{"id":"{}"}}]}}"#, "9".repeat(17 << 20)));
    // As `gzip` writes it: never unpacked, so that no small request becomes a large one.
    let packed = [b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03".as_slice(), &[0xcb; 200]].concat();
    vec![
        bad("a wrong password", full.clone(), JSON).header("Authorization", &wrong).told(
            403,
            "wrong_password",
            Answered,
            "Enter both again in KAMAR's Directory Services",
        ),
        bad("a wrong content type", full.clone(), "text/plain").told(
            415,
            "wrong_content_type",
            Answered,
            "Choose JSON for this service",
        ),
        bad("nothing", " \r\n", JSON).told(400, "empty_body", Answered, "press Check & Enable"),
        bad("no JSON", "{\"SMSDirectoryData\": oops", JSON),
        bad("no XML", "<SMSDirectoryData><a></b>", XML),
        bad("entities", laughs, XML),
        bad("a packed body", packed, JSON).header("Content-Encoding", "gzip"),
        bad("no message", "{\"something\":\"else\"}", JSON).told(
            200,
            "not_a_message",
            Unreadable,
            "is not one of KAMAR's",
        ),
        bad("a message that is cut off but complete", &full.as_bytes()[..full.len() - 20], JSON)
            .told(200, "full", Unreadable, "KAMAR"),
        bad("depth", deep, JSON),
        bad("size", large, JSON).told(200, "full", Unreadable, "longer than 16 MB"),
        bad("an unknown sync", message("lockers", ""), JSON).told(
            200,
            "lockers",
            KeptRaw,
            "the roster has no place for “lockers”",
        ),
    ]
}

fn encoded(pair: &str) -> String {
    base64::engine::general_purpose::STANDARD.encode(pair)
}

async fn sent(world: &World, case: &Bad) -> u16 {
    let at = world.town.kamar.settings();
    let mut request = Request::new("POST", &at.path, case.body.clone());
    if case.headers.iter().all(|(name, _)| *name != "Authorization") {
        let pair = encoded(&format!("{}:{}", at.username, at.password));
        request = request.header("Authorization", format!("Basic {pair}"));
    }
    let request =
        case.headers.iter().fold(request, |request, (name, value)| request.header(name, value.as_str()));
    let to = Target { host: at.address, port: at.port, tls: false };
    let answer = http::send(&to, &request).await.unwrap();
    world.house.settle().await;
    answer.status
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_answered_told_and_stops_nobody_else() {
    let world = World::new().await;
    world.push_full().await;
    let (roster, runs) = (world.roster().await, world.runs(world.inbound).await);
    let accepted = world.deliveries().await.len();
    let cases = cases();
    for (at, case) in cases.iter().enumerate() {
        assert_eq!(sent(&world, case).await, case.status, "{}", case.what);
        let told = world.deliveries().await;
        assert_eq!(told.len(), accepted + at + 1, "{}: nothing is lost", case.what);
        let newest = &told[0];
        assert_eq!(
            (newest.kind.as_str(), newest.state),
            (case.kind, case.state),
            "{}: {}",
            case.what,
            newest.verdict
        );
        assert!(newest.verdict.contains(case.says), "{}: {}", case.what, newest.verdict);
        assert!(newest.verdict.ends_with('.'), "{}: {}", case.what, newest.verdict);
        let kept = if case.status == 200 { case.body.len() as u64 } else { 0 };
        assert_eq!(newest.size, kept, "{}", case.what);
        assert_eq!(world.roster().await, roster, "{}", case.what);
    }
    assert!(world.runs(world.inbound).await <= runs + cases.len());
    world.push_full().await;
    let newest = world.deliveries().await.remove(0);
    assert_eq!((newest.kind.as_str(), newest.state), ("full", Taken), "{}", newest.verdict);
    assert_eq!(world.roster().await, roster);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_encoding_is_read_as_what_it_is() {
    let world = World::new().await;
    let text = message(
        "part",
        r#","schools":[{"index":1,"schoolindex":1,"moeCode":"0099","name":"Caf\u00e9 College"}],"students":{"count":1,"data":[{"id":7,"uuid":"U7","firstname":"Zo*","lastname":"Noname","schoolindex":1,"yearlevel":9}]}"#,
    );
    // Windows-1252, although JSON is UTF-8 always.
    let body: Vec<u8> = text.bytes().map(|byte| if byte == b'*' { 0xEB } else { byte }).collect();
    let answer = world.post(body, JSON).await;
    assert_eq!(answer.status, 200);
    assert_eq!(world.person("7").await.fields["givenName"].display(), "Zoë");
    let told = world.last_run(world.inbound).await.findings;
    assert!(told.iter().any(|finding| finding.message.contains("UTF-8")), "{told:?}");
}
