use jiff::civil::{DateTime, datetime};
use serde_json::{Value, json};

use super::*;
use crate::school::{Person, School, Spec};

fn school() -> School {
    School::generate(&Spec { pupils: 120, staff: 20, schools: 2, ..Spec::default() })
}

fn at() -> DateTime {
    datetime(2026, 3, 2, 2, 1, 0, 0)
}

fn read(message: &Message) -> Value {
    serde_json::from_slice(&message.bytes()).expect("valid JSON")
}

fn all(school: &School, quirks: &Quirks) -> Vec<Message> {
    let singles: [fn(&School, &Quirks, DateTime) -> Message; 17] = [
        messages::check,
        messages::full,
        messages::empty_full,
        messages::subjects,
        messages::notices,
        messages::calendar,
        messages::bookings,
        messages::photos,
        messages::staff_photos,
        messages::unknown,
        messages::attendance,
        messages::assessments,
        messages::results,
        messages::pastoral,
        messages::recognitions,
        messages::recognition_options,
        messages::class_efforts,
    ];
    let mut found: Vec<Message> = singles.iter().map(|f| f(school, quirks, at())).collect();
    found.push(messages::part(school, &[Person::Pupil(3), Person::Staff(1)], quirks, at()));
    found.push(messages::password(school, 3, quirks, at()));
    found.extend(messages::student_timetables(school, quirks, at()));
    found.extend(messages::staff_timetables(school, quirks, at()));
    found
}

#[test]
fn every_message_is_valid_and_counts_its_records() {
    let school = school();
    for message in all(&school, &Quirks::default()) {
        let body = read(&message)["SMSDirectoryData"].clone();
        assert_eq!(body["datetime"], json!(20260302020100i64), "{}", message.sync);
        assert_eq!((&body["sms"], &body["version"]), (&json!("KAMAR"), &json!(2674)));
        assert_eq!(body["schools"][0]["moeCode"], json!("0989"));
        for (key, value) in body.as_object().unwrap() {
            if let Some(count) = value.get("count") {
                assert_eq!(
                    count.as_u64().unwrap() as usize,
                    value["data"].as_array().unwrap().len(),
                    "{key}"
                );
            }
        }
    }
}

#[test]
fn keys_come_in_kamars_order() {
    let message = messages::full(&school(), &Quirks::default(), at());
    let text = String::from_utf8(message.bytes()).unwrap();
    assert!(text.starts_with(
        "{\"SMSDirectoryData\":{\"datetime\":20260302020100,\"sync\":\"full\",\"sms\":\"KAMAR\""
    ));
    let keys = |record: &json::Json| match record {
        json::Json::Object(entries) => entries.iter().map(|(k, _)| k.to_string()).collect::<Vec<_>>(),
        _ => Vec::new(),
    };
    let sample: Value = serde_json::from_str(SAMPLE_KEYS).unwrap();
    for stream in ["staff", "students", "subjects"] {
        let order: Vec<&str> = sample[stream].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        for record in message.records(stream) {
            let places: Vec<_> =
                keys(record).iter().filter_map(|k| order.iter().position(|o| o == k)).collect();
            assert!(places.windows(2).all(|w| w[0] < w[1]), "{stream}");
        }
    }
}

/// The order of keys in captured messages.
const SAMPLE_KEYS: &str = r#"{
  "staff": ["id", "uuid", "role", "created", "uniqueid", "schoolindex", "username", "title", "firstname", "lastname",
    "gender", "email", "classification", "position", "house", "tutor", "extension", "startingdate", "leavingdate", "groups"],
  "students": ["id", "uuid", "role", "created", "uniqueid", "schoolindex", "nsn", "username", "firstname", "lastname",
    "firstnamelegal", "lastnamelegal", "forenames", "gender", "genderpreferred", "gendercode", "email", "mobile", "house",
    "whanau", "boarder", "datebirth", "startingdate", "leavingdate", "leavingreason", "leavingactivity", "leavingschool",
    "moetype", "ethnicityL1", "ethnicityL2", "ethnicity", "iwi", "yearlevel", "fundinglevel", "tutor", "siblinglink",
    "photocopierid", "signedagreement", "accountdisabled", "networkaccess", "residences", "caregivers", "emergency",
    "flags", "groups", "awards", "datasharing", "custom"],
  "subjects": ["id", "created", "name", "department", "subdepartment", "qualification", "level"]
}"#;

