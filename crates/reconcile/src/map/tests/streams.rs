use super::*;
use crosswalk_model::{Case, Severity};

#[test]
fn absent_stays_absent_and_empty_stays_empty() {
    let (value, codes) = run(Rule::copy("missing"), fields([]));
    assert_eq!((shown(value.as_ref()), codes.len()), ("absent".to_owned(), 0));
    let (value, _) = run(Rule::copy("in"), fields([("in", Value::Null)]));
    assert_eq!(shown(value.as_ref()), "null");
    let names = || Rule::fields(["preferred", "given"]);
    let (value, _) = run(names(), fields([]));
    assert_eq!(shown(value.as_ref()), "absent");
    let (value, _) =
        run(names().then(Step::First), fields([("preferred", "".into()), ("given", "Mere".into())]));
    assert_eq!(shown(value.as_ref()), "\"Mere\"");
    let (value, _) = run(names().then(Step::First), fields([("preferred", Value::Null)]));
    assert_eq!(shown(value.as_ref()), "null");
    let (value, _) = run(Rule::constant("student"), fields([]));
    assert_eq!(shown(value.as_ref()), "\"student\"");
}

#[test]
fn a_record_without_a_key_is_left_out_and_told() {
    for key in [Rule::copy("code"), Rule::copy("list"), Rule::copy("missing"), Rule::constant(" ")] {
        let mut crosswalk = one_field(Rule::copy("house"));
        crosswalk.streams[0].key = key;
        let pupil =
            record(fields([("code", Value::Null), ("list", list(["a".into()])), ("house", "Rimu".into())]));
        let (mapped, findings) = map(&crosswalk, &pupil);
        assert_eq!(mapped, None);
        assert_eq!((findings.len(), findings[0].code.as_ref()), (1, "empty_key"));
        assert_eq!((findings[0].severity, findings[0].key.as_str()), (Severity::Error, "24117"));
    }
}

#[test]
fn several_maps_read_one_stream_in_order_and_disabled_ones_do_not() {
    let mut crosswalk = one_field(Rule::copy("house"));
    let mut second = crosswalk.streams[0].clone();
    second.to = "demographics".into();
    second.fields.clear();
    let disabled = StreamMap { enabled: false, ..second.clone() };
    crosswalk.streams.extend([disabled, second]);
    let (compiled, _) = Compiled::new(&crosswalk, &context(Direction::Inbound));
    let to: Vec<_> = compiled.streams_from("students").map(|stream| stream.to.as_ref()).collect();
    assert_eq!(to, ["user", "demographics"]);
    assert_eq!(compiled.streams_from("staff").count(), 0);
}

#[test]
fn a_rule_that_cannot_be_compiled_maps_to_nothing_and_leaves_the_others() {
    let steps = [
        Step::Lookup { table: "nowhere".into(), otherwise: None },
        Step::Age { on: Some("first day of term".into()) },
        Step::Bands(vec!["young".into()]),
        Step::Bands(vec!["9-3".into()]),
        Step::Phone { country: "NZ".into() },
        Step::Split { separator: String::new(), index: 0 },
        Step::List { separator: String::new() },
        Step::Reference { to: "pupil".into() },
        Step::If("(".into()),
    ];
    for step in steps {
        let mut crosswalk = one_field(Rule::copy("house").then(step.clone()));
        crosswalk.streams[0].fields.push(Rule::copy("house").into_field("whanau"));
        let (mapped, findings) = map(&crosswalk, &record(fields([("house", "Rimu".into())])));
        assert_eq!(mapped.unwrap().fields.keys().collect::<Vec<_>>(), ["whanau"], "{step:?}");
        let [finding] = findings.as_slice() else { panic!("{step:?}: {findings:?}") };
        assert_eq!((finding.code.as_ref(), finding.stream.as_ref()), ("bad_rule", "students"));
        assert_eq!(finding.field.as_deref(), Some("house"));
        assert!(finding.message.ends_with('.'), "{}", finding.message);
    }
}

#[test]
fn a_field_that_is_written_twice_is_told() {
    let mut crosswalk = one_field(Rule::constant("first"));
    crosswalk.streams[0].fields.push(Rule::constant("second").into_field("house"));
    let (mapped, findings) = map(&crosswalk, &record(fields([])));
    assert!(mapped.unwrap().fields["house"] == Value::from("first"));
    assert_eq!(findings.len(), 1);
}

