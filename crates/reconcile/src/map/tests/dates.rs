use super::*;
use crosswalk_model::DateShape::{self, Compact, DayFirst, Iso, MonthFirst};

#[test]
fn dates_in_every_shape() {
    let cases: &[(DateShape, Value, &str)] = &[
        (Compact, Value::Int(20_260_302), "2026-03-02"),
        (Compact, "20260302".into(), "2026-03-02"),
        (Compact, "20260302114500".into(), "2026-03-02"),
        (Compact, "20240229".into(), "2024-02-29"),
        (Iso, "2026-03-02".into(), "2026-03-02"),
        (Iso, " 2026-03-02 ".into(), "2026-03-02"),
        (Iso, "2026-03-02T23:59:59+13:00".into(), "2026-03-02"),
        (Iso, "2026-03-02 00:00:00".into(), "2026-03-02"),
        (DayFirst, "02/03/2026".into(), "2026-03-02"),
        (DayFirst, "2/3/2026".into(), "2026-03-02"),
        (DayFirst, "2.3.2026 00:00".into(), "2026-03-02"),
        (MonthFirst, "03/02/2026".into(), "2026-03-02"),
        (MonthFirst, "12-31-1999".into(), "1999-12-31"),
    ];
    for (shape, input, expect) in cases {
        check(&[Step::Date(*shape)], input.clone(), *expect, None);
    }
}

#[test]
fn a_date_that_is_none_is_told_and_dropped() {
    let cases: &[(DateShape, Value)] = &[
        (Compact, "20260230".into()),
        (Compact, "20261301".into()),
        (Compact, "2026-03-02".into()),
        (Compact, "2026030".into()),
        (Compact, Value::Int(-20_260_302)),
        (Compact, "２０２６０３０２".into()),
        (Iso, "2026-3-2".into()),
        (Iso, "2025-02-29".into()),
        (Iso, "2026-03-02x".into()),
        (Iso, "0000-03-02".into()),
        (Iso, "soon".into()),
        (DayFirst, "31/02/2026".into()),
        (DayFirst, "02/03/26".into()),
        (DayFirst, "1/2/3/2026".into()),
        (MonthFirst, "13/01/2026".into()),
        (Iso, true.into()),
    ];
    for (shape, input) in cases {
        drops(&[Step::Date(*shape)], input.clone(), "bad_date");
    }
}

#[test]
fn the_finding_names_the_record_and_the_shape() {
    let rule = Rule::copy("in").then(Step::Date(Compact));
    let (_, findings) = map(&one_field(rule), &record(fields([("in", "nonsense".into())])));
    let [finding] = findings.as_slice() else { panic!("{findings:?}") };
    assert_eq!((finding.stream.as_ref(), finding.key.as_str()), ("students", "24117"));
    assert_eq!(finding.field.as_deref(), Some("house"));
    assert!(finding.message.contains("yyyymmdd"), "{}", finding.message);
    assert!(!finding.message.contains("nonsense"), "{}", finding.message);
}

#[test]
fn no_date_is_empty() {
    for input in [Value::Int(0), "0".into(), "00000000".into(), "".into(), "  ".into(), Value::Null] {
        check(&[Step::Date(Compact)], input, Value::Null, None);
    }
    check(&[Step::Date(Iso)], "0000-00-00", Value::Null, None);
    check(&[Step::Date(DayFirst)], "00/00/0000", Value::Null, None);
    drops(&[Step::Date(DayFirst)], "/", "bad_date");
}

#[test]
fn days_are_added_to_civil_dates() {
    let cases = [
        (1, "2026-12-31", "2027-01-01"),
        (1, "2024-02-28", "2024-02-29"),
        (1, "2025-02-28", "2025-03-01"),
        (-1, "2026-03-01", "2026-02-28"),
        // The nights on which New Zealand's clocks change.
        (1, "2026-04-04", "2026-04-05"),
        (1, "2026-09-26", "2026-09-27"),
        (0, "2026-03-02", "2026-03-02"),
    ];
    for (days, input, expect) in cases {
        check(&[Step::AddDays(days)], input, expect, None);
    }
    for days in [i32::MAX, i32::MIN, 3_000_000] {
        drops(&[Step::AddDays(days)], "2026-03-02", "bad_date");
    }
    drops(&[Step::AddDays(1)], "02/03/2026", "bad_date");
    check(&[Step::AddDays(1)], "", Value::Null, None);
}

#[test]
fn age_in_whole_years() {
    let cases = [
        ("2010-03-02", "2026-03-02", 16),
        ("2010-03-03", "2026-03-02", 15),
        ("2008-02-29", "2009-02-28", 0),
        ("2008-02-29", "2009-03-01", 1),
        ("2008-02-29", "2012-02-28", 3),
        ("2008-02-29", "2012-02-29", 4),
        ("2026-03-02", "2026-03-02", 0),
    ];
    for (birth, on, expect) in cases {
        check(&[Step::Age { on: Some(on.into()) }], birth, expect, None);
    }
    check(&[Step::Age { on: None }], "2010-03-02", 16, None);
    drops(&[Step::Age { on: None }], "2026-03-03", "bad_age");
    drops(&[Step::Age { on: None }], "20100302", "bad_date");
    check(&[Step::Age { on: None }], Value::Null, Value::Null, None);
}
