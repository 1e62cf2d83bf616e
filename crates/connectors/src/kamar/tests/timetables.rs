use super::*;

#[test]
fn lessons_of_many_pupils_are_the_lessons_of_their_classes() {
    let (interpreted, sink) = read(&plain(), fixture!("studenttimetables.json")).unwrap();
    let lessons = keys(&sink, "timetable_slots");
    assert_eq!(interpreted.sentence, format!("{} lessons", lessons.len()));
    assert_eq!(lessons.len(), 17, "two pupils in one class say one lesson");
    assert!(lessons.contains(&"0099/2026/SCI0/71B-2|w7|d1|s3".to_owned()), "{lessons:?}");
    assert!(lessons.contains(&"0099/2026/ENG0/72B-1|w7|d1|s4".to_owned()));
    assert!(lessons.contains(&"0099/2026/FT/10KPR|w8|d5|s2".to_owned()));
    assert!(!lessons.iter().any(|key| key.contains("|w8|d1|")), "a holiday has no lessons");
    assert!(sink.scopes.is_empty(), "what pupils say only adds");
    assert!(sink.findings.is_empty());
    let documents = of(&sink, "timetable_slots");
    let science = documents.iter().find(|lesson| lesson.head.key.ends_with("71B-2|w7|d1|s3")).unwrap();
    assert_eq!(science.partition, "KPR|w7");
    let expect = [
        ("class", "0099/2026/SCI0/71B-2"),
        ("course", "0099/SCI0"),
        ("week", "7"),
        ("term", "1"),
        ("weekday", "1"),
        ("ttday", "1"),
        ("slot", "3"),
        ("teachers", "KPR"),
        ("rooms", "S2"),
    ];
    for (name, text) in expect {
        assert_eq!(shown(&science.head, name).as_deref(), Some(text), "{name}");
    }
    let roomless = documents.iter().find(|lesson| lesson.head.key.ends_with("72B-1|w7|d3|s3")).unwrap();
    assert_eq!(field(&roomless.head, "rooms"), Some(&Value::List(Vec::new())));
}

#[test]
fn a_week_of_staff_is_complete_only_when_it_has_all_its_days() {
    let sink = collect(&plain(), fixture!("stafftimetables.json"));
    assert_eq!(scopes(&sink), ["timetable_slots KPR|w7"], "RLO's week lists one day");
    let lessons = keys(&sink, "timetable_slots");
    assert!(lessons.contains(&"0099/2026/MUS2/3-1|w7|d1|s6".to_owned()), "{lessons:?}");
    assert!(lessons.contains(&"0099/2026/MUS3/3-1|w7|d1|s6".to_owned()));
    assert!(!lessons.iter().any(|key| key.contains("DUTY")), "duties are no lessons");
}

#[test]
fn pupils_and_staff_say_the_same_of_a_lesson() {
    let lesson = |body: Vec<u8>| {
        let sink = collect(&plain(), body);
        let documents = of(&sink, "timetable_slots");
        documents.into_iter().find(|d| d.head.key == "0099/2026/SCI0/71B-2|w7|d2|s4").unwrap().fingerprint()
    };
    assert_eq!(lesson(fixture!("studenttimetables.json")), lesson(fixture!("stafftimetables.json")));
}

