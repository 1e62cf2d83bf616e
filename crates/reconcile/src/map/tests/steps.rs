use super::*;
use crosswalk_model::{Reference, RosterId};

#[test]
fn phones_in_e164() {
    let cases = [
        ("021 000 0011", "+64210000011"),
        ("(09) 555-0100", "+6495550100"),
        ("+64 21 000 0011", "+64210000011"),
        ("+64 (0)21 000 0011", "+64210000011"),
        ("+64 021 000 0011", "+64210000011"),
        ("(+64) 21 000 0011", "+64210000011"),
        ("00 64 21 000 0011", "+64210000011"),
        ("64 21 000 0011", "+64210000011"),
        ("21 000 0011", "+64210000011"),
        ("+44 20 7946 0018", "+442079460018"),
        ("0061 491 570 006", "+61491570006"),
    ];
    for (input, expect) in cases {
        check(&[Step::Phone { country: "64".into() }], input, expect, None);
    }
    check(&[Step::Phone { country: "+1".into() }], "(202) 555-0143", "+12025550143", None);
    check(&[Step::Phone { country: "1".into() }], "1-202-555-0143", "+12025550143", None);
    check(&[Step::Phone { country: "39".into() }], "06 555 0143", "+39065550143", None);
    check(&[Step::Phone { country: "64".into() }], 210_000_011, "+64210000011", None);
}

#[test]
fn phones_that_are_none() {
    let phone = [Step::Phone { country: "64".into() }];
    for input in ["021 CALL ME", "111", "021 000 0011 / 022 000 0022", "++64 21", "12345678901234567", "+"] {
        drops(&phone, input, "bad_phone");
    }
    for input in ["", " ", "0", "000"] {
        check(&phone, input, Value::Null, None);
    }
    for input in ["09 555 0100 ext 12", "09 555 0100 x12", "09 555 0100, Extn. 12", "09 555 0100 #12"] {
        check(&phone, input, "+6495550100", Some("phone_extension"));
    }
}

#[test]
fn whole_numbers() {
    let cases =
        [("12", 12), (" -3 ", -3), ("+4", 4), ("007", 7), ("12.0", 12), ("9223372036854775807", i64::MAX)];
    for (input, expect) in cases {
        check(&[Step::Number], input, expect, None);
    }
    check(&[Step::Number], true, 1, None);
    check(&[Step::Number], " ", Value::Null, None);
    for input in ["12.5", "1,234", "twelve", "9223372036854775808", "12.", "."] {
        drops(&[Step::Number], input, "bad_number");
    }
}

#[test]
fn yes_and_no() {
    for yes in ["yes", "Y", "TRUE", "1", "āe", " on "] {
        check(&[Step::Boolean], yes, true, None);
        check(&[Step::Not], yes, false, None);
    }
    for no in ["no", "N", "false", "0", "Kāo"] {
        check(&[Step::Boolean], no, false, None);
        check(&[Step::Not], no, true, None);
    }
    check(&[Step::Boolean], 1, true, None);
    check(&[Step::Boolean], false, false, None);
    check(&[Step::Not], "", Value::Null, None);
    drops(&[Step::Boolean], 2, "bad_boolean");
    drops(&[Step::Not], "perhaps", "bad_boolean");
}

#[test]
fn numbers_in_bands() {
    let bands = [Step::Bands(vec!["11–12".into(), "13-14".into(), "15-16".into(), "17+".into()])];
    let cases = [(11, "11–12"), (12, "11–12"), (14, "13-14"), (16, "15-16"), (17, "17+"), (99, "17+")];
    for (input, expect) in cases {
        check(&bands, input, expect, None);
    }
    check(&bands, "15", "15-16", None);
    check(&bands, "", Value::Null, None);
    drops(&bands, 10, "not_in_bands");
    drops(&bands, "x", "bad_number");
}

#[test]
fn default_fills_what_is_absent_or_empty() {
    let default = Step::Default("none".into());
    for input in [Value::Null, "".into(), " ".into(), list([])] {
        check(std::slice::from_ref(&default), input, "none", None);
    }
    check(std::slice::from_ref(&default), "a", "a", None);
    check(std::slice::from_ref(&default), false, false, None);
    let (value, _) = run(Rule::copy("missing").then(default), fields([]));
    assert_eq!(shown(value.as_ref()), "\"none\"");
}

