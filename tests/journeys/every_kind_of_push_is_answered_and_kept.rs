//! Everything that KAMAR is known to send, as raw requests to the real listener: what is answered, what arrives in
//! the roster, what is only kept.

use std::collections::BTreeMap;

use base64::Engine;
use crosswalk_contract::GetPlan;
use crosswalk_model::{Delivery, DeliveryState, Entity};
use crosswalk_sandbox::http::{self, Request, Target};
use crosswalk_tests::{World, WorldSpec};

macro_rules! sample {
    ($name:literal) => {
        include_str!(concat!("../../crates/connectors/src/kamar/fixtures/", $name)).to_owned()
    };
}

const ASKED: &[(&str, &str)] =
    &[("ask_attendance", "true"), ("ask_calendar", "true"), ("ask_notices", "true")];
const JSON: &str = "application/json";
const XML: &str = "text/xml; charset=utf-8";

async fn asking() -> World {
    World::with(WorldSpec { kamar: ASKED, ..WorldSpec::default() }).await
}

/// Sends one message and expects that it is answered as KAMAR needs it; gives what became of it.
async fn sent(world: &World, body: String, content_type: &str) -> Delivery {
    let answer = world.post(body.clone().into_bytes(), content_type).await;
    let text = answer.text();
    assert_eq!(answer.status, 200, "{text}");
    assert_eq!(answer.header("content-length"), Some(answer.body.len().to_string().as_str()));
    assert_eq!(answer.header("connection"), Some("close"));
    let is_xml = content_type == XML;
    assert_eq!(answer.header("content-type"), Some(if is_xml { "application/xml" } else { JSON }));
    let good = if is_xml { "<error>0</error><result>OK</result>" } else { r#""error":0,"result":"OK""# };
    assert!(text.contains(good), "{text}");
    let kept = world.deliveries().await.remove(0);
    assert_eq!((kept.answered, kept.size), (200, body.len() as u64));
    assert!(kept.body.is_some(), "{}", kept.kind);
    kept
}

fn roster(counts: &[(&str, u64)]) -> BTreeMap<String, u64> {
    counts.iter().map(|(group, count)| ((*group).to_owned(), *count)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_roster_models_arrives() {
    let world = asking().await;
    let taken = [
        (sample!("full.json"), "full", "3 pupils, 3 staff"),
        (sample!("studenttimetables.json"), "studenttimetables", "lessons"),
        (sample!("stafftimetables.json"), "stafftimetables", "lessons"),
        (sample!("part.json"), "part", "changes 1"),
        (sample!("attendance.json"), "attendance", "4 attendance days"),
        (sample!("calendar.json"), "calendar", "calendar day"),
    ];
    for (body, kind, said) in taken {
        let delivery = sent(&world, body, JSON).await;
        assert_eq!((delivery.kind.as_str(), delivery.state), (kind, DeliveryState::Taken));
        assert!(
            delivery.verdict.contains(said) && delivery.verdict.contains("removes nobody"),
            "{delivery:?}"
        );
    }
    let counted = world.roster().await;
    let expect = [
        ("attendance days", 4),
        ("calendar days", 2),
        ("classes", 7),
        ("enrolments", 11),
        ("lessons", 19),
        ("pupils", 3),
        ("schools", 1),
        ("staff", 3),
        ("subjects", 2),
    ];
    assert_eq!(counted, roster(&expect));
    let wiremu = world.person("30551").await;
    let classes = world.enrolments_of(wiremu.id).await;
    assert_eq!(classes.len(), 3, "the tutor class of the part, and two subjects");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_is_told_what_to_send_in_its_own_format() {
    let world = asking().await;
    for (body, content_type) in [(sample!("check.json"), JSON), (sample!("check.xml"), XML)] {
        let delivery = sent(&world, body.clone(), content_type).await;
        assert_eq!((delivery.kind.as_str(), delivery.state), ("check", DeliveryState::Answered));
        let text = world.post(body.into_bytes(), content_type).await.text();
        for promised in
            ["status", "Ready", "infourl", "privacystatement", "countryDataStored", "options", "ics"]
        {
            assert!(text.contains(promised), "{promised}: {text}");
        }
        let asked =
            if content_type == XML { "<attendance>true</attendance>" } else { r#""attendance":true"# };
        assert!(text.contains(asked), "{text}");
    }
    assert!(world.records(Entity::User).await.is_empty(), "a check changes nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_roster_has_no_place_for_is_kept_as_it_came() {
    let world = asking().await;
    let list = |kind: &str| {
        format!(
            r#"{{"SMSDirectoryData":{{"datetime":20260309031600,"sync":"{kind}","sms":"KAMAR","version":2674,"{kind}":{{"count":0,"data":[]}}}}}}"#
        )
    };
    let kept = [
        (sample!("notices.json"), "notices"),
        (sample!("assessments.json"), "assessments"),
        (sample!("results.json"), "results"),
        (sample!("pastoral.json"), "pastoral"),
        (sample!("recognitions.json"), "recognitions"),
        (sample!("classefforts.json"), "classefforts"),
        (list("recognitionoptions"), "recognitionoptions"),
        (list("bookings"), "bookings"),
        (list("photos"), "photos"),
        (list("staffphotos"), "staffphotos"),
        (list("learningSupport"), "learningsupport"),
    ];
    for (body, kind) in kept {
        let delivery = sent(&world, body, JSON).await;
        assert_eq!((delivery.kind.as_str(), delivery.state), (kind, DeliveryState::KeptRaw));
        assert_eq!(delivery.verdict, format!("Kept as it came: the roster has no place for “{kind}”."));
    }
    assert_eq!(world.runs(world.inbound).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn xml_says_the_same_as_json() {
    let world = asking().await;
    let full = sent(&world, sample!("full.xml"), XML).await;
    assert_eq!((full.kind.as_str(), full.state), ("full", DeliveryState::Taken), "{}", full.verdict);
    assert_eq!(world.person("30551").await.fields["familyName"].display(), "Tāne & Co");
    let part = sample!("full.xml")
        .replace("sync=\"full\"", "sync=\"part\"")
        .replace("20260309020100", "20260309020200");
    let part = sent(&world, part, XML).await;
    assert_eq!((part.kind.as_str(), part.state), ("part", DeliveryState::Taken));
    assert!(part.verdict.starts_with("Nothing to do"), "{}", part.verdict);
    let others =
        ["attendance", "studenttimetables", "stafftimetables", "calendar", "notices", "results", "anything"];
    for kind in others {
        let body = format!(
            "<SMSDirectoryData datetime='20260309031600' sync='{kind}' version='1'><x>1</x></SMSDirectoryData>"
        );
        let delivery = sent(&world, body, XML).await;
        assert_eq!(
            (delivery.kind.as_str(), delivery.state),
            (kind, DeliveryState::KeptRaw),
            "{}",
            delivery.verdict
        );
        assert!(delivery.verdict.starts_with("Kept as it came"), "{}", delivery.verdict);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn timetables_as_calendar_text_are_kept_and_end_no_lesson() {
    let world = asking().await;
    sent(&world, sample!("full.json"), JSON).await;
    sent(&world, sample!("studenttimetables.json"), JSON).await;
    let before = world.roster().await;
    let text = sent(&world, sample!("studenttimetables-ics.json"), JSON).await;
    assert_eq!((text.kind.as_str(), text.state), ("studenttimetables", DeliveryState::Taken));
    assert_eq!(world.roster().await, before);
    let run = world.last_run(world.inbound).await.row.run;
    let plan = world.ask(GetPlan { id: run.plan.unwrap() }).await;
    assert_eq!(plan.card.changes, 0);
    assert!(run.findings > 0, "it is said that the text was not read");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_emergency_below_the_path_is_kept_and_other_paths_say_nothing() {
    let world = asking().await;
    let at = world.town.kamar.settings();
    let to = Target { host: at.address.clone(), port: at.port, tls: false };
    let post = |path: String| {
        let pair =
            base64::engine::general_purpose::STANDARD.encode(format!("{}:{}", at.username, at.password));
        let request = Request::new("POST", &path, sample!("emergency.json"));
        request.header("Authorization", format!("Basic {pair}")).header("Content-Type", JSON)
    };
    let answer = http::send(&to, &post(format!("{}/emergency", at.path))).await.unwrap();
    assert_eq!((answer.status, answer.json()["SMSDirectoryData"]["error"].as_i64()), (200, Some(0)));
    world.house.settle().await;
    let kept = world.deliveries().await.remove(0);
    assert_eq!((kept.kind.as_str(), kept.state), ("emergency", DeliveryState::KeptRaw), "{}", kept.verdict);
    assert!(kept.body.is_some());
    for (path, noted) in [(format!("{}/emergencies", at.path), 2), ("/somewhere".to_owned(), 2)] {
        let answer = http::send(&to, &post(path.clone())).await.unwrap();
        assert_eq!((answer.status, answer.body.len()), (404, 0), "{path}");
        assert_eq!(world.deliveries().await.len(), noted, "{path}");
    }
}
