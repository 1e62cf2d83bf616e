use super::*;

#[test]
fn a_full_message_in_xml_reads_like_one_in_json() {
    let (interpreted, sink) = read(&plain(), fixture!("full.xml")).unwrap();
    assert_eq!(interpreted.sentence, "2 pupils, 1 member of staff, 1 subject");
    assert_eq!(codes(&sink), Vec::<&str>::new());
    let pupil = of(&sink, "students")[0];
    assert_eq!(pupil.head.key, "ONSWG4TFOQQHI2DJNZTQAAAAAA");
    assert_eq!(pupil.partition, "1/10");
    assert_eq!(shown(&pupil.head, "lastname").as_deref(), Some("Tāne & Co"), "entities of XML are resolved");
    assert_eq!(field(&pupil.head, "leavingdate"), Some(&Value::Null));
    assert_eq!(shown(&pupil.head, "aliases").as_deref(), Some("id:30551"));
    assert!(field(&pupil.head, "passwordencrypted").is_none() && field(&pupil.head, "extras").is_none());
    assert_eq!(children(pupil, "student_enrollments").len(), 2);
    let empty = of(&sink, "students")[1];
    assert!(!empty.silent.contains(&"student_enrollments".into()), "an empty element is an empty list");
    assert_eq!(children(of(&sink, "staff")[0], "classes")[0].key, "0099/2026/SCI0/71B-2");
    assert_eq!(scopes(&sink), ["students 1/10", "staff staff/1", "subjects subjects/0099", "classes all"]);
}

fn full(inside: &str) -> Vec<u8> {
    let school = "<schools><school index='1'><moeCode>0099</moeCode></school></schools>";
    format!("<SMSDirectoryData datetime='20260309020100' sync='full'>{school}{inside}</SMSDirectoryData>")
        .into_bytes()
}

#[test]
fn records_may_have_other_shapes() {
    let cases = [
        ("<students><student id='1' uuid='u' yearlevel='9'/></students>", "u 1/09"),
        (
            "<students><student><id>1</id><uuid><![CDATA[u]]></uuid><yearLevel> 9 </yearLevel></student></students>",
            "u 1/09",
        ),
        ("<Students Count='1'><k:student xmlns:k='urn:k'><k:uuid>u</k:uuid></k:student></Students>", "u 1/-"),
        ("<students><student id='1'><uuid>a&unknown;b</uuid></student></students>", "a&unknown;b 1/-"),
    ];
    for (inside, expect) in cases {
        let sink = collect(&plain(), full(inside));
        let pupil = one(&sink, "students");
        assert_eq!(format!("{} {}", pupil.head.key, pupil.partition), expect, "{inside}");
    }
    let text = collect(&plain(), full("<students>text<student>x</student></students>"));
    assert!(codes(&text).contains(&"not_a_record"));
}

#[test]
fn repeated_elements_are_a_list() {
    let sink = collect(
        &everything(),
        full("<students><student id='1'><iwi>101</iwi><iwi>102</iwi><iwi>103</iwi></student></students>"),
    );
    assert_eq!(shown(&one(&sink, "students").head, "iwi").as_deref(), Some("101, 102, 103"));
}

#[test]
fn other_messages_in_xml_are_only_kept() {
    for sync in ["attendance", "stafftimetables", "calendar", "results"] {
        let body =
            format!("<SMSDirectoryData sync='{sync}' datetime='20260309020100'><{sync}/></SMSDirectoryData>");
        let (interpreted, sink) = read(&everything(), body.into_bytes()).unwrap();
        assert!(!interpreted.modelled && sink.documents.is_empty(), "{sync}");
    }
}

/// Messages whose head is sound and whose rest is hostile or broken.
#[test]
fn hostile_xml_is_not_read() {
    let deep = format!("<students><student>{}", "<a>".repeat(100_000));
    let long = format!("<students><student><a>{}", "x".repeat(17 * 1024 * 1024));
    let wide = format!("<students><student a='{}", "x".repeat(17 * 1024 * 1024));
    let cases = [
        ("<students><student></students>", "not XML"),
        ("<students>", "not XML"),
        (deep.as_str(), "nested more than 64 deep"),
        (long.as_str(), "longer than 16 MB"),
        (wide.as_str(), "longer than 16 MB"),
        ("<!DOCTYPE a><students/>", "document type"),
    ];
    for (inside, words) in cases {
        let error = read(&plain(), full(inside)).unwrap_err().to_string();
        assert!(
            error.contains(words) && error.contains("KAMAR"),
            "{}: {error}",
            &inside[..30.min(inside.len())]
        );
    }
    let truncated =
        b"<SMSDirectoryData datetime='1' sync='full'><schools/><students><student id='1'>".to_vec();
    assert!(read(&plain(), truncated).unwrap_err().to_string().contains("ends too early"));
}
