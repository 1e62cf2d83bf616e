use super::*;
use crosswalk_model::{Case, DateShape, FieldMap, Input, Reference, RosterId};
use proptest::prelude::*;

/// One of every step, for what must hold for all of them.
pub(super) fn every_step() -> Vec<Step> {
    let shapes = [DateShape::Compact, DateShape::Iso, DateShape::DayFirst, DateShape::MonthFirst];
    let cases = [Case::Lower, Case::Upper, Case::Title];
    let plain = [
        Step::Trim,
        Step::Split { separator: " ".into(), index: -1 },
        Step::List { separator: ",".into() },
        Step::Join { separator: " ".into() },
        Step::First,
        Step::Lookup { table: "houses".into(), otherwise: None },
        Step::AddDays(1),
        Step::Age { on: None },
        Step::Bands(vec!["0-9".into(), "10+".into()]),
        Step::Phone { country: "64".into() },
        Step::Number,
        Step::Text,
        Step::Boolean,
        Step::Not,
        Step::Default("none".into()),
        Step::EmptyIsAbsent,
        Step::KeyedHash,
        Step::Reference { to: "class".into() },
        Step::If("a == b || has(record.c)".into()),
    ];
    plain.into_iter().chain(shapes.map(Step::Date)).chain(cases.map(Step::Case)).collect()
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => prop::sample::select(every_step()),
        1 => (".{0,2}", any::<i32>()).prop_map(|(separator, index)| Step::Split { separator, index }),
        1 => any::<i32>().prop_map(Step::AddDays),
        1 => ".{0,6}".prop_map(|on| Step::Age { on: Some(on) }),
        1 => prop::collection::vec("[0-9]{1,2}[-–+][0-9]{0,2}", 0..3).prop_map(Step::Bands),
        1 => "[0-9A-Z]{0,4}".prop_map(|country| Step::Phone { country }),
        1 => any_value().prop_map(Step::Default),
        1 => any_condition().prop_map(Step::If),
    ]
}

/// Pieces of conditions, put together in any order: most cannot be read, some can.
fn any_condition() -> impl Strategy<Value = String> {
    let words = [
        "a",
        "b",
        ".c",
        "[0]",
        "['a']",
        "(",
        ")",
        " == ",
        " && ",
        " || ",
        "!",
        "1",
        "'x'",
        "\"",
        " in ",
        "[",
        "]",
        ",",
        ".matches('a+')",
        ".exists(x, x)",
        "has(a.b)",
        "record",
        "$key",
        "null",
        "true",
        "?",
        ":",
        "{",
        "}",
        "-",
        "ā",
        " / ",
        "size(",
        ".map(y, y)",
        "@",
        "\\",
        "\n",
        ".",
        "0u",
        "1.5",
        "b'x'",
    ];
    prop::collection::vec(prop::sample::select(words.to_vec()), 0..9).prop_map(|words| words.concat())
}

fn any_template() -> impl Strategy<Value = String> {
    let words = [
        "{{ ",
        " }}",
        "{% if ",
        " %}",
        "{% endif %}",
        "{% else %}",
        "a",
        "b",
        ".c",
        "|upper",
        "|join(',')",
        "|first",
        "|default('x')",
        "[0]",
        " ~ ",
        "{#",
        "#}",
        "'",
        "$key",
        "ā",
        "}",
        "%",
        " * ",
        "{% for ",
        "|replace('', a)",
        " - ",
        "|length",
        " is defined",
        "(",
        ")",
        "[1:]",
        " + 1",
        "not ",
        "{{-",
        "-}}",
        "\\",
    ];
    prop::collection::vec(prop::sample::select(words.to_vec()), 0..9).prop_map(|words| words.concat())
}

fn any_text() -> impl Strategy<Value = String> {
    let telling = [
        "",
        " ",
        "0",
        "00000000",
        "20260302",
        "2026-03-02",
        "2/3/2026",
        "021 000 0011 x1",
        "yes",
        "O'ROURKE",
    ];
    prop_oneof![prop::sample::select(telling.to_vec()).prop_map(str::to_owned), ".{0,12}"]
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Int),
        any_text().prop_map(Value::Text),
        any_text().prop_map(|key| Value::Ref(Reference::Key { to: "class".into(), key })),
        any::<u128>().prop_map(|id| {
            Value::Ref(Reference::Roster { to: "class".into(), id: RosterId(uuid::Uuid::from_u128(id)) })
        }),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        let name = prop::sample::select(vec!["a", "b", "c"]).prop_map(Name::from);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::List),
            prop::collection::btree_map(name, inner, 0..3).prop_map(Value::Map),
        ]
    })
}

fn any_input() -> impl Strategy<Value = Input> {
    let path = prop::sample::select(vec![
        "a", "b", "a.b", "a.0", "b.a.c", "$key", "$parent", "$id", "missing", ".", "",
    ]);
    prop_oneof![
        4 => path.clone().prop_map(|path| Input::Field(path.into())),
        2 => prop::collection::vec(path.prop_map(Name::from), 0..3).prop_map(Input::Fields),
        1 => any_value().prop_map(Input::Constant),
        2 => any_template().prop_map(Input::Template),
    ]
}

