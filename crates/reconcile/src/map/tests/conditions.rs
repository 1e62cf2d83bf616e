use super::*;

fn pupil() -> SourceRecord {
    record(fields([
        ("yearlevel", 9.into()),
        ("tutor", "9TWH".into()),
        ("house", Value::Null),
        ("boarder", true.into()),
        ("flags", Value::Map(fields([("general", "".into()), ("alert", 1.into())]))),
        (
            "groups",
            list([
                Value::Map(fields([("type", "class".into())])),
                Value::Map(fields([("type", "group".into())])),
            ]),
        ),
        ("Student No.", "24117".into()),
    ]))
}

/// Whether a condition takes the pupil, and the codes of what was found.
fn takes(condition: &str) -> (bool, Vec<String>) {
    let mut crosswalk = one_field(Rule::copy("tutor"));
    crosswalk.streams[0].when = Some(condition.to_owned());
    let (mapped, findings) = map(&crosswalk, &pupil());
    (mapped.is_some(), findings.into_iter().map(|finding| finding.code.into_owned()).collect())
}

#[test]
fn conditions_over_a_record() {
    let cases = [
        ("true", true),
        ("yearlevel >= 9 && yearlevel < 14", true),
        ("yearlevel == 10", false),
        ("tutor.startsWith('9') || missing", true),
        ("house == null", true),
        ("boarder", true),
        ("!boarder", false),
        ("flags.alert == 1", true),
        ("flags['alert'] == 1", true),
        ("has(flags.alert)", true),
        ("has(flags.other)", false),
        ("has(nothing.other)", false),
        ("has(record.tutor)", true),
        ("has(record.leavingdate)", false),
        ("!has(record.leavingdate) || record.leavingdate == 0", true),
        ("record['Student No.'] == '24117'", true),
        ("groups.exists(g, g.type == 'class')", true),
        ("groups.all(g, g.type == 'class')", false),
        ("groups.filter(g, g.type == 'group').size() == 1", true),
        ("tutor in ['9TWH', '9ABC']", true),
        ("tutor.matches('^[0-9]+[A-Z]{3}$')", true),
        ("matches(tutor, '^X')", false),
        ("tutor.matches('^9') && tutor.matches('H$')", true),
        ("$key == '24117'", true),
        ("$parent == '9'", true),
        ("'$key' == '$' + 'key'", true),
        ("size(tutor) == 4", true),
    ];
    for (condition, expect) in cases {
        assert_eq!(takes(condition), (expect, Vec::new()), "{condition}");
    }
}

#[test]
fn what_cannot_be_decided_is_false_and_told() {
    for condition in
        ["leavingdate == 0", "flags.other == 1", "yearlevel > '8'", "tutor", "nobody(1)", "1 / 0 == 1"]
    {
        assert_eq!(takes(condition), (false, vec!["condition_failed".to_owned()]), "{condition}");
    }
}

#[test]
fn whom_a_condition_leaves_out_undecided_is_an_error_and_a_value_is_a_warning() {
    use crosswalk_model::Severity;
    let severity = |crosswalk: &Crosswalk| map(crosswalk, &pupil()).1[0].severity;
    let mut crosswalk = one_field(Rule::copy("tutor"));
    crosswalk.streams[0].when = Some("leavingdate == 0".into());
    assert_eq!(severity(&crosswalk), Severity::Error);
    let crosswalk = one_field(Rule::copy("tutor").then(Step::If("leavingdate == 0".into())));
    assert_eq!(severity(&crosswalk), Severity::Warning);
}