#[test]
fn an_unknown_target_is_written_and_told_and_an_unknown_entity_is_not() {
    let mut crosswalk = one_field(Rule::constant("x"));
    crosswalk.streams[0].fields[0].to = "shoeSize".into();
    let (mapped, findings) = map(&crosswalk, &record(fields([])));
    assert!(mapped.unwrap().fields.contains_key("shoeSize"));
    assert_eq!((findings[0].code.as_ref(), findings[0].severity), ("unknown_field", Severity::Note));
    crosswalk.streams[0].to = "pupil".into();
    let (mapped, findings) = map(&crosswalk, &record(fields([])));
    assert_eq!((mapped, findings[0].severity), (None, Severity::Error));
}

#[test]
fn inbound_values_are_written_below_a_field() {
    let mut crosswalk = one_field(Rule::constant("a"));
    let below = |rule: Rule, to: &'static str| rule.into_field(to);
    crosswalk.streams[0].fields = vec![
        below(Rule::copy("nsn"), "externalIds.nsn"),
        below(Rule::copy("uuid"), "externalIds.kamar"),
        below(Rule::copy("missing"), "extras.missing"),
    ];
    let (mapped, _) = map(&crosswalk, &record(fields([("nsn", "1".into()), ("uuid", "2".into())])));
    let expect = Value::Map(fields([("kamar", "2".into()), ("nsn", "1".into())]));
    assert!(mapped.unwrap().fields == fields([("externalIds", expect)]));
}

#[test]
fn every_value_on_the_way_is_explained() {
    let rule = Rule::fields(["preferred", "given"])
        .then(Step::First)
        .then(Step::Case(Case::Upper))
        .then(Step::EmptyIsAbsent);
    let (compiled, _) = Compiled::new(&one_field(rule), &context(Direction::Inbound));
    let stream = compiled.streams_from("students").next().unwrap();
    let trace = |pupil: &SourceRecord, field: &str| {
        let steps = explain(stream, field, &SourceView::head(pupil));
        steps
            .into_iter()
            .map(|(words, value)| format!("{words}: {}", shown(value.as_ref())))
            .collect::<Vec<_>>()
    };
    let pupil = record(fields([("preferred", "".into()), ("given", "Mere".into())]));
    let expect = [
        "preferred, given: [\"\",\"Mere\"]",
        "prefer: \"Mere\"",
        "upper: \"MERE\"",
        "empty is unsaid: \"MERE\"",
    ];
    assert_eq!(trace(&pupil, "house"), expect);
    let nothing = record(fields([("given", "".into())]));
    assert_eq!(trace(&nothing, "house")[3], "empty is unsaid: absent");
    assert_eq!(trace(&pupil, "$key"), ["$key: \"24117\""]);
    assert_eq!(trace(&pupil, "familyName"), Vec::<String>::new());
}

#[test]
fn rules_in_words() {
    let rule = Rule::copy("birthDate").then(Step::Age { on: None }).then(Step::Bands(vec!["1+".into()]));
    assert_eq!(words(&rule), ("birthDate".to_owned(), vec!["date → age".to_owned(), "bands".to_owned()]));
    let cases = [
        (Rule::constant("student"), "always “student”"),
        (Rule::constant(""), "always empty"),
        (Rule::template("{{ a }}"), "template “{{ a }}”"),
        (Rule::fields(["a", "b"]), "a, b"),
    ];
    for (rule, expect) in cases {
        assert_eq!(words(&rule).0, expect);
    }
}

#[test]
fn every_step_has_its_words() {
    let chips = [
        (Step::First, "prefer"),
        (Step::Join { separator: " ".into() }, "join"),
        (Step::Case(Case::Lower), "lower"),
        (Step::Split { separator: "@".into(), index: 0 }, "part 1"),
        (Step::Split { separator: "@".into(), index: -1 }, "part 1 from the end"),
        (Step::Lookup { table: "houses".into(), otherwise: None }, "look up houses"),
        (Step::AddDays(1), "1 day later"),
        (Step::AddDays(-2), "2 days earlier"),
        (Step::Default("x".into()), "or else “x”"),
        (Step::Reference { to: "class".into() }, "points at class"),
        (Step::If("a > 1".into()), "only if a > 1"),
        (Step::Age { on: Some("2026-02-02".into()) }, "date → age on 2026-02-02"),
    ];
    for (step, expect) in chips {
        assert_eq!(words(&Rule::copy("a").then(step)).1, [expect]);
    }
    for step in properties::every_step() {
        assert!(words(&Rule::copy("a").then(step)).1.iter().all(|chip| !chip.is_empty()));
    }
}

#[test]
fn ages_make_a_map_depend_on_the_day() {
    let uses = |step: Step| {
        let (compiled, _) =
            Compiled::new(&one_field(Rule::copy("a").then(step)), &context(Direction::Inbound));
        compiled.streams()[0].uses_today()
    };
    assert!(uses(Step::Age { on: None }));
    assert!(!uses(Step::Age { on: Some("2026-02-02".into()) }));
    assert!(!uses(Step::Trim));
}