/// One entry of a timetable and the class that it means.
#[test]
fn options_and_cores_name_their_classes() {
    let cases = [
        (r#""option":"82A""#, Some("M/82A-1")),
        (r#""option":"81A.4""#, Some("M/81A-4")),
        (r#""option":"81A-4""#, Some("M/81A-4")),
        (r#""option":"1""#, Some("M/1-1")),
        (r#""option":4"#, Some("M/4-1")),
        (r#""core":"9TWH""#, Some("M/9TWH")),
        (r#""option":"","core":"9TWH""#, Some("M/9TWH")),
        (r#""teacher":"TWH""#, None),
    ];
    for (entry, expect) in cases {
        let sink = week(&format!(r#"[[{{{entry},"code":"M","teachers":["A"],"rooms":["R"]}}]]"#));
        let found: Vec<String> = keys(&sink, "timetable_slots");
        let expect: Vec<String> = expect.iter().map(|class| format!("0099/2026/{class}|w1|d1|s1")).collect();
        assert_eq!(found, expect, "{entry}");
        assert!(sink.findings.is_empty(), "{entry}");
    }
}

fn week(slots: &str) -> Collected {
    let day = format!(r#"{{"ttday":1,"slots":{slots}}}"#);
    timetable(&format!(r#"[{{"week":1,"term":1,"days":[{day},{{}},{{}},{{}},{{}}]}}]"#))
}

fn timetable(weeks: &str) -> Collected {
    let record = format!(r#"{{"teacher":"A","timetable":{weeks}}}"#);
    collect(&plain(), message("stafftimetables", &format!(r#""timetables":{{"count":1,"data":[{record}]}}"#)))
}

#[test]
fn odd_entries_are_left_out_and_their_week_is_not_complete() {
    let good = r#"{"option":"1","code":"M","teachers":"A","rooms":["R"]}"#;
    assert_eq!(scopes(&week(&format!("[[{good}]]"))), ["timetable_slots A|w1"]);
    assert_eq!(
        scopes(&week(&format!("[null,{good},[]]"))),
        ["timetable_slots A|w1"],
        "single entries and gaps"
    );
    for odd in [r#"{"option":"1"}"#, r#"{"code":"M"}"#, "7", "{}"] {
        let sink = week(&format!("[[{good},{odd}]]"));
        let lost = odd != "7";
        assert_eq!(keys(&sink, "timetable_slots").len(), 1, "{odd}");
        assert!(codes(&sink).contains(&"bad_lesson"), "{odd}: {lost}");
        assert!(sink.scopes.is_empty(), "{odd}");
    }
    assert_eq!(codes(&timetable(r#"[{"days":[]}]"#)), ["bad_week"]);
}

#[test]
fn lessons_without_a_teacher_are_nobodys() {
    let sink = week(r#"[[{"option":"1","code":"M","teachers":[""],"rooms":null}]]"#);
    assert_eq!(of(&sink, "timetable_slots")[0].partition, "-|w1");
}

#[test]
fn co_teachers_lead_one_lesson_together() {
    let entry =
        |teachers: &str| format!(r#"[[{{"option":"1","code":"M","teachers":{teachers},"rooms":["R"]}}]]"#);
    let record = |who: &str, teachers: &str| {
        format!(
            r#"{{"teacher":"{who}","timetable":[{{"week":1,"days":[{{"slots":{}}}]}}]}}"#,
            entry(teachers)
        )
    };
    let data = [record("A", r#"["A"]"#), record("B", r#"["A","B"]"#)].join(",");
    let sink = collect(&plain(), message("stafftimetables", &format!(r#""timetables":{{"data":[{data}]}}"#)));
    let lesson = one(&sink, "timetable_slots");
    assert_eq!(shown(&lesson.head, "teachers").as_deref(), Some("A, B"));
    assert_eq!(lesson.partition, "A|w1");
}

#[test]
fn a_count_that_differs_makes_no_week_complete() {
    let body =
        String::from_utf8(fixture!("stafftimetables.json")).unwrap().replace("\"count\": 2", "\"count\": 3");
    let sink = collect(&plain(), body.into_bytes());
    assert!(sink.scopes.is_empty());
    assert_eq!(codes(&sink), ["count_differs"]);
}

#[test]
fn calendar_text_is_kept_with_a_finding() {
    let (interpreted, sink) = read(&plain(), fixture!("studenttimetables-ics.json")).unwrap();
    assert_eq!(interpreted.sentence, "Nothing to read");
    assert_eq!(codes(&sink), ["calendar_text"]);
    assert!(sink.findings[0].message.contains("Check & Enable"));
}

#[test]
fn a_timetable_of_an_unknown_school_is_left_out() {
    let schools = r#"[{"index":1,"moeCode":"1"},{"index":2,"moeCode":"2","authoritative":1}]"#;
    let entry = r#"{"option":"1","code":"M"}"#;
    let data = format!(
        r#"[{{"student":1,"timetable":[{{"week":1,"days":[{{"slots":[[{entry}]]}}]}}]}},{{"student":2,"schoolindex":1,"timetable":{{"week":1,"days":{{"slots":[{entry}]}}}}}}]"#
    );
    let body = format!(
        r#"{{"SMSDirectoryData":{{"datetime":20260101000000,"sync":"studenttimetables","schools":{schools},"timetables":{{"data":{data}}}}}}}"#
    );
    let sink = collect(&plain(), body.into_bytes());
    assert_eq!(keys(&sink, "timetable_slots"), ["1/2026/M/1-1|w1|d1|s1"], "only that of a known school");
    assert_eq!(codes(&sink), ["unknown_school"]);
}
