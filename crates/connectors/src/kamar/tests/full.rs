use super::*;

#[test]
fn a_full_message_becomes_documents() {
    let (interpreted, sink) = read(&plain(), fixture!("full.json")).unwrap();
    assert_eq!(interpreted.sentence, "3 pupils, 3 staff, 2 subjects");
    assert_eq!(codes(&sink), Vec::<&str>::new());
    assert_eq!(keys(&sink, "schools"), ["0099"]);
    assert_eq!(keys(&sink, "subjects"), ["0099/SCI0", "0099/MUS3"]);
    assert_eq!(keys(&sink, "students").len(), 3);
    assert_eq!(
        scopes(&sink),
        ["students 1/10", "students 1/13", "staff staff/1", "subjects subjects/0099", "classes all"]
    );
    let partitions: Vec<&str> = sink.documents.iter().map(|document| document.partition.as_str()).collect();
    assert_eq!(
        partitions,
        [
            "schools",
            "staff/1",
            "staff/1",
            "staff/1",
            "1/10",
            "1/13",
            "1/10",
            "subjects/0099",
            "subjects/0099"
        ]
    );
}

#[test]
fn a_pupil_is_told_with_their_classes() {
    let sink = collect(&plain(), fixture!("full.json"));
    let pupil = of(&sink, "students")[0];
    assert_eq!(pupil.head.key, "ONSWG4TFOQQHI2DJNZTQAAAAAA");
    let expect = [
        ("id", "30551"),
        ("firstname", "Wiremu"),
        ("firstnamelegal", "William"),
        ("preferredfirstname", "Wiremu"),
        ("preferredlastname", ""),
        ("email", "Wiremu.T@totara.example"),
        ("yearlevel", "10"),
        ("startingdate", "20250203"),
        ("leavingdate", ""),
        ("school", "0099"),
        ("schools", "0099"),
        ("aliases", "id:30551"),
        ("accountdisabled", "no"),
        ("boarder", ""),
        ("externalids", "kamar.id: 30551, kamar.uniqueid: 305510, kamar.uuid: ONSWG4TFOQQHI2DJNZTQAAAAAA"),
        ("datasharing", "details: yes, other: no, photo: no"),
        ("custom", "custom1: Locker 12"),
        ("extras", "busroute: 7"),
    ];
    for (name, text) in expect {
        assert_eq!(shown(&pupil.head, name).as_deref(), Some(text), "{name}");
    }
    let classes: Vec<String> = children(pupil, "classes").iter().map(|class| class.key.clone()).collect();
    assert_eq!(classes, ["0099/2026/FT/10KPR", "0099/2026/SCI0/71B-2", "0099/2026/ENG0/72B-1"]);
    let enrolled = children(pupil, "student_enrollments");
    assert_eq!(enrolled.len(), 3);
    assert_eq!(enrolled[1].key, "ONSWG4TFOQQHI2DJNZTQAAAAAA|0099/2026/SCI0/71B-2");
    assert_eq!(shown(enrolled[1], "class").as_deref(), Some("0099/2026/SCI0/71B-2"));
    assert_eq!(shown(enrolled[1], "role").as_deref(), Some("student"));
}

#[test]
fn classes_are_named_by_their_codes() {
    let sink = collect(&plain(), fixture!("full.json"));
    let pupil = of(&sink, "students")[0];
    let [tutor, science, _] = children(pupil, "classes")[..] else { panic!("three classes") };
    let expect = |record: &SourceRecord, fields: &[(&str, &str)]| {
        for (name, text) in fields {
            assert_eq!(shown(record, name).as_deref(), Some(*text), "{name}");
        }
    };
    expect(tutor, &[("title", "Tutor 10KPR"), ("classtype", "homeroom"), ("subject", "FT")]);
    assert!(field(tutor, "course").is_none(), "tutor time is no subject");
    expect(
        science,
        &[
            ("title", "SCI0 71B-2"),
            ("classtype", "scheduled"),
            ("classcode", "SCI0/71B-2"),
            ("course", "0099/SCI0"),
            ("schoolyear", "2026"),
            ("coreoption", "71B-2"),
        ],
    );
    let member = of(&sink, "staff")[0];
    let same = children(member, "classes")[1];
    assert!(same == science, "a pupil and a teacher say the same of one class");
}

