use super::*;

#[test]
fn a_part_is_complete_for_the_people_in_it_alone() {
    let (interpreted, sink) = read(&plain(), fixture!("part.json")).unwrap();
    assert_eq!(interpreted.sentence, "1 pupil");
    assert!(sink.scopes.is_empty() && sink.findings.is_empty());
    let pupil = one(&sink, "students");
    assert_eq!(shown(&pupil.head, "tutor").as_deref(), Some("10RLO"));
    assert!(pupil.silent.iter().all(|stream| stream != "student_enrollments" && stream != "classes"));
    assert_eq!(children(pupil, "student_enrollments").len(), 3);
    let held = Value::Map(pupil.head.fields.clone()).display();
    assert!(
        !held.contains("AAAAAAAA==") && !held.to_lowercase().contains("password"),
        "passwords are never kept"
    );
}

#[test]
fn the_same_person_says_the_same_in_a_part_and_in_a_full() {
    let record = r#"{"id":5,"uuid":"U","yearlevel":9,"created":CREATED,"groups":[{"type":"class","subject":"S","coreoption":"1"}]}"#;
    let print = |sync: &str, created: &str| {
        let payload = format!(r#""students":{{"data":[{}]}}"#, record.replace("CREATED", created));
        one(&collect(&plain(), message(sync, &payload)), "students").fingerprint()
    };
    assert_eq!(print("full", "20260309020100"), print("part", "\"20260309101532\""));
}

/// What a record says of its classes, and which streams it then speaks for.
#[test]
fn silence_is_not_an_empty_list() {
    let class = r#"{"type":"class","subject":"S","coreoption":"1"}"#;
    let cases = [
        (String::new(), 0, true),
        (r#","groups":null"#.to_owned(), 0, true),
        (r#","groups":"""#.to_owned(), 0, true),
        (r#","groups":[]"#.to_owned(), 0, false),
        (format!(r#","groups":[{class}]"#), 1, false),
        (format!(r#","Groups":{class}"#), 1, false),
        (format!(r#","groups":[{class},{class}]"#), 1, false),
        (format!(r#","groups":[{class},{{"type":"class","subject":"S"}}]"#), 1, true),
        (format!(r#","groups":[{class},"nonsense"]"#), 1, true),
        (format!(r#","groups":[{class},{{"type":"department","name":"D"}}]"#), 1, false),
        (format!(r#","groups":[{class},{{"type":"somethingnew","name":"D"}}]"#), 1, false),
    ];
    for (groups, classes, silent) in cases {
        let document = pupil_document(&plain(), &format!(r#"{{"id":1,"schoolindex":1{groups}}}"#));
        assert_eq!(children(&document, "student_enrollments").len(), classes, "{groups}");
        assert_eq!(document.silent.contains(&"student_enrollments".into()), silent, "{groups}");
        assert_eq!(document.silent.contains(&"classes".into()), silent, "{groups}");
    }
}

#[test]
fn a_person_without_a_stable_key_is_known_by_number() {
    let document = pupil_document(&plain(), r#"{"id":"7","uuid":""}"#);
    assert_eq!(document.head.key, "id:7");
    let body = message("part", r#""staff":{"data":{"id":"TWO WORDS","uuid":null}}"#);
    let sink = collect(&plain(), body);
    assert_eq!(one(&sink, "staff").head.key, "code:TWO WORDS", "one record need not be in a list");
}

#[test]
fn a_long_number_keeps_every_digit() {
    let body = message(
        "part",
        r#""staff":{"data":[{"id":"A","uuid":268471936205117049983415223017664120045,"moenumber":00123,"extension":1.50}]}"#,
    );
    let sink = collect(&plain(), body);
    let staff = one(&sink, "staff");
    assert_eq!(staff.head.key, "268471936205117049983415223017664120045");
    assert_eq!(shown(&staff.head, "moenumber").as_deref(), Some("00123"));
    assert_eq!(shown(&staff.head, "extension").as_deref(), Some("1.50"));
}

#[test]
fn separators_in_codes_do_not_run_into_each_other() {
    let key = |subject: &str, coreoption: &str| {
        let record = format!(
            r#"{{"id":1,"groups":[{{"type":"class","subject":"{subject}","coreoption":"{coreoption}"}}]}}"#
        );
        children(&pupil_document(&plain(), &record), "classes")[0].key.clone()
    };
    assert_ne!(key("A/B", "C"), key("A", "B/C"));
    assert_eq!(key("A|B", "9%"), "0099/2026/A%7CB/9%25");
}

#[test]
fn a_tutor_class_may_have_another_code() {
    let kamar = open(settings().with("tutor_subject", "ROLL"), secrets());
    let record = r#"{"id":1,"groups":[{"type":"class","subject":"roll","coreoption":"9A"},{"type":"class","subject":"FT","coreoption":"9A"}]}"#;
    let document = pupil_document(&kamar, record);
    let kinds: Vec<_> =
        children(&document, "classes").iter().map(|class| shown(class, "classtype").unwrap()).collect();
    assert_eq!(kinds, ["homeroom", "scheduled"]);
}

#[test]
fn subjects_may_come_alone() {
    let (interpreted, sink) =
        read(&plain(), message("subjects", r#""subjects":{"count":1,"data":[{"id":"S","name":null}]}"#))
            .unwrap();
    assert_eq!(interpreted.sentence, "1 subject");
    assert_eq!(keys(&sink, "subjects"), ["0099/S"]);
    assert!(sink.scopes.is_empty());
}

#[test]
fn a_sink_that_wants_no_more_stops_the_reading() {
    struct Full(usize);
    impl crosswalk_connector_kit::DocumentSink for Full {
        fn document(&mut self, _: Document) -> Result<(), KitError> {
            self.0 += 1;
            if self.0 > 2 { Err(KitError::Cancelled) } else { Ok(()) }
        }
        fn finding(&mut self, _: crosswalk_model::Finding) {}
        fn scope(&mut self, _: crosswalk_model::Scope) {
            panic!("no scope after a stop");
        }
    }
    let kamar = plain();
    let body = fixture!("full.json");
    let verified = verify(&kamar, &body, "").unwrap();
    let mut sink = Full(0);
    let error = kamar.interpret(&verified, &body, received_at(), &mut sink).unwrap_err();
    assert_eq!((error, sink.0), (KitError::Cancelled, 3));
}