#[test]
fn empty_can_be_unsaid() {
    for input in [Value::Null, "".into(), "  ".into(), list([])] {
        assert_eq!(through(&[Step::EmptyIsAbsent], input), (None, Vec::new()));
    }
    check(&[Step::EmptyIsAbsent], "a", "a", None);
    check(&[Step::EmptyIsAbsent], false, false, None);
}

#[test]
fn a_keyed_hash_is_the_same_for_the_same_text_and_key() {
    let hash = |text: &str| through(&[Step::KeyedHash], text.into()).0.unwrap().display();
    let expect = blake3::keyed_hash(&[7; 32], "0000000011".as_bytes()).to_hex();
    assert_eq!(hash("0000000011"), expect.as_str()[..32]);
    assert_eq!(hash("0000000011").len(), 32);
    assert_ne!(hash("0000000011"), hash("0000000012"));
    let other = MapContext { hash_key: [8; 32], ..context(Direction::Inbound) };
    let (compiled, _) = Compiled::new(&one_field(Rule::copy("in").then(Step::KeyedHash)), &other);
    let pupil = record(fields([("in", "0000000011".into())]));
    let stream = compiled.streams_from("students").next().unwrap();
    let mapped = stream.apply(&SourceView::head(&pupil), &mut Vec::new()).unwrap();
    assert_ne!(mapped.fields["house"].display(), hash("0000000011"));
    check(&[Step::KeyedHash], "", Value::Null, None);
}

#[test]
fn references_by_key_and_by_roster_id() {
    let to_class = [Step::Reference { to: "class".into() }];
    let by_key = |to: &'static str, key: &str| Value::Ref(Reference::Key { to: to.into(), key: key.into() });
    let id = RosterId(uuid::Uuid::from_u128(5));
    let by_id = |to: &'static str| Value::Ref(Reference::Roster { to: to.into(), id });
    check(&to_class, "9TWH", by_key("class", "9TWH"), None);
    check(&to_class, 17, by_key("class", "17"), None);
    check(
        &to_class,
        list(["a".into(), "b".into()]),
        list([by_key("class", "a"), by_key("class", "b")]),
        None,
    );
    check(&to_class, by_id("user"), by_id("class"), None);
    check(&to_class, by_key("user", "x"), by_key("class", "x"), None);
    check(&to_class, " ", Value::Null, None);
    drops(&to_class, Value::Map(fields([("a", 1.into())])), "not_text");
}

fn with_table(otherwise: Option<&str>) -> Crosswalk {
    let step = Step::Lookup { table: "houses".into(), otherwise: otherwise.map(str::to_owned) };
    let mut crosswalk = one_field(Rule::copy("in").then(step));
    let table = [("R".to_owned(), "Rimu".to_owned()), ("211".to_owned(), "Kauri".to_owned())];
    crosswalk.lookups.insert("houses".into(), table.into());
    crosswalk
}

#[test]
fn lookups() {
    let cases: [(Value, Option<&str>, &str, usize); 8] = [
        ("R".into(), None, "\"Rimu\"", 0),
        (" R ".into(), None, "\"Rimu\"", 0),
        (211.into(), None, "\"Kauri\"", 0),
        ("X".into(), None, "absent", 1),
        ("X".into(), Some("other"), "\"other\"", 0),
        ("".into(), Some("other"), "null", 0),
        (Value::Null, Some("other"), "null", 0),
        (list(["R".into(), "X".into(), 211.into()]), None, "[\"Rimu\",\"Kauri\"]", 1),
    ];
    for (input, otherwise, expect, found) in cases {
        let (mapped, findings) = map(&with_table(otherwise), &record(fields([("in", input)])));
        assert_eq!(shown(mapped.unwrap().fields.get("house")), expect);
        assert_eq!(findings.len(), found);
        assert!(findings.iter().all(|finding| finding.code == "not_in_table"));
    }
}

#[test]
fn a_missing_entry_is_named_unless_the_field_is_private() {
    let entry = |to: &'static str| {
        let mut crosswalk = with_table(None);
        crosswalk.streams[0].fields[0].to = to.into();
        let (_, findings) = map(&crosswalk, &record(fields([("in", "Qx".into())])));
        findings[0].message.clone()
    };
    assert!(entry("house").contains("“Qx”"));
    assert!(!entry("familyName").contains("Qx"));
    assert!(!entry("phone").contains("Qx"));
}
