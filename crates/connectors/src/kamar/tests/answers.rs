use std::fmt::Write;

use crosswalk_connector_kit::Push;
use md5::{Digest, Md5};

use super::*;

/// Every kind of message that KAMAR is known to send, and what becomes of it: kind, carries records, modelled.
#[test]
fn every_kind_of_message_is_stored_and_answered() {
    let cases: Vec<(Vec<u8>, &str, bool, bool)> = vec![
        (fixture!("check.json"), "check", false, false),
        (fixture!("full.json"), "full", true, true),
        (fixture!("part.json"), "part", true, true),
        (fixture!("studenttimetables.json"), "studenttimetables", true, true),
        (fixture!("studenttimetables-ics.json"), "studenttimetables", true, true),
        (fixture!("stafftimetables.json"), "stafftimetables", true, true),
        (fixture!("attendance.json"), "attendance", true, true),
        (fixture!("calendar.json"), "calendar", true, true),
        (fixture!("notices.json"), "notices", true, false),
        (fixture!("assessments.json"), "assessments", true, false),
        (fixture!("results.json"), "results", true, false),
        (fixture!("pastoral.json"), "pastoral", true, false),
        (fixture!("recognitions.json"), "recognitions", true, false),
        (fixture!("classefforts.json"), "classefforts", true, false),
        (message("bookings", r#""bookings":{"count":0,"data":[]}"#), "bookings", true, false),
        (
            message("staffphotos", r#""staffphotos":{"count":1,"data":[{"id":"KPR"}]}"#),
            "staffphotos",
            true,
            false,
        ),
        (message("somethingNew", r#""x":[1,2,{"y":null}]"#), "somethingnew", true, false),
    ];
    let kamar = everything();
    for (body, kind, carries, modelled) in cases {
        let verified = verify(&kamar, &body, "application/json").unwrap();
        assert_eq!((verified.kind.as_str(), verified.carries_records), (kind, carries));
        assert!(verified.stamp > 20_260_309_000_000, "{kind}: {}", verified.stamp);
        let answer = kamar.answer(&verified);
        assert_eq!((answer.status, answer.content_type.as_str()), (200, "application/json"), "{kind}");
        let said = json(&answer.body)["SMSDirectoryData"].clone();
        assert_eq!((said["error"].as_i64(), said["result"].as_str()), (Some(0), Some("OK")), "{kind}");
        assert_eq!(said["service"].as_str(), Some("Crosswalk"));
        assert_eq!(said["version"].as_str(), Some(env!("CARGO_PKG_VERSION")));
        assert_eq!(said.as_object().unwrap().len(), if kind == "check" { 9 } else { 4 }, "{kind}");
        if carries {
            let (interpreted, sink) = read(&kamar, body).unwrap();
            assert_eq!(interpreted.modelled, modelled, "{kind}");
            assert!(!interpreted.sentence.is_empty());
            assert!(modelled || sink.documents.is_empty(), "{kind}");
        }
    }
}

#[test]
fn a_check_is_told_who_we_are_and_what_we_ask_for() {
    let kamar = plain();
    let verified = verify(&kamar, &fixture!("check.json"), "application/json").unwrap();
    assert_eq!((verified.kind.as_str(), verified.stamp), ("check", 20_260_309_041_507));
    let answer = kamar.answer(&verified);
    let said = &json(&answer.body)["SMSDirectoryData"];
    assert_eq!(said["status"], "Ready");
    assert_eq!(said["countryDataStored"], "New Zealand");
    assert_eq!(said["infourl"], "https://crosswalk.example/kamar");
    assert!(said["privacystatement"].as_str().unwrap().split_whitespace().count() >= 60);
    assert_eq!(said["options"]["students"]["details"], true);
    assert_eq!(said["options"]["students"]["passwords"], false);
    assert_eq!(said["options"]["ics"], false);
    assert!(said.get("authtoken").is_none());
}

#[test]
fn a_registered_service_proves_itself() {
    let kamar = open(settings().with("service", "Tōtara Sync"), secrets().with("auth_suffix", "s3cret"));
    for body in [fixture!("check.json"), fixture!("check.xml")] {
        let verified = verify(&kamar, &body, "").unwrap();
        let text = "202603090415072674Tōtara Synchttps://crosswalk.example/kamars3cret";
        let expect = Md5::digest(text.as_bytes()).iter().fold(String::new(), |mut hex, byte| {
            write!(hex, "{byte:02x}").unwrap();
            hex
        });
        let answer = String::from_utf8(kamar.answer(&verified).body).unwrap();
        assert!(answer.contains(&expect) && !answer.contains("s3cret"), "{answer}");
    }
}

#[test]
fn xml_is_answered_in_xml() {
    let kamar = plain();
    let verified = verify(&kamar, &fixture!("check.xml"), "text/xml").unwrap();
    assert_eq!((verified.kind.as_str(), verified.stamp), ("check", 20_260_309_041_507));
    let answer = kamar.answer(&verified);
    assert_eq!(answer.content_type, "application/xml");
    let text = String::from_utf8(answer.body).unwrap();
    assert!(text.starts_with(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<SMSDirectoryData><error>0</error><result>OK</result>"
    ));
    assert!(text.contains("<options><ics>false</ics><students><details>true</details>"));
    assert!(text.contains("school&apos;s own"), "text is escaped");
    let full = verify(&kamar, &fixture!("full.xml"), "application/xml").unwrap();
    let text = String::from_utf8(kamar.answer(&full).body).unwrap();
    assert!(
        text.ends_with("<service>Crosswalk</service><version>0.1.0</version></SMSDirectoryData>"),
        "{text}"
    );
}

/// The words of the head as attributes or as elements, in any case and order, with the records in front of them.
#[test]
fn the_head_is_found_wherever_it_stands() {
    let kamar = plain();
    let long = format!(r#""students":{{"data":[{}]}}"#, vec![r#"{"id":1}"#; 5000].join(","));
    let bodies = [
        r#"{"smsdirectorydata":{"VERSION":"2674","DateTime":"20260309041507","Sync":"Full"}}"#.to_owned(),
        r#"{"SMSDirectoryData":{"datetime":20260309041507,"schools":[],"sms":"KAMAR",LONG,"sync":"full"}}"#
            .replace("LONG", &long),
        r#"{"other":[1],"SMSDirectoryData":{"datetime":"2026-03-09 04:15:07","sync":"full","version":null}}"#.to_owned(),
        "<SMSDirectoryData SYNC=\"full\" DateTime=\"20260309041507\"/>".to_owned(),
        "<k:SMSDirectoryData xmlns:k=\"urn:k\"><sync>full</sync><datetime>20260309041507</datetime></k:SMSDirectoryData>".to_owned(),
    ];
    for body in bodies {
        let verified = verify(&kamar, &body.clone().into_bytes(), "").unwrap();
        assert_eq!((verified.kind.as_str(), verified.stamp), ("full", 20_260_309_041_507), "{}", &body[..60]);
    }
}

#[test]
fn a_message_without_a_sound_time_is_the_oldest_of_all() {
    for datetime in ["null", "\"\"", "\"soon\"", "0", "12345", "[1]"] {
        let body = format!(r#"{{"SMSDirectoryData":{{"datetime":{datetime},"sync":"part"}}}}"#);
        assert_eq!(verify(&plain(), &body.into_bytes(), "").unwrap().stamp, 0, "{datetime}");
    }
    let day = br#"{"SMSDirectoryData":{"datetime":20260309,"sync":"part"}}"#.to_vec();
    assert_eq!(verify(&plain(), &day, "").unwrap().stamp, 20_260_309_000_000);
}

#[test]
fn what_breaks_after_the_head_is_still_stored_and_answered() {
    let body = br#"{"SMSDirectoryData":{"datetime":20260309041507,"sync":"full","version":1,"students":{"data":[{"id":1"#;
    let kamar = plain();
    let verified = verify(&kamar, &body.to_vec(), "application/json").unwrap();
    assert_eq!(kamar.answer(&verified).status, 200);
    let mut sink = Collected::default();
    let error = kamar.interpret(&verified, &body.to_vec(), received_at(), &mut sink).unwrap_err();
    assert_eq!(error.code(), "unexpected_answer");
    assert!(sink.scopes.is_empty(), "a broken message is complete for nothing");
}

#[test]
fn an_emergency_is_kept_whatever_it_says() {
    let kamar = plain();
    let right = basic(&format!("kamar:{PASSWORD}"));
    let send = |body: &Vec<u8>| {
        kamar.verify(&PushRequest {
            method: "POST",
            path: "/emergency",
            content_type: "application/json",
            authorization: Some(&right),
            body,
        })
    };
    let verified = send(&fixture!("emergency.json")).unwrap();
    assert_eq!((verified.kind.as_str(), verified.carries_records), ("emergency", true));
    assert_eq!(verified.stamp, 20_260_309_100_000, "unixTime on KAMAR's clock");
    assert_eq!(json(&kamar.answer(&verified).body)["SMSDirectoryData"]["error"], 0);
    assert_eq!(send(&b"{broken".to_vec()).unwrap().stamp, 0);
    assert_eq!(send(&Vec::new()).unwrap_err().code, "empty_body");
}

#[test]
fn the_body_shows_its_format_when_the_sender_does_not_or_is_wrong() {
    let kamar = plain();
    let cases = [
        (fixture!("check.json"), "", "application/json"),
        (fixture!("check.xml"), "", "application/xml"),
        (fixture!("check.xml"), "application/json", "application/xml"),
        (fixture!("check.json"), "text/xml", "application/json"),
        ([b"\xef\xbb\xbf".to_vec(), fixture!("check.json")].concat(), "application/json", "application/json"),
    ];
    for (body, declared, expect) in cases {
        assert_eq!(verify(&kamar, &body, declared).unwrap().content_type, expect, "{declared}");
    }
}

#[test]
fn what_could_not_be_stored_is_asked_for_again() {
    let sorry = plain().sorry("text/xml");
    assert_eq!((sorry.status, sorry.content_type.as_str()), (503, "application/xml"));
    assert!(String::from_utf8(sorry.body).unwrap().contains("<error>503</error>"));
}

/// A body that counts how much of it was read.
struct Counted(Vec<u8>, std::sync::Arc<std::sync::atomic::AtomicUsize>);

impl crosswalk_connector_kit::Body for Counted {
    fn len(&self) -> u64 {
        self.0.len() as u64
    }

    fn open(&self) -> std::io::Result<Box<dyn std::io::Read + Send>> {
        struct Reader(std::io::Cursor<Vec<u8>>, std::sync::Arc<std::sync::atomic::AtomicUsize>);
        impl std::io::Read for Reader {
            fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
                let read = self.0.read(buffer)?;
                self.1.fetch_add(read, std::sync::atomic::Ordering::Relaxed);
                Ok(read)
            }
        }
        Ok(Box::new(Reader(std::io::Cursor::new(self.0.clone()), self.1.clone())))
    }
}

#[test]
fn a_large_message_is_answered_after_its_first_lines() {
    let count = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let pupils = vec![r#"{"id":1,"firstname":"A name that takes some room"}"#; 100_000].join(",");
    let body = Counted(message("full", &format!(r#""students":{{"data":[{pupils}]}}"#)), count.clone());
    let authorization = basic(&format!("kamar:{PASSWORD}"));
    let request = PushRequest {
        method: "POST",
        path: "/",
        content_type: "application/json",
        authorization: Some(&authorization),
        body: &body,
    };
    let kamar = plain();
    assert_eq!(kamar.verify(&request).unwrap().kind, "full");
    let read = count.load(std::sync::atomic::Ordering::Relaxed);
    assert!(read < 300_000, "{read} of {} bytes were read", body.0.len());
}

#[test]
fn a_spool_that_cannot_be_read_is_our_fault() {
    struct Broken;
    impl crosswalk_connector_kit::Body for Broken {
        fn len(&self) -> u64 {
            9
        }
        fn open(&self) -> std::io::Result<Box<dyn std::io::Read + Send>> {
            Err(std::io::Error::other("disk"))
        }
    }
    let authorization = basic(&format!("kamar:{PASSWORD}"));
    let request = PushRequest {
        method: "POST",
        path: "",
        content_type: "",
        authorization: Some(&authorization),
        body: &Broken,
    };
    let refusal = plain().verify(&request).unwrap_err();
    assert_eq!((refusal.code, refusal.answer.status), ("not_stored", 503));
}
