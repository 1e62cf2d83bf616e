use proptest::prelude::*;

use super::mended::mended;
use super::*;

/// Any value of JSON, with keys that mean something more often than not.
fn value() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        "\\PC{0,12}".prop_map(Json::from),
        prop::sample::select(vec!["", "0", "00000000", "20260309", "class", "group", "9", "82A.4"])
            .prop_map(Json::from),
    ];
    leaf.prop_recursive(5, 48, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Json::from),
            prop::collection::vec((key(), inner), 0..7)
                .prop_map(|pairs| Json::Object(pairs.into_iter().collect())),
        ]
    })
}

fn key() -> impl Strategy<Value = String> {
    let known = [
        "id",
        "uuid",
        "data",
        "count",
        "groups",
        "type",
        "subject",
        "coreoption",
        "ref",
        "name",
        "schoolindex",
        "index",
        "moeCode",
        "yearlevel",
        "timetable",
        "week",
        "days",
        "slots",
        "option",
        "core",
        "code",
        "teachers",
        "rooms",
        "teacher",
        "student",
        "values",
        "date",
        "codes",
        "hdu",
        "events",
        "caregivers",
        "emergency",
        "leavingdate",
        "datasharing",
        "flags",
        "passwordencrypted",
        "Level",
        "summary",
        "timestart",
    ];
    prop_oneof![4 => prop::sample::select(known.to_vec()).prop_map(str::to_owned), 1 => "\\PC{0,6}"]
}

fn sync() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "full",
        "part",
        "subjects",
        "studenttimetables",
        "stafftimetables",
        "attendance",
        "calendar",
        "results",
    ])
}

proptest! {
    #[test]
    fn no_bytes_can_stop_us(body in prop::collection::vec(any::<u8>(), 0..300), content_type in "[a-z/+]{0,16}") {
        let kamar = everything();
        if let Ok(verified) = verify(&kamar, &body, &content_type) {
            let _ = kamar.interpret(&verified, &body, received_at(), &mut Collected::default());
        }
    }

    #[test]
    fn no_value_in_any_place_can_stop_us(sync in sync(), payload in value(), schools in value()) {
        let lists = ["students", "staff", "subjects", "timetables", "attendance", "calendars"];
        let mut inside: serde_json::Map<String, Json> =
            lists.iter().map(|list| ((*list).to_owned(), payload.clone())).collect();
        inside.insert("sync".into(), sync.into());
        inside.insert("schools".into(), schools);
        let body = serde_json::json!({ "SMSDirectoryData": inside }).to_string().into_bytes();
        let (interpreted, sink) = read(&everything(), body).unwrap();
        prop_assert!(!interpreted.sentence.is_empty());
        prop_assert!(sink.documents.iter().all(|document| !document.head.key.is_empty()));
    }

    #[test]
    fn a_cut_message_is_complete_for_nothing(cut in 0usize..6000) {
        let whole = fixture!("full.json");
        let body = whole[..cut.min(whole.len() - 3)].to_vec();
        let kamar = plain();
        if let Ok(verified) = verify(&kamar, &body, "") {
            let mut sink = Collected::default();
            prop_assert!(kamar.interpret(&verified, &body, received_at(), &mut sink).is_err());
            prop_assert!(sink.scopes.is_empty());
        }
    }

    #[test]
    fn mending_changes_nothing_that_was_right(value in value(), step in 1usize..9) {
        let text = value.to_string();
        let mended: Json = serde_json::from_str(&mended(text.as_bytes(), step).unwrap()).unwrap();
        prop_assert!(same(&value, &mended), "{} {}", value, mended);
    }

    #[test]
    fn a_person_says_the_same_whatever_the_order_of_keys(record in prop::collection::vec((key(), value()), 0..8)) {
        let unique: std::collections::BTreeMap<String, Json> =
            record.into_iter().map(|(key, value)| (key.to_ascii_lowercase(), value)).filter(|(key, _)| key != "id").collect();
        let print = |pairs: Vec<(&String, &Json)>| {
            let inside: Vec<String> = pairs.iter().map(|(key, value)| format!("{}:{value}", Json::from(key.as_str()))).collect();
            let record = format!(r#"{{"id":1{}{}}}"#, if inside.is_empty() { "" } else { "," }, inside.join(","));
            one(&collect(&everything(), pupil(&record)), "students").fingerprint()
        };
        prop_assert_eq!(print(unique.iter().collect()), print(unique.iter().rev().collect()));
    }
}

/// Equal, where a number that no whole number holds may have become text.
fn same(before: &Json, after: &Json) -> bool {
    match (before, after) {
        (Json::Array(a), Json::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Json::Object(a), Json::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        (Json::Number(number), Json::String(text)) => number.to_string() == *text,
        (a, b) => a == b,
    }
}