#[test]
fn types_are_kamars() {
    let body = read(&messages::full(&school(), &Quirks::default(), at()));
    let pupil = &body["SMSDirectoryData"]["students"]["data"][0];
    assert!(pupil["id"].is_i64() && pupil["uuid"].is_string() && pupil["nsn"].is_string());
    assert!(pupil["startingdate"].is_i64() && pupil["schoolindex"].is_i64());
    let staff = &body["SMSDirectoryData"]["staff"]["data"][0];
    assert!(staff["id"].is_string() && staff["schoolindex"].is_array());
    let texts = body["SMSDirectoryData"]["students"]["data"].as_array().unwrap();
    assert!(texts.iter().any(|p| p["uniqueid"].is_string()) && texts.iter().any(|p| p["uniqueid"].is_i64()));
}

#[test]
fn slashes_are_escaped_and_macrons_are_not() {
    let school = school();
    let text = String::from_utf8(messages::check(&school, &Quirks::default(), at()).bytes()).unwrap();
    assert!(text.contains(r"https:\/\/sync") && text.contains("Kōwhai Bay College"));
    let plain = Quirks { escape_slashes: false, ..Quirks::default() };
    assert!(
        String::from_utf8(messages::check(&school, &plain, at()).bytes()).unwrap().contains("https://sync")
    );
}

#[test]
fn missing_values_have_five_faces() {
    let mut school = school();
    school.pupils[0].last_day = None;
    school.pupils[0].email = None;
    let face = |missing: Missing| {
        let quirks = Quirks { missing, ..Quirks::default() };
        let body = read(&messages::part(&school, &[Person::Pupil(0)], &quirks, at()));
        let pupil = &body["SMSDirectoryData"]["students"]["data"][0];
        (pupil.get("leavingdate").cloned(), pupil.get("email").cloned())
    };
    assert_eq!(face(Missing::AsKamar), (Some(json!(0)), None));
    assert_eq!(face(Missing::Absent), (None, None));
    assert_eq!(face(Missing::Null), (Some(Value::Null), Some(Value::Null)));
    assert_eq!(face(Missing::Empty), (Some(json!("")), Some(json!(""))));
    assert_eq!(face(Missing::Zero), (Some(json!("00000000")), Some(json!(""))));
}

#[test]
fn numbers_may_come_as_text_but_the_envelope_does_not() {
    let quirks = Quirks { numbers: Numbers::Text, ..Quirks::default() };
    let body = read(&messages::full(&school(), &quirks, at()));
    let inner = &body["SMSDirectoryData"];
    assert!(inner["datetime"].is_i64() && inner["students"]["data"][0]["id"].is_string());
    let mixed = Quirks { numbers: Numbers::Mixed, ..Quirks::default() };
    let body = read(&messages::full(&school(), &mixed, at())).to_string();
    assert!(body.contains("\"yearlevel\":\"") && body.contains("\"yearlevel\":1"));
}

#[test]
fn double_commas_are_the_only_fault() {
    let quirks = Quirks { double_commas: true, ..Quirks::default() };
    let text = String::from_utf8(messages::full(&school(), &quirks, at()).bytes()).unwrap();
    assert!(serde_json::from_str::<Value>(&text).is_err());
    assert!(serde_json::from_str::<Value>(&text.replace(",,", ",")).is_ok());
}

#[test]
fn latin1_loses_no_letter() {
    let school = school();
    let quirks = Quirks { latin1: true, ..Quirks::default() };
    let bytes = messages::full(&school, &quirks, at()).bytes();
    assert!(std::str::from_utf8(&bytes).is_err(), "it is not UTF-8");
    let text: String = bytes.iter().map(|b| char::from(*b)).collect();
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value, read(&messages::full(&school, &Quirks::default(), at())));
}

#[test]
fn key_case_build_and_secret_are_switches() {
    let quirks = Quirks {
        key_case: KeyCase::Lower,
        build: 1453,
        instance_id: Some("invented".into()),
        ..Quirks::default()
    };
    let body = read(&messages::check(&school(), &quirks, at()));
    let inner = &body["smsdirectorydata"];
    assert_eq!((&inner["version"], &inner["instanceid"]), (&json!(1453), &json!("invented")));
    assert_eq!(inner["schools"][1]["moecode"], json!("9998"));
}