#[test]
fn staff_are_teachers_by_classification_or_by_a_class() {
    let sink = collect(&plain(), fixture!("full.json"));
    let staff = of(&sink, "staff");
    let kinds: Vec<_> = staff.iter().map(|member| shown(&member.head, "kind").unwrap()).collect();
    assert_eq!(kinds, ["teacher", "staff", "teacher"], "a relief teacher holds classes");
    assert_eq!(staff[0].head.key, "301177420918836650021947733105518204466");
    assert_eq!(shown(&staff[0].head, "aliases").as_deref(), Some("code:KPR"));
    assert_eq!(shown(&staff[0].head, "departments").as_deref(), Some("Dept-Science"));
    assert_eq!(shown(&staff[0].head, "extension").as_deref(), Some("118"));
    assert_eq!(shown(&staff[1].head, "leavingdate").as_deref(), Some("20260703"));
    assert_eq!(
        children(staff[2], "staff_enrollments").len(),
        2,
        "two subjects in one option line are two classes"
    );
    let role = children(staff[2], "staff_enrollments")[0];
    assert_eq!(shown(role, "role").as_deref(), Some("teacher"));
    assert!(
        staff[1].silent.iter().all(|stream| stream != "staff_enrollments"),
        "an empty list is a complete one"
    );
}

