//! Spoilt messages of KAMAR, JSON and XML: verified, answered and read.

use base64::Engine;
use crosswalk_connector_kit::{Collected, Connection, PushRequest, Secrets, Settings};
use crosswalk_connectors::registry::connectors;
use crosswalk_model::Timestamp;

use crate::cases;
use crate::spoil::{Chance, spoilt};
use crate::watch::{memory, watched};

macro_rules! samples {
    ($($name:literal),* $(,)?) => {
        vec![$(include_bytes!(concat!("../../src/kamar/fixtures/", $name)).to_vec()),*]
    };
}

fn listening() -> Box<dyn Connection> {
    let mut settings = Settings::default().with("username", "kamar");
    let switches = [
        "caregivers",
        "emergency",
        "demographics",
        "nsn",
        "mobile",
        "attendance",
        "notices",
        "calendar",
        "groups",
    ];
    for switch in switches {
        settings = settings.with(&format!("ask_{switch}"), "true");
    }
    let all = connectors();
    let kamar = all.iter().find(|one| one.spec().key == "kamar").unwrap();
    kamar.open(&settings, &Secrets::default().with("password", "pw")).unwrap()
}

/// Pushes a body through everything that a push goes through. What is accepted is answered with OK, however odd.
fn pushed(opened: &dyn Connection, content_type: &str, body: &Vec<u8>) {
    let push = opened.push().unwrap();
    let authorization = format!("Basic {}", base64::engine::general_purpose::STANDARD.encode("kamar:pw"));
    let request =
        PushRequest { method: "POST", path: "", content_type, authorization: Some(&authorization), body };
    let verified = match push.verify(&request) {
        Ok(verified) => verified,
        Err(refusal) => {
            let kept = refusal.keep_body && refusal.answer.status == 200;
            assert!(kept || refusal.code == "empty_body", "{}", refusal.code);
            return;
        }
    };
    assert_eq!(push.answer(&verified).status, 200);
    let mut read = Collected::default();
    let received = Timestamp::from_second(1_773_000_000).unwrap();
    if push.interpret(&verified, body, received, &mut read).is_err() {
        assert!(read.scopes.is_empty(), "a broken message is complete for nothing");
    }
    assert!(read.documents.iter().all(|document| !document.head.key.is_empty()));
}

fn tried(name: &str, content_type: &str, samples: &[Vec<u8>], usual: u64) {
    let opened = listening();
    for seed in cases(usual) {
        let mut chance = Chance::new(seed);
        let good = samples[chance.below(samples.len())].clone();
        let body = spoilt(&good, samples, &mut chance);
        watched(name, seed, || pushed(&*opened, content_type, &body));
    }
    memory(name);
}

#[test]
fn spoilt_json_stops_nobody() {
    let samples = samples![
        "full.json",
        "part.json",
        "studenttimetables.json",
        "stafftimetables.json",
        "attendance.json",
        "calendar.json",
        "notices.json",
        "results.json",
        "check.json"
    ];
    samples.iter().for_each(|good| pushed(&*listening(), "application/json", good));
    tried("JSON", "application/json", &samples, 400);
}

#[test]
fn spoilt_xml_stops_nobody() {
    let samples = samples!["full.xml", "check.xml"];
    samples.iter().for_each(|good| pushed(&*listening(), "text/xml", good));
    tried("XML", "text/xml", &samples, 400);
}

#[test]
fn what_grows_when_it_is_read_stops_nobody() {
    let opened = listening();
    let head = r#"{"SMSDirectoryData":{"datetime":20260309020100,"sync":"full","students":{"data":["#;
    let xml = "<SMSDirectoryData datetime='20260309020100' sync='full'><students>";
    let laughs: String = (1..20).map(|n| format!("<!ENTITY l{n} \"&l{};&l{};\">", n - 1, n - 1)).collect();
    let cases: [(&str, String); 8] = [
        ("application/json", format!("{head}{}", "[".repeat(400_000))),
        ("application/json", format!("{head}{}", r#"{"groups":"#.repeat(60_000))),
        ("application/json", format!("{head}{}]}}}}}}", r#"{"id":1},"#.repeat(40_000))),
        ("application/json", format!("{head}{}", ",".repeat(400_000))),
        ("application/json", format!("{head}{{\"id\":{}", "9".repeat(400_000))),
        ("text/xml", format!("{xml}{}", "<student>".repeat(60_000))),
        (
            "text/xml",
            format!("<!DOCTYPE x [<!ENTITY l0 \"lol\">{laughs}]>{xml}&l19;</students></SMSDirectoryData>"),
        ),
        (
            "text/xml",
            format!(
                "{xml}<student {}/></students></SMSDirectoryData>",
                (0..20_000).map(|n| format!("a{n}='' ")).collect::<String>()
            ),
        ),
    ];
    for (at, (content_type, body)) in cases.into_iter().enumerate() {
        let body = body.into_bytes();
        watched(&format!("growing case {at}"), 0, || pushed(&*opened, content_type, &body));
    }
    memory("growing messages");
}