fn any_rule() -> impl Strategy<Value = Rule> {
    (any_input(), prop::collection::vec(any_step(), 0..4)).prop_map(|(input, steps)| Rule { input, steps })
}

fn any_fields() -> impl Strategy<Value = Fields> {
    let name = prop::sample::select(vec!["a", "b", "c"]).prop_map(Name::from);
    prop::collection::btree_map(name, any_value(), 0..3)
}

fn crosswalk(rule: Rule, when: Option<String>) -> Crosswalk {
    let mut crosswalk = one_field(rule);
    crosswalk.streams[0].when = when;
    crosswalk.lookups.insert("houses".into(), [("x".to_owned(), "y".to_owned())].into());
    crosswalk
}

/// Steps that make something of nothing.
fn fills(rule: &Rule) -> bool {
    rule.steps.iter().any(|step| matches!(step, Step::Default(_)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_rule_over_any_record_gives_the_same_again(
        rule in any_rule(), fields in any_fields(), when in prop::option::of(any_condition()),
    ) {
        let (crosswalk, pupil) = (crosswalk(rule, when), record(fields));
        let (once, twice) = (map(&crosswalk, &pupil), map(&crosswalk, &pupil));
        prop_assert!(once == twice);
        prop_assert!(once.1.iter().all(|finding| finding.stream == "students"));
    }

    #[test]
    fn any_rule_over_the_roster_gives_the_same_again(rule in any_rule(), fields in any_fields()) {
        let outbound = |rule: &Rule| {
            let field = FieldMap { purpose: Some("A test".into()), ..rule.clone().into_field("x") };
            let map = StreamMap { from: "user".into(), fields: vec![field], ..one_field(rule.clone()).streams.remove(0) };
            let crosswalk = Crosswalk { streams: vec![map], ..Crosswalk::default() };
            let (compiled, mut findings) = Compiled::new(&crosswalk, &context(Direction::Outbound));
            let record = crosswalk_model::RosterRecord {
                entity: crosswalk_model::Entity::User, id: RosterId(uuid::Uuid::from_u128(1)), active: true,
                fields: fields.clone(), asserted: Vec::new(), seq: 1,
            };
            let loops = |_: RosterId| Some(&record);
            let mapped = compiled.streams()[0].apply(&RosterView::new(&record, &loops), &mut findings);
            (mapped, findings)
        };
        prop_assert!(outbound(&rule) == outbound(&rule));
    }

    #[test]
    fn what_was_not_said_stays_unsaid(steps in prop::collection::vec(any_step(), 0..4)) {
        let rule = Rule { input: Input::Field("missing".into()), steps };
        let filled = fills(&rule);
        let (mapped, _) = map(&crosswalk(rule, None), &record(Fields::new()));
        prop_assert!(filled || mapped.unwrap().fields.is_empty());
    }

    #[test]
    fn what_is_empty_is_never_filled(steps in prop::collection::vec(any_step(), 0..4)) {
        let rule = Rule { input: Input::Field("a".into()), steps };
        let filled = fills(&rule);
        let (mapped, _) = map(&crosswalk(rule, None), &record(fields([("a", Value::Null)])));
        let mapped = mapped.unwrap();
        prop_assert!(filled || mapped.fields.values().all(|value| *value == Value::Null));
    }

    #[test]
    fn the_last_value_of_an_explanation_is_the_value(rule in any_rule(), fields in any_fields()) {
        let crosswalk = crosswalk(rule, None);
        let pupil = record(fields);
        let (compiled, _) = Compiled::new(&crosswalk, &context(Direction::Inbound));
        let (stream, view) = (&compiled.streams()[0], SourceView::head(&pupil));
        let mapped = stream.apply(&view, &mut Vec::new()).unwrap();
        let last = explain(stream, "house", &view).pop().and_then(|(_, value)| value);
        prop_assert!(last.as_ref() == mapped.fields.get("house"));
    }

    #[test]
    fn dates_that_are_read_are_dates(text in any_text(), days in -400..400_i32) {
        let steps = [Step::Date(DateShape::Compact), Step::AddDays(days), Step::AddDays(-days)];
        let (there, _) = through(&steps[..1], text.clone().into());
        let (back, _) = through(&steps, text.into());
        prop_assert!(there == back);
    }

    #[test]
    fn title_case_changes_nothing_but_case(text in "[ a-zA-ZāēīōūĀĒĪŌŪ'’-]{0,20}") {
        let (value, _) = through(&[Step::Case(Case::Title)], text.clone().into());
        let value = value.unwrap().display();
        prop_assert_eq!(value.to_lowercase(), text.to_lowercase());
    }

    #[test]
    fn phones_that_are_read_are_read_again(text in "[+0-9 ()-]{0,18}") {
        let phone = [Step::Phone { country: "64".into() }];
        if let (Some(Value::Text(number)), _) = through(&phone, text.into()) {
            let (again, _) = through(&phone, Value::text(&number));
            prop_assert_eq!(again.unwrap().display(), number);
        }
    }
}