#[test]
fn what_cannot_be_compiled_breaks_the_map_and_is_told() {
    let long = format!("tutor == '{}'", "a".repeat(1_000));
    let deep = format!("{}1{} == 1", "(".repeat(200), ")".repeat(200));
    let wide = (0..300).map(|n| n.to_string()).collect::<Vec<_>>().join("+");
    let conditions = [
        "yearlevel >",
        "yearlevel == )",
        "\"open",
        "",
        &long,
        &deep,
        &wide,
        "groups.all(a, groups.all(b, groups.all(c, true)))",
        "tutor.matches(house)",
        "tutor.matches('(')",
        "tutor.matches('(((a{99}){99}){99})')",
        "Thing{a: 1} == 1",
    ];
    for condition in conditions {
        assert_eq!(takes(condition), (false, vec!["bad_rule".to_owned()]), "{condition}");
    }
}

#[test]
fn a_broken_map_says_so() {
    let mut crosswalk = one_field(Rule::copy("tutor"));
    let broken = |crosswalk: &Crosswalk| {
        let (compiled, findings) = Compiled::new(crosswalk, &context(Direction::Inbound));
        assert!(findings.iter().all(|finding| finding.severity == crosswalk_model::Severity::Error));
        compiled.streams()[0].is_broken()
    };
    assert!(!broken(&crosswalk));
    crosswalk.streams[0].when = Some("(".into());
    assert!(broken(&crosswalk));
}

#[test]
fn a_step_keeps_a_value_only_if() {
    let rule = |condition: &str| Rule::copy("tutor").then(Step::If(condition.into()));
    let with = |condition| {
        let (value, codes) = run(rule(condition), pupil().fields);
        (shown(value.as_ref()), codes.len())
    };
    assert_eq!(with("yearlevel == 9"), ("\"9TWH\"".to_owned(), 0));
    assert_eq!(with("yearlevel == 10"), ("absent".to_owned(), 0));
    assert_eq!(with("leavingdate == 0"), ("absent".to_owned(), 1));
    assert_eq!(with("("), ("absent".to_owned(), 1));
}

#[test]
fn long_lists_are_not_looked_at() {
    let many = Value::List(vec![Value::Int(1); 1_001]);
    let rule = Rule::copy("in").then(Step::If("in.all(x, x == 1)".into()));
    let (value, codes) = run(rule, fields([("in", many)]));
    assert_eq!((value.is_some(), codes), (false, vec!["bad_rule".to_owned()]), "`in` is a word of CEL");
    let many = Value::List(vec![Value::Int(1); 1_001]);
    let rule = Rule::copy("ones").then(Step::If("ones.all(x, x == 1)".into()));
    let (value, codes) = run(rule, fields([("ones", many)]));
    assert_eq!((value.is_some(), codes), (false, vec!["condition_failed".to_owned()]));
    // A loop inside another runs for each of its rounds.
    for (items, decided) in [(100, true), (101, false)] {
        let many = Value::List(vec![Value::Int(1); items]);
        let rule = Rule::copy("ones").then(Step::If("ones.all(x, ones.exists(y, x == y))".into()));
        let (value, codes) = run(rule, fields([("ones", many)]));
        assert_eq!((value.is_some(), codes.is_empty()), (decided, decided), "{items}");
    }
}

/// What nests without brackets must not run out of stack either, neither when it is read nor when it is decided.
#[test]
fn no_condition_runs_out_of_stack() {
    let long = |start: &str, again: &str, end: &str| {
        let times = (999 - start.len() - end.len()) / again.len();
        format!("{start}{}{end}", again.repeat(times))
    };
    let conditions = [
        long("", "!", "boarder"),
        long("", "-", "1 == 1"),
        long("", "- ", "1 == 1"),
        long("flags", ".a", " == 1"),
        long("flags", ".a()", " == 1"),
        long("groups", "[0]", " == 1"),
        long("1", "+1", " == 1"),
        long("1", "==1", ""),
        long("true", "&&true", ""),
        long("true", "||true", ""),
        long("", "true?", "true"),
        long("", "[", ""),
        long("1 in [", "1,", "1]"),
        long("", "(", ""),
        long("{", "1:1,", "}"),
    ];
    for condition in conditions {
        takes(&condition);
    }
}
