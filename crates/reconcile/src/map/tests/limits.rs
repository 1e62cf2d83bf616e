use super::*;

fn bad_date(key: usize, field: &'static str) -> Finding {
    Finding::warning("bad_date", "students", key.to_string(), "Not a date.").on(field)
}

#[test]
fn many_findings_of_one_kind_are_counted() {
    let mut limit = FindingLimit::default();
    let mut findings = Vec::new();
    for key in 0..1_000 {
        findings.push(bad_date(key, "birthDate"));
        if key % 500 == 0 {
            findings.push(bad_date(key, "endDate"));
        }
        limit.take(&mut findings);
        assert!(findings.is_empty());
    }
    let all = limit.finish();
    let about =
        |found: &&Finding, field: &str| found.field.as_deref() == Some(field) && !found.key.is_empty();
    let named = |field: &str| all.iter().filter(|found| about(found, field)).count();
    assert_eq!((named("birthDate"), named("endDate"), all.len()), (200, 2, 203));
    let last = all.last().unwrap();
    assert_eq!((last.key.as_str(), last.message.as_str()), ("", "The same was found in 800 more records."));
}

#[test]
fn exactly_as_many_as_are_named_need_no_count() {
    let mut limit = FindingLimit::default();
    limit.take(&mut (0..200).map(|key| bad_date(key, "birthDate")).collect());
    assert_eq!(limit.finish().len(), 200);
}

#[test]
fn a_condition_that_fails_is_told_once() {
    let mut crosswalk = one_field(Rule::copy("house"));
    crosswalk.streams[0].when = Some("leavingdate == 0".into());
    let (compiled, mut findings) = Compiled::new(&crosswalk, &context(Direction::Inbound));
    let (stream, mut limit) = (compiled.streams_from("students").next().unwrap(), FindingLimit::default());
    for _ in 0..3 {
        stream.apply(&SourceView::head(&record(fields([]))), &mut findings);
        limit.take(&mut findings);
    }
    let all = limit.finish();
    assert_eq!(all.len(), 2);
    assert!(all[0].message.contains("leavingdate"), "{}", all[0].message);
    assert_eq!(all[1].message, "The same was found in 2 more records.");
}
