//! Cases: runs a mapping over the examples that it must keep.

use std::borrow::Cow;

use crosswalk_model::{CaseDifference, Fields, Finding, MappingCase, Name, RosterId, Value};

use super::compile::Compiled;
use super::record::{RecordView, walk};
use super::{CompiledStream, Mapped};

/// The record of a case: its values stand under their whole paths.
#[derive(Clone, Copy)]
pub struct CaseRecord<'a> {
    given: &'a Fields,
}

impl<'a> CaseRecord<'a> {
    /// A record with these values.
    pub fn new(given: &'a Fields) -> Self {
        Self { given }
    }
}

impl RecordView for CaseRecord<'_> {
    fn field(&self, path: &str) -> Option<Cow<'_, Value>> {
        walk(self.given, path, None)
    }

    fn key(&self) -> Cow<'_, str> {
        self.given.get("$key").map_or(Cow::Borrowed(""), |key| Cow::Owned(key.display()))
    }

    fn parent_key(&self) -> Option<&str> {
        self.given.get("$parent").and_then(Value::as_text)
    }

    fn id(&self) -> Option<RosterId> {
        self.given.get("$id").and_then(Value::as_text)?.parse().ok()
    }
}

/// What the mapping makes of a case's record, and the codes of what was odd; `None` where no map is for it.
pub fn made_of(compiled: &Compiled, case: &MappingCase) -> Option<(Option<Mapped>, Vec<Name>)> {
    let mut maps = maps_for(compiled, case).peekable();
    maps.peek()?;
    let (record, mut odd) = (CaseRecord::new(&case.given), Vec::new());
    let mapped = maps.find_map(|map| map.apply(&record, &mut odd));
    Some((mapped, odd.into_iter().map(|finding: Finding| finding.code).collect()))
}

fn maps_for<'c>(compiled: &'c Compiled, case: &'c MappingCase) -> impl Iterator<Item = &'c CompiledStream> {
    compiled.streams().iter().filter(move |map| map.from == case.from && map.to == case.to)
}

/// What differs from what the case demands; nothing where it holds. Values are alike when they are shown alike, so that
/// a number that somebody typed is the number that came.
pub fn differences(compiled: &Compiled, case: &MappingCase) -> Vec<CaseDifference> {
    let Some((mapped, told)) = made_of(compiled, case) else { return vec![CaseDifference::NoMap] };
    let mut found = match (&mapped, case.left_out) {
        (Some(mapped), false) => of_fields(&mapped.fields, case),
        (Some(_), true) => vec![CaseDifference::TakenIn],
        (None, false) if case.findings.is_empty() => vec![CaseDifference::LeftOut],
        (None, false) if !case.expect.is_empty() => vec![CaseDifference::LeftOut],
        (None, _) => Vec::new(),
    };
    let silent = case.findings.iter().filter(|code| !told.contains(code));
    found.extend(silent.map(|code| CaseDifference::NotTold { code: code.clone() }));
    found
}

fn of_fields(came: &Fields, case: &MappingCase) -> Vec<CaseDifference> {
    let expected = case.expect.iter().map(|(field, value)| (field, Some(value)));
    let absent = case.absent.iter().map(|field| (field, None));
    let differ = expected.chain(absent).filter_map(|(field, expected)| {
        let came = walk(came, field, None);
        let alike = expected.map(Value::display) == came.as_ref().map(|value| value.display());
        (!alike).then(|| CaseDifference::Field {
            field: field.clone(),
            expected: expected.cloned(),
            came: came.map(Cow::into_owned),
        })
    });
    differ.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::MapContext;
    use crosswalk_model::{Crosswalk, DateShape, Direction, Rule, Step, StreamMap};

    fn compiled(enabled: bool) -> Compiled {
        let pupils = StreamMap {
            from: "people".into(),
            to: "user".into(),
            enabled,
            when: Some("kind == 'pupil'".into()),
            key: Rule::copy("$key"),
            fields: vec![
                Rule::copy("first").then(Step::Trim).into_field("givenName"),
                Rule::copy("school.code").into_field("identifier"),
                Rule::copy("left").then(Step::Date(DateShape::Compact)).into_field("endDate"),
            ],
        };
        let crosswalk = Crosswalk { streams: vec![pupils], ..Crosswalk::default() };
        let today = "2026-03-02".parse().unwrap();
        Compiled::new(&crosswalk, &MapContext { direction: Direction::Inbound, today, hash_key: [0; 32] }).0
    }

    fn fields(pairs: &[(&'static str, &str)]) -> Fields {
        pairs.iter().map(|(name, value)| ((*name).into(), Value::text(*value))).collect()
    }

    fn case(given: &[(&'static str, &str)], expect: &[(&'static str, &str)]) -> MappingCase {
        let mut given = fields(given);
        given.insert("$key".into(), "1".into());
        MappingCase {
            from: "people".into(),
            to: "user".into(),
            given,
            expect: fields(expect),
            ..MappingCase::default()
        }
    }

    fn field(name: &'static str, expected: Option<&str>, came: Option<&str>) -> CaseDifference {
        let value = |text: Option<&str>| text.map(Value::text);
        CaseDifference::Field { field: name.into(), expected: value(expected), came: value(came) }
    }

    #[test]
    fn a_case_holds_or_says_what_differs() {
        let mere = [("kind", "pupil"), ("first", "  Mere ")];
        let plain = |expect: &[(&'static str, &str)]| case(&mere, expect);
        let with = |more: (&'static str, &'static str), change: fn(&mut MappingCase)| {
            let mut example = case(&[mere[0], mere[1], more], &[]);
            change(&mut example);
            example
        };
        let staff = case(&[("kind", "staff")], &[]);
        let table = [
            ("as expected", plain(&[("givenName", "Mere")]), vec![]),
            (
                "another value",
                plain(&[("givenName", "Mele")]),
                vec![field("givenName", Some("Mele"), Some("Mere"))],
            ),
            ("not said", plain(&[("endDate", "x")]), vec![field("endDate", Some("x"), None)]),
            (
                "along a path",
                with(("school.code", "01"), |own| own.expect = fields(&[("identifier", "01")])),
                vec![],
            ),
            ("absent", with(("first", "A"), |own| own.absent = vec!["endDate".into()]), vec![]),
            (
                "said after all",
                with(("school.code", "01"), |own| own.absent = vec!["identifier".into()]),
                vec![field("identifier", None, Some("01"))],
            ),
            ("told", with(("left", "31 June"), |own| own.findings = vec!["bad_date".into()]), vec![]),
            (
                "not told",
                with(("left", "20260301"), |own| own.findings = vec!["bad_date".into()]),
                vec![CaseDifference::NotTold { code: "bad_date".into() }],
            ),
            ("left out though wanted", staff.clone(), vec![CaseDifference::LeftOut]),
            ("left out as wanted", MappingCase { left_out: true, ..staff }, vec![]),
            ("taken in", with(("first", "A"), |own| own.left_out = true), vec![CaseDifference::TakenIn]),
            ("no map", with(("first", "A"), |own| own.to = "class".into()), vec![CaseDifference::NoMap]),
        ];
        for (name, case, expect) in table {
            assert_eq!(differences(&compiled(true), &case), expect, "{name}");
        }
        assert_eq!(differences(&compiled(false), &plain(&[])), [CaseDifference::NoMap], "switched off");
    }
}
