use proptest::prelude::*;

use super::*;

fn side(name: &str, kind: &str, values: &[&str]) -> Side {
    let some = |value: &&str| (!value.is_empty()).then(|| (*value).to_owned());
    Side { name: name.into(), kind: kind.into(), values: values.iter().map(some).collect() }
}

/// From, to, whether it is confident.
fn told(found: &[Suggestion]) -> Vec<(String, String, bool)> {
    found.iter().map(|one| (one.from.clone(), one.map.to.to_string(), one.confident)).collect()
}

#[test]
fn names_lead_where_nothing_else_is_known() {
    let targets = [side("given_name", "text", &[]), side("email", "text", &[]), side("colour", "text", &[])];
    let sources =
        [side("givenName", "text", &[]), side("email", "email", &[]), side("birthDate", "date", &[])];
    let expect = [("email", "email", true), ("givenName", "given_name", true)];
    let expect = expect.map(|(from, to, sure)| (from.to_owned(), to.to_owned(), sure));
    assert_eq!(told(&suggest(&targets, &sources)), expect);
}

#[test]
fn records_of_both_sides_tell_what_no_name_does() {
    let codes = ["A1", "B2", "C3", "D4", "E5", "F6"];
    let targets = [side("custom_7", "text", &codes)];
    let sources = [
        side("givenName", "text", &["Ana", "Ben", "Cy", "Di", "Eve", "Fay"]),
        side("house", "text", &["a1", "B2 ", "C3", "D4", "E5", "X"]),
    ];
    let found = suggest(&targets, &sources);
    assert_eq!(told(&found), [("house".to_owned(), "custom_7".to_owned(), false)]);
    assert_eq!(found[0].evidence[0], Evidence::Agreement { same: 5, of: 6 });
}

#[test]
fn records_that_disagree_speak_against_the_name() {
    let targets =
        [side("email", "text", &["a@x.example", "b@x.example", "c@x.example", "d@x.example", "e@x.example"])];
    let other = ["q@y.example", "r@y.example", "s@y.example", "t@y.example", "u@y.example"];
    assert_eq!(suggest(&targets, &[side("email", "email", &other)]), []);
}

#[test]
fn what_is_the_same_for_all_proves_nothing() {
    let same = ["yes"; 9];
    assert_eq!(suggest(&[side("custom", "text", &same)], &[side("active", "boolean", &same)]), []);
}

#[test]
fn what_does_not_fit_is_not_suggested() {
    for (kind, values, expect) in [
        ("date", ["2010-02-03", "2011-04-05"], 1),
        ("date", ["3 February", "unknown"], 0),
        ("int4", ["13", "12"], 1),
        ("int4", ["Year 9", "Year 10"], 0),
        ("boolean", ["yes", "no"], 1),
        ("boolean", ["perhaps", "13"], 0),
        ("text", ["anything", "at all"], 1),
    ] {
        let found = suggest(&[side("thing", kind, &[])], &[side("thing", "text", &values)]);
        assert_eq!(found.len(), expect, "{kind} {values:?}");
    }
}

#[test]
fn a_rule_makes_the_value_fit() {
    for (target, source, steps) in [
        (
            side("year_level", "int4", &[]),
            side("grades", "textlist", &["9"]),
            vec![Step::First, Step::Number],
        ),
        (side("email", "text", &[]), side("mail", "text", &[]), vec![Step::Trim, Step::Case(Case::Lower)]),
        (side("active", "boolean", &[]), side("enabled", "text", &["1"]), vec![Step::Boolean]),
        (side("title", "text", &[]), side("title", "text", &[]), vec![]),
    ] {
        let found = suggest(&[target], &[source]);
        assert_eq!(found[0].map.rule.steps, steps, "{:?}", found[0].map.to);
    }
}

proptest! {
    /// Each target and each source is named once at most, whatever they hold, and scores stay in their bounds.
    #[test]
    fn nothing_is_suggested_twice(
        targets in prop::collection::vec(("[a-c]{1,2}", prop::collection::vec(prop::option::of("[a-c]"), 0..8)), 0..6),
        sources in prop::collection::vec(("[a-c]{1,2}", prop::collection::vec(prop::option::of("[a-c]"), 0..8)), 0..6),
    ) {
        let sides = |list: Vec<(String, Vec<Option<String>>)>| -> Vec<Side> {
            list.into_iter().map(|(name, values)| Side { name, kind: "text".into(), values }).collect()
        };
        let found = suggest(&sides(targets), &sides(sources));
        let led: BTreeSet<_> = found.iter().map(|one| one.map.to.clone()).collect();
        let used: BTreeSet<_> = found.iter().map(|one| one.from.clone()).collect();
        prop_assert_eq!((led.len(), used.len()), (found.len(), found.len()));
        prop_assert!(found.iter().all(|one| (LEAST..=100).contains(&one.score)));
    }
}
