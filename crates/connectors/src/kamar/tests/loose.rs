use super::*;

/// One field of a pupil in every spelling: what it reads as (`None` absent, `""` empty) and whether it is odd.
fn check(field: &str, cases: &[(&str, Option<&str>, bool)]) {
    for (said, expect, odd) in cases {
        let record = format!(r#"{{"id":1,"{field}":{said}}}"#);
        let sink = collect(&everything(), pupil(&record));
        let document = one(&sink, "students");
        assert_eq!(shown(&document.head, field).as_deref(), *expect, "{field} {said}");
        assert_eq!(sink.findings.iter().any(|finding| finding.code == "bad_value"), *odd, "{field} {said}");
    }
}

#[test]
fn dates_come_in_many_spellings() {
    check(
        "startingdate",
        &[
            ("20260129", Some("20260129"), false),
            ("\"20260129\"", Some("20260129"), false),
            ("\"2026-01-29\"", Some("20260129"), false),
            ("\"2026-01-29T00:00:00\"", Some("20260129"), false),
            ("20260129101532", Some("20260129"), false),
            ("0", Some(""), false),
            ("\"0\"", Some(""), false),
            ("\"00000000\"", Some(""), false),
            ("\"\"", Some(""), false),
            ("null", Some(""), false),
            ("[]", Some(""), false),
            ("20260231", None, true),
            ("\"29/01/2026\"", None, true),
            ("\"soon\"", None, true),
            ("-20260129", Some("20260129"), false),
            ("true", None, true),
            ("{\"a\":1}", None, true),
        ],
    );
}

#[test]
fn numbers_come_as_text_and_text_as_numbers() {
    check(
        "yearlevel",
        &[
            ("9", Some("9"), false),
            ("\" 9 \"", Some("9"), false),
            ("\"\"", Some(""), false),
            ("null", Some(""), false),
            ("\"nine\"", None, true),
            ("9.5", None, true),
            ("[9,10]", None, true),
            ("[9]", Some("9"), false),
        ],
    );
    check(
        "uniqueid",
        &[
            ("240117", Some("240117"), false),
            ("\"240117\"", Some("240117"), false),
            ("\"0240117\"", Some("0240117"), false),
            ("0240117", Some("0240117"), false),
            ("true", Some("true"), false),
            ("null", Some(""), false),
        ],
    );
}

#[test]
fn flags_come_in_many_spellings() {
    check(
        "accountdisabled",
        &[
            ("1", Some("yes"), false),
            ("0", Some("no"), false),
            ("\"1\"", Some("yes"), false),
            ("true", Some("yes"), false),
            ("\"Y\"", Some("yes"), false),
            ("\"No\"", Some("no"), false),
            ("\"\"", Some(""), false),
            ("2", None, true),
            ("\"perhaps\"", None, true),
        ],
    );
}

#[test]
fn lists_and_names_come_in_many_spellings() {
    check(
        "ethnicity",
        &[
            ("[211,\"412\"]", Some("211, 412"), false),
            ("211", Some("211"), false),
            ("[]", Some(""), false),
            ("null", Some(""), false),
            ("[null,\"\"]", Some(""), false),
            ("[{\"a\":1}]", None, true),
        ],
    );
    check(
        "flags",
        &[
            ("{\"MEDICAL\":1}", Some("medical: 1"), false),
            ("[]", Some(""), false),
            ("\"\"", Some(""), false),
            ("null", Some(""), false),
            ("\"yes\"", None, true),
        ],
    );
}

#[test]
fn absent_is_not_empty() {
    let document = pupil_document(&everything(), r#"{"id":1,"tutor":"","house":null}"#);
    assert_eq!(field(&document.head, "tutor"), Some(&Value::Null));
    assert_eq!(field(&document.head, "house"), Some(&Value::Null));
    assert_eq!(field(&document.head, "whanau"), None);
}

#[test]
fn keys_are_known_in_any_case() {
    let document = pupil_document(
        &everything(),
        r#"{"ID":1,"UUID":"u","YearLevel":"9","ETHNICITYL1":"x","leavingschools":[5]}"#,
    );
    assert_eq!(document.head.key, "u");
    assert_eq!(document.partition, "1/09");
    assert_eq!(shown(&document.head, "ethnicityL1").as_deref(), Some("x"));
    assert_eq!(shown(&document.head, "leavingschool").as_deref(), Some("5"));
    assert!(field(&document.head, "extras").is_none());
}

#[test]
fn unknown_keys_are_kept_and_passwords_are_not() {
    let record = r#"{"id":1,"NewThing":{"a":[1,null,"x",2.5]},"other":"","passwordNew":"p1","PASSWORD":"p2","myPasswordHash":"p3"}"#;
    let document = pupil_document(&everything(), record);
    assert_eq!(shown(&document.head, "extras").as_deref(), Some("NewThing: a: 1, , x, 2.5, other: "));
}

#[test]
fn one_odd_record_never_stops_the_rest() {
    let body = message(
        "part",
        r#""students":{"count":5,"data":[null,"x",[1],{},{"id":1,"yearlevel":"?"}]},"staff":{"count":1,"data":[{"id":"A"}]}"#,
    );
    let (interpreted, sink) = read(&plain(), body).unwrap();
    assert_eq!(interpreted.sentence, "1 pupil, 1 member of staff, 4 records left out");
    assert_eq!(codes(&sink), ["not_a_record", "not_a_record", "not_a_record", "no_key", "bad_value"]);
    assert_eq!(keys(&sink, "students"), ["id:1"]);
}

#[test]
fn findings_say_where_and_never_what() {
    let record = r#"{"id":1,"firstname":"Aroha","email":{"x":"aroha@mail.example"},"datebirth":"not-a-date-aroha","groups":["aroha"]}"#;
    let sink = collect(&everything(), pupil(record));
    assert_eq!(sink.findings.len(), 3);
    for finding in &sink.findings {
        assert!(finding.message.contains("/SMSDirectoryData/students/data/0/"), "{}", finding.message);
        assert!(!finding.message.to_lowercase().contains("aroha"), "{}", finding.message);
        assert_eq!(finding.key, "id:1");
    }
}
