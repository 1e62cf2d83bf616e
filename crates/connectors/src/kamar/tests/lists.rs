use super::*;

#[test]
fn attendance_is_a_document_for_a_pupil_and_a_day() {
    let (interpreted, sink) = read(&everything(), fixture!("attendance.json")).unwrap();
    assert_eq!(interpreted.sentence, "4 attendance days");
    assert_eq!(
        keys(&sink, "attendance"),
        ["30551|20260302", "30551|20260303", "30551|20260309", "28002|20260302"]
    );
    let days = of(&sink, "attendance");
    assert_eq!(days[1].partition, "attendance/20260303");
    assert_eq!(shown(&days[1].head, "student_id").as_deref(), Some("id:30551"));
    assert_eq!(shown(&days[1].head, "codes").as_deref(), Some(".LPP.MM.M"));
    assert_eq!(shown(&days[1].head, "alt").as_deref(), Some(".PPP.JJ.J"));
    assert_eq!(shown(&days[1].head, "halfdays").as_deref(), Some("hdj: 1, hdp: 1, hdu: 0"));
    assert_eq!(shown(&days[2].head, "codes").as_deref(), Some(".PP?"), "a short string stays short");
    assert_eq!(
        shown(&days[3].head, "halfdays").as_deref(),
        Some("hdj: , hdp: 1, hdu: 1"),
        "null is not nought"
    );
    assert!(sink.findings.is_empty() && sink.scopes.is_empty());
}

#[test]
fn odd_days_are_left_out_alone() {
    let values = r#"[{"date":"20260302","codes":" .P "},{"date":"00000000","codes":"."},{"codes":"."},7,{"date":"20260303","hdu":"x","late":3}]"#;
    let body = message(
        "attendance",
        &format!(r#""attendance":{{"count":3,"data":[{{"id":"5","values":{values}}},{{"values":[]}},5]}}"#),
    );
    let (interpreted, sink) = read(&everything(), body).unwrap();
    assert_eq!(interpreted.sentence, "2 attendance days, 5 records left out");
    assert_eq!(keys(&sink, "attendance"), ["5|20260302", "5|20260303"]);
    let days = of(&sink, "attendance");
    assert_eq!(shown(&days[0].head, "codes").as_deref(), Some(" .P "), "each character has its place");
    assert_eq!(shown(&days[1].head, "extras").as_deref(), Some("late: 3"));
    assert_eq!(codes(&sink), ["bad_date", "bad_date", "not_a_record", "bad_value", "no_key", "not_a_record"]);
}

#[test]
fn events_of_the_calendar() {
    let (interpreted, sink) = read(&everything(), fixture!("calendar.json")).unwrap();
    assert_eq!(interpreted.sentence, "2 events");
    let [sports, teachers] = of(&sink, "calendar")[..] else { panic!("two events") };
    assert_eq!(sports.head.key, "6A000000-0000-4000-8000-000000000001");
    let expect = [
        ("summary", "Swimming sports"),
        ("datestart", "20260312"),
        ("datefinish", "20260313"),
        ("timestart", "09:30"),
        ("timefinish", "14:30"),
        ("colour", "Blue"),
        ("school", "0099"),
        ("published", "yes"),
    ];
    for (name, text) in expect {
        assert_eq!(shown(&sports.head, name).as_deref(), Some(text), "{name}");
    }
    assert!(field(&teachers.head, "datefinish").is_none());
    assert!(sink.scopes.is_empty(), "nobody knows whether all events come");
}

#[test]
fn calendars_may_come_in_other_shapes() {
    let events = |calendars: &str| {
        let body = message("calendar", &format!(r#""calendars":{calendars}"#));
        let sink = collect(&everything(), body);
        (keys(&sink, "calendar"), codes(&sink).join(" "))
    };
    let event = r#"{"uuid":"e","timestart":"90000"}"#;
    assert_eq!(events(&format!(r#"{{"events":{event}}}"#)).0, ["e"]);
    assert_eq!(events(&format!(r#"[{{"events":[{event}]}},{{"EVENTS":[]}}]"#)).0, ["e"]);
    assert_eq!(events("null").0, Vec::<String>::new());
    assert_eq!(events(r#"{"events":[{"summary":"x"},5]}"#).1, "no_key not_a_record");
}

#[test]
fn what_is_switched_off_is_only_kept() {
    let kamar = open(settings().with("ask_timetables", "false"), secrets());
    for body in [fixture!("attendance.json"), fixture!("calendar.json"), fixture!("stafftimetables.json")] {
        let (interpreted, sink) = read(&kamar, body).unwrap();
        assert!(
            !interpreted.modelled && interpreted.sentence.contains("switched off"),
            "{}",
            interpreted.sentence
        );
        assert!(sink.documents.is_empty());
    }
}