#[test]
fn an_assistant_who_aids_teachers_is_no_teacher() {
    let kind = |classification: &str, groups: &str| {
        let record = format!(r#"{{"id":"A","classification":{classification}{groups}}}"#);
        let body = message("part", &format!(r#""staff":{{"data":[{record}]}}"#));
        shown(&one(&collect(&plain(), body), "staff").head, "kind")
    };
    let class = r#","groups":[{"type":"class","subject":"SCI0","coreoption":"1-1"}]"#;
    let cases = [
        ("\"Teacher\"", "", Some("teacher")),
        ("\"teacher\"", r#","groups":[]"#, Some("teacher")),
        ("\"Teacher Aide\"", "", Some("staff")),
        ("\"Non-Teaching\"", "", Some("staff")),
        ("\"Support\"", class, Some("teacher")),
        ("null", r#","groups":[]"#, Some("staff")),
        ("null", "", None),
    ];
    for (classification, groups, expect) in cases {
        assert_eq!(kind(classification, groups).as_deref(), expect, "{classification} {groups}");
    }
}

#[test]
fn what_is_not_wanted_is_not_kept() {
    let sink = collect(&plain(), fixture!("full.json"));
    let pupil = of(&sink, "students")[0];
    let never = ["password", "passwordencrypted", "resetpassword", "created", "residences", "awards"];
    let off = [
        "nsn",
        "gender",
        "datebirth",
        "ethnicity",
        "ethnicityL1",
        "iwi",
        "mobile",
        "caregivers",
        "emergency",
    ];
    for name in never.into_iter().chain(off) {
        assert!(field(&pupil.head, name).is_none(), "{name}");
    }
    assert!(children(pupil, "groups").is_empty() && children(pupil, "caregivers").is_empty());
    let everything = collect(&everything(), fixture!("full.json"));
    let pupil = of(&everything, "students")[0];
    assert!(never.iter().all(|name| field(&pupil.head, name).is_none()));
    assert_eq!(shown(&pupil.head, "nsn").as_deref(), Some("0000000031"));
    assert_eq!(shown(&pupil.head, "datebirth").as_deref(), Some("20110822"));
    assert_eq!(shown(&pupil.head, "ethnicity").as_deref(), Some("211"));
}

#[test]
fn groups_come_only_when_they_are_asked_for() {
    let sink = collect(&everything(), fixture!("full.json"));
    let pupil = of(&sink, "students")[0];
    let [group] = children(pupil, "groups")[..] else { panic!("one group") };
    assert_eq!(group.key, "0099/2026/14007");
    assert_eq!(shown(group, "title").as_deref(), Some("Waka Ama"), "spaces at the end are removed");
    assert_eq!(shown(group, "category").as_deref(), Some("Sport"));
    let [member] = children(pupil, "group_enrollments")[..] else { panic!("one membership") };
    assert_eq!(shown(member, "class").as_deref(), Some("0099/2026/14007"));
    assert!(!pupil.silent.iter().any(|stream| stream.contains("group")));
    let plain = collect(&plain(), fixture!("full.json"));
    let silent: Vec<&str> = of(&plain, "students")[0].silent.iter().map(|stream| &**stream).collect();
    let unasked = [
        "caregivers",
        "emergency_contacts",
        "emergency_relationships",
        "group_enrollments",
        "groups",
        "relationships",
    ];
    let mut silent = silent;
    silent.sort_unstable();
    assert_eq!(silent, unasked);
}

/// Whether a full message is complete for pupils, staff and classes, by what is odd about its lists.
#[test]
fn only_a_sound_list_is_complete() {
    const PUPILS: &str =
        r#""students":{"count":1,"data":[{"id":1,"schoolindex":1,"yearlevel":9,"groups":[]}]}"#;
    const STAFF: &str = r#""staff":{"count":1,"data":[{"id":"A","schoolindex":[1]}]}"#;
    let both = |pupils: &str, staff: &str| format!("{pupils},{staff}");
    let complete = vec!["students 1/09", "staff staff/1", "classes all"];
    let no_pupils = vec!["students incomplete", "staff staff/1"];
    let cases: Vec<(String, Vec<&str>, &str)> = vec![
        (both(PUPILS, STAFF), complete.clone(), "list_missing"),
        (both(&PUPILS.replace("\"count\":1,", ""), STAFF), complete, "list_missing"),
        (both(&PUPILS.replace("count\":1", "count\":2"), STAFF), no_pupils.clone(), "count_differs"),
        (both(&PUPILS.replace("count\":1", "count\":\"0\""), STAFF), no_pupils.clone(), "count_differs"),
        (both(r#""students":{"count":0,"data":[]}"#, STAFF), no_pupils.clone(), "empty_list"),
        (both(r#""students":{}"#, STAFF), no_pupils.clone(), "empty_list"),
        (both(r#""students":null"#, STAFF), no_pupils.clone(), "empty_list"),
        (both(r#""students":"""#, STAFF), no_pupils.clone(), "empty_list"),
        (STAFF.to_owned(), vec!["staff staff/1"], "list_missing"),
        (
            "\"subjects\":{\"count\":0,\"data\":[]}".to_owned(),
            vec!["students incomplete", "staff incomplete", "subjects incomplete"],
            "list_missing",
        ),
        (both(&PUPILS.replace("\"id\":1,", ""), STAFF), no_pupils.clone(), "no_key"),
        (
            both(&PUPILS.replace("[{", "[7,{").replace("\"count\":1", "\"count\":2"), STAFF),
            no_pupils,
            "not_a_record",
        ),
        (
            both(&PUPILS.replace("\"yearlevel\":9,", ""), STAFF),
            vec!["staff staff/1", "classes all"],
            "list_missing",
        ),
        (PUPILS.to_owned(), vec!["students 1/09"], "list_missing"),
    ];
    for (payload, expect, code) in cases {
        let sink = collect(&plain(), message("full", &payload));
        assert_eq!(scopes(&sink), expect, "{payload}");
        assert!(codes(&sink).contains(&code), "{payload}: {:?}", codes(&sink));
    }
}

#[test]
fn an_empty_full_says_nothing_about_anybody() {
    let body = message("full", r#""staff":{"count":0,"data":[]},"students":{"count":0,"data":[]}"#);
    let (interpreted, sink) = read(&plain(), body).unwrap();
    assert_eq!(interpreted.sentence, "Nothing to read");
    assert_eq!(keys(&sink, "schools"), ["0099"]);
    assert!(sink.scopes.iter().all(|scope| !scope.complete));
}

#[test]
fn people_who_are_twice_in_a_message_are_found() {
    let body =
        message("full", r#""students":{"count":2,"data":[{"id":1,"yearlevel":9},{"id":"1","yearlevel":9}]}"#);
    assert!(codes(&collect(&plain(), body)).contains(&"twice_in_message"));
}

#[test]
fn schools_are_told_apart() {
    let schools = r#""schools":[{"index":1,"schoolindex":1,"moeCode":"0099","name":"A"},{"index":2,"moeCode":"","name":"B"}]"#;
    let people = r#""staff":{"data":[{"id":"X","schoolindex":[2,1],"groups":[{"type":"class","subject":"S","coreoption":"1-1"}]},{"id":"Y","schoolindex":["2"]},{"id":"Z","schoolindex":[9]}]},
        "students":{"data":[{"id":1,"schoolindex":2,"yearlevel":9,"groups":[{"type":"class","subject":"S","coreoption":"1-1"}]},{"id":2,"yearlevel":9,"groups":[]}]},
        "subjects":{"data":[{"id":"S"}]}"#;
    let body =
        format!(r#"{{"SMSDirectoryData":{{"datetime":20260101000000,"sync":"full",{people},{schools}}}}}"#);
    let sink = collect(&plain(), body.into_bytes());
    assert_eq!(keys(&sink, "schools"), ["0099", "index:2"]);
    let partition = |stream: &str| of(&sink, stream).iter().map(|d| d.partition.clone()).collect::<Vec<_>>();
    assert_eq!(partition("staff"), ["staff/1+2", "staff/2", "staff/-"]);
    assert_eq!(partition("students"), ["2/09", "-/09"]);
    assert_eq!(keys(&sink, "subjects"), ["0099/S", "index:2/S"]);
    assert_eq!(children(of(&sink, "students")[0], "classes")[0].key, "index:2/2026/S/1-1");
    let main = children(of(&sink, "staff")[0], "classes")[0];
    assert_eq!(main.key, "index:2/2026/S/1-1", "the school that is named first is the main one");
    assert!(codes(&sink).contains(&"several_schools"));
    let homeless = of(&sink, "students")[1];
    assert!(homeless.silent.iter().any(|stream| stream == "student_enrollments"));
    assert!(codes(&sink).contains(&"unknown_school"));
    assert!(field(&homeless.head, "school").is_none());
    assert!(!scopes(&sink).iter().any(|scope| scope.contains("/-") || scope.contains("-/")));
}

#[test]
fn the_school_year_may_be_set() {
    let year = |kamar: &KamarConnection| {
        let sink = collect(kamar, fixture!("full.json"));
        shown(children(of(&sink, "students")[0], "classes")[0], "schoolyear").unwrap()
    };
    assert_eq!(year(&plain()), "2026");
    assert_eq!(year(&open(settings().with("school_year", "2027"), secrets())), "2027");
    let timeless = r#"{"SMSDirectoryData":{"sync":"part","schools":[{"index":1,"moeCode":"9"}],"students":{"data":[{"id":1,"groups":[{"subject":"S","coreoption":"1"}]}]}}}"#;
    let sink = collect(&plain(), timeless.as_bytes().to_vec());
    assert_eq!(
        children(one(&sink, "students"), "classes")[0].key,
        "9/2026/S/1",
        "the year it was received in"
    );
}

/// Pupil 1 is at two schools, told in one record or in two; pupil 2 is at the second one only.
#[test]
fn somebody_of_two_schools_is_one_person() {
    let schools = r#""schools":[{"index":1,"moeCode":"A"},{"index":2,"moeCode":"B"}]"#;
    let class = r#"{"type":"class","subject":"S","coreoption":"1-1"}"#;
    let other = r#"{"id":2,"uuid":"two","schoolindex":2,"yearlevel":9,"groups":[]}"#;
    let both = format!(
        r#"{{"id":1,"uuid":"one","schoolindex":[1,2],"yearlevel":9,"house":"Kea","groups":[{class}]}}"#
    );
    let first = format!(r#"{{"id":1,"uuid":"one","schoolindex":1,"yearlevel":9,"groups":[{class}]}}"#);
    let second = r#"{"id":1,"uuid":"one","schoolindex":2,"yearlevel":9,"house":"Kea","groups":[]}"#;
    let told = |pupils: &[&str]| {
        let data = pupils.join(",");
        let body = format!(
            r#"{{"SMSDirectoryData":{{"datetime":20260101000000,"sync":"full",{schools},"students":{{"count":{},"data":[{data}]}}}}}}"#,
            pupils.len()
        );
        collect(&plain(), body.into_bytes())
    };
    let (one_record, two_records) = (told(&[&both, other]), told(&[&first, other, second]));
    for sink in [&one_record, &two_records] {
        let pupil = *of(sink, "students").iter().find(|pupil| pupil.head.key == "one").unwrap();
        assert_eq!(of(sink, "students").len(), 2);
        assert_eq!(pupil.partition, "1+2/09");
        assert_eq!(shown(&pupil.head, "school").as_deref(), Some("A"));
        assert_eq!(shown(&pupil.head, "schools").as_deref(), Some("A, B"));
        assert_eq!(shown(&pupil.head, "house").as_deref(), Some("Kea"));
        assert_eq!(children(pupil, "classes")[0].key, "A/2026/S/1-1");
        assert_eq!(scopes(sink)[..2], ["students 1+2/09", "students 2/09"]);
        assert!(!codes(sink).contains(&"twice_in_message"));
    }
    let fingerprint =
        |sink: &Collected| of(sink, "students").iter().map(|p| p.fingerprint().to_string()).max();
    assert_eq!(fingerprint(&one_record), fingerprint(&two_records));
}
