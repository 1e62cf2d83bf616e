use super::*;
use crosswalk_model::{FieldMap, Severity};

/// Which fields of an outbound map of an entity are compiled, and the codes of what was found.
fn outbound(from: &'static str, field: FieldMap) -> (usize, Vec<(String, Severity)>) {
    let map = StreamMap {
        from: from.into(),
        to: "people".into(),
        enabled: true,
        when: None,
        key: Rule::copy("$id"),
        fields: vec![field],
    };
    let crosswalk = Crosswalk { streams: vec![map], ..Crosswalk::default() };
    let (compiled, findings) = Compiled::new(&crosswalk, &context(Direction::Outbound));
    let found = findings.into_iter().map(|finding| (finding.code.into_owned(), finding.severity)).collect();
    (compiled.streams()[0].field_names().count(), found)
}

#[test]
fn a_sensitive_field_without_a_purpose_is_not_sent() {
    let cases = [
        ("user", Rule::copy("phone"), false),
        ("user", Rule::copy("nationalNumber").then(Step::KeyedHash), false),
        ("user", Rule::copy("extras.bus"), false),
        ("user", Rule::template("{{ givenName }} {{ sms }}"), false),
        ("user", Rule::fields(["email", "contactEmail"]).then(Step::First), false),
        ("user", Rule::template("{{ record.sms }}"), false),
        ("demographics", Rule::copy("birthDate").then(Step::Age { on: None }), false),
        ("demographics", Rule::copy("user.givenName"), false),
        ("relationship", Rule::copy("contact.phone"), false),
        ("user", Rule::copy("givenName"), true),
        ("user", Rule::copy("primaryOrg.identifier"), true),
        ("user", Rule::copy("$id"), true),
        ("user", Rule::template("{{ givenName }} of {{ primaryOrg.name }} {{ $key }}"), true),
        ("user", Rule::constant("0210000011"), true),
        ("enrollment", Rule::copy("user.$id"), true),
    ];
    for (from, rule, sent) in cases {
        let note = vec![("purpose_missing".to_owned(), Severity::Note)];
        let expect = if sent { (1, Vec::new()) } else { (0, note) };
        assert_eq!(outbound(from, rule.clone().into_field("x")), expect, "{rule:?}");
        let with = |purpose: &str| FieldMap { purpose: Some(purpose.into()), ..rule.clone().into_field("x") };
        assert_eq!(outbound(from, with("Calls home when a pupil is ill")), (1, Vec::new()), "{rule:?}");
        assert_eq!(outbound(from, with("  ")), expect, "a blank purpose is none");
    }
}

#[test]
fn inbound_is_exempt() {
    let mut crosswalk = one_field(Rule::copy("mobile"));
    crosswalk.streams[0].fields[0].to = "phone".into();
    let (mapped, findings) = map(&crosswalk, &record(fields([("mobile", "021".into())])));
    assert_eq!((mapped.unwrap().fields.len(), findings.len()), (1, 0));
}

#[test]
fn a_field_that_the_roster_does_not_have_maps_to_nothing() {
    for rule in [Rule::copy("shoeSize"), Rule::template("{{ shoeSize }}"), Rule::copy("primaryOrg.shoeSize")]
    {
        let (count, found) = outbound("user", rule.into_field("x"));
        assert_eq!((count, found), (0, vec![("bad_rule".to_owned(), Severity::Warning)]));
    }
}

#[test]
fn a_key_gives_nobody_away() {
    let key = |from: &'static str, key: Rule| {
        let map = StreamMap {
            from: from.into(),
            to: "people".into(),
            enabled: true,
            when: None,
            key,
            fields: Vec::new(),
        };
        let crosswalk = Crosswalk { streams: vec![map], ..Crosswalk::default() };
        let (compiled, findings) = Compiled::new(&crosswalk, &context(Direction::Outbound));
        assert_eq!(compiled.streams()[0].is_broken(), !findings.is_empty());
        !compiled.streams()[0].is_broken()
    };
    assert!(!key("user", Rule::copy("nationalNumber")));
    assert!(!key("user", Rule::template("{{ $id }}-{{ phone }}")));
    assert!(!key("demographics", Rule::copy("user.nationalNumber")));
    assert!(key("user", Rule::copy("nationalNumber").then(Step::KeyedHash)));
    assert!(key("user", Rule::copy("identifier")));
    assert!(key("demographics", Rule::copy("user.$id")));
    assert!(key("attendanceMark", Rule::template("{{ user.$id }}/{{ date }}")));
}

#[test]
fn a_personal_value_is_never_in_a_finding() {
    let secret = "Zzsecret";
    let steps = [
        Step::Date(crosswalk_model::DateShape::Compact),
        Step::Number,
        Step::Boolean,
        Step::Phone { country: "64".into() },
        Step::AddDays(1),
        Step::Age { on: None },
        Step::Bands(vec!["1+".into()]),
        Step::If("value > 1".into()),
        Step::If("value".into()),
        Step::If("{'a': 1}[value] == 1".into()),
        Step::If("[1][value] == 1".into()),
    ];
    for step in steps {
        let mut crosswalk = one_field(Rule::copy("value").then(step.clone()));
        crosswalk.streams[0].fields[0].to = "familyName".into();
        let (_, findings) = map(&crosswalk, &record(fields([("value", secret.into())])));
        assert_eq!(findings.len(), 1, "{step:?}");
        assert!(!findings[0].message.contains(secret), "{}", findings[0].message);
    }
}