#[test]
fn a_pupil_of_two_schools_is_one_record_or_two() {
    let school = school();
    let pupil = school.pupils.iter().position(|p| p.second_site.is_some()).unwrap();
    let count = |two_schools| {
        let quirks = Quirks { two_schools, ..Quirks::default() };
        read(&messages::part(&school, &[Person::Pupil(pupil)], &quirks, at()))["SMSDirectoryData"]["students"]
            .clone()
    };
    assert_eq!(count(TwoSchools::List)["data"][0]["schoolindex"], json!([1, 2]));
    let two = count(TwoSchools::TwoRecords);
    assert_eq!((&two["count"], &two["data"][1]["schoolindex"]), (&json!(2), &json!(2)));
}

#[test]
fn timetables_come_in_eights_with_ten_slots() {
    let school = school();
    let batches: Vec<Message> = messages::student_timetables(&school, &Quirks::default(), at()).collect();
    assert_eq!(batches.len(), 15);
    let body = read(&batches[0]);
    let data = body["SMSDirectoryData"]["timetables"]["data"].as_array().unwrap();
    assert_eq!(data.len(), 8);
    let weeks = data[0]["timetable"].as_array().unwrap();
    assert_eq!((weeks.len(), &weeks[1]["days"][0]), (4, &json!({"ttday": 0, "slots": []})));
    let day = &weeks[0]["days"][0];
    assert_eq!(day["slots"].as_array().unwrap().len(), 10);
    assert!(day["slots"][1][0]["core"].is_string() && day["slots"][2][0]["option"].is_string());
    let staff: Vec<String> = messages::staff_timetables(&school, &Quirks::default(), at())
        .map(|m| String::from_utf8(m.bytes()).unwrap())
        .collect();
    assert!(staff.iter().any(|text| text.contains("{\"teacher\":\"") && text.contains("\"code\":\"MTG")));
}

#[test]
fn ics_turns_timetables_into_text() {
    let school = school();
    let quirks = Quirks { ics: true, ..Quirks::default() };
    let body = read(&messages::student_timetables(&school, &quirks, at()).next().unwrap());
    let record = &body["SMSDirectoryData"]["timetables"]["data"][0];
    assert!(record["grid"].is_string());
    let text = record["timetable"].as_str().unwrap();
    assert!(text.starts_with("BEGIN:VCALENDAR") && text.contains("DTSTART;TZID=Pacific/Auckland:20260302T"));
}

#[test]
fn attendance_repeats_a_pupil() {
    let message = messages::attendance(&school(), &Quirks::default(), at());
    let ids: Vec<_> = message.records("attendance").iter().map(|r| r.get("id").unwrap().value()).collect();
    assert_eq!(ids[0], ids[1]);
    assert_eq!(ids.len(), 240);
}

#[test]
fn xml_is_well_formed_and_says_the_same() {
    let school = school();
    let quirks = Quirks { xml: true, ..Quirks::default() };
    for message in [messages::check(&school, &quirks, at()), messages::full(&school, &quirks, at())] {
        let text = String::from_utf8(message.bytes()).unwrap();
        let mut reader = quick_xml::Reader::from_str(&text);
        let mut open = 0;
        loop {
            match reader.read_event().expect("well formed") {
                quick_xml::events::Event::Start(_) => open += 1,
                quick_xml::events::Event::End(_) => open -= 1,
                quick_xml::events::Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(open, 0);
        assert!(text.contains("<SMSDirectoryData datetime=\"20260302020100\" sync=\""));
        assert!(text.contains("<school index=\"1\">") && text.contains("<moeCode>0989</moeCode>"));
    }
    let full = String::from_utf8(messages::full(&school, &quirks, at()).bytes()).unwrap();
    assert_eq!(full.matches("<student id=").count(), 120);
    assert!(
        full.contains("<group type=\"class\">")
            && full.contains("<staffmember id=\"")
            && full.contains("<coreoption>")
    );
}

#[test]
fn one_element_may_come_bare() {
    let school = school();
    let quirks = Quirks { bare_single: true, ..Quirks::default() };
    let body = read(&messages::part(&school, &[Person::Staff(0)], &quirks, at()));
    assert!(body["SMSDirectoryData"]["staff"]["data"].is_object());
}
