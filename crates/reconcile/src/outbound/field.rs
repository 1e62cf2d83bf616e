//! The truth table of one field: base × source × destination × policy.

use crosswalk_model::{FieldPolicy, Value};

/// What to do with one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldVerdict {
    /// Both sides are alike, or nothing is said: nothing to do.
    Same,
    /// The roster's value is written.
    Write,
    /// The destination's value stays.
    Keep,
    /// A person is asked.
    Ask,
}

/// One side's state against the base, for the table in the documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Since {
    /// There is no base: the two never agreed on anything.
    NoBase,
    /// As they last agreed.
    AsAgreed,
    /// Other than they last agreed.
    Changed,
}

/// Whether two values mean the same at a destination: alike, both empty, or alike as a person reads them (`9` and
/// `"9"`), because services give numbers as text and text as numbers.
pub fn alike(a: &Value, b: &Value) -> bool {
    let scalar = |value: &Value| !matches!(value, Value::Map(_) | Value::Ref(_));
    a == b || (a.is_empty() && b.is_empty()) || (scalar(a) && scalar(b) && a.display() == b.display())
}

/// Settles one field of a record that exists on both sides.
///
/// `source` is `None` when the roster says nothing of the field; `base` is `None` when there is nothing that both
/// agreed on; `destination` is `None` when it was not read or could not be seen, and is then taken to be the base.
pub fn settle(
    policy: FieldPolicy,
    base: Option<&Value>,
    source: Option<&Value>,
    destination: Option<&Value>,
) -> FieldVerdict {
    let Some(source) = source else { return FieldVerdict::Same };
    let Some(destination) = destination.or(base) else { return unseen(policy) };
    if alike(source, destination) {
        return FieldVerdict::Same;
    }
    let theirs = since(base, destination);
    match policy {
        FieldPolicy::SourceWins => FieldVerdict::Write,
        FieldPolicy::NeverTouch => FieldVerdict::Keep,
        FieldPolicy::FillIfEmpty if destination.is_empty() => FieldVerdict::Write,
        FieldPolicy::FillIfEmpty => FieldVerdict::Keep,
        FieldPolicy::DestinationWins | FieldPolicy::Ask if theirs == Since::AsAgreed => FieldVerdict::Write,
        FieldPolicy::DestinationWins | FieldPolicy::Ask
            if theirs == Since::NoBase && destination.is_empty() =>
        {
            FieldVerdict::Write
        }
        FieldPolicy::DestinationWins => FieldVerdict::Keep,
        FieldPolicy::Ask if since(base, source) == Since::AsAgreed => FieldVerdict::Keep,
        FieldPolicy::Ask => FieldVerdict::Ask,
    }
}

/// Neither the destination's value nor a base is known: only a policy that does not care may write.
fn unseen(policy: FieldPolicy) -> FieldVerdict {
    match policy {
        FieldPolicy::SourceWins => FieldVerdict::Write,
        _ => FieldVerdict::Keep,
    }
}

fn since(base: Option<&Value>, value: &Value) -> Since {
    match base {
        None => Since::NoBase,
        Some(base) if alike(base, value) => Since::AsAgreed,
        Some(_) => Since::Changed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use FieldPolicy::{Ask, DestinationWins, FillIfEmpty, NeverTouch, SourceWins};
    use proptest::prelude::*;

    const POLICIES: [FieldPolicy; 5] = [SourceWins, DestinationWins, FillIfEmpty, NeverTouch, Ask];

    fn value(text: &str) -> Option<Value> {
        match text {
            "-" => None,
            "∅" => Some(Value::Null),
            other => Some(other.into()),
        }
    }

    /// Reads the table that stands in the documents, so that the two cannot differ.
    fn table() -> Vec<[String; 8]> {
        let text = include_str!("../../../../docs/TRUTH-TABLE.md");
        let rows = text.lines().filter(|line| line.starts_with("| `"));
        rows.map(|line| {
            let cells: Vec<String> = line
                .trim_matches('|')
                .split('|')
                .map(|cell| cell.trim().trim_matches('`').to_owned())
                .collect();
            cells.try_into().expect("eight cells")
        })
        .collect()
    }

    #[test]
    fn the_table_in_the_documents_is_law() {
        let rows = table();
        assert!(rows.len() >= 14, "the field table has lost rows");
        for row in rows {
            let (base, source, destination) = (value(&row[0]), value(&row[1]), value(&row[2]));
            for (policy, expect) in POLICIES.into_iter().zip(&row[3..8]) {
                let verdict = settle(policy, base.as_ref(), source.as_ref(), destination.as_ref());
                assert_eq!(format!("{verdict:?}").to_lowercase(), *expect, "{row:?} {policy:?}");
            }
        }
    }

    fn any_side() -> impl Strategy<Value = Option<Value>> {
        prop_oneof![Just(None), Just(Some(Value::Null)), "[abc]".prop_map(|text| Some(Value::from(text)))]
    }

    proptest! {
        #[test]
        fn only_ask_makes_conflicts(base in any_side(), source in any_side(), destination in any_side()) {
            for policy in [SourceWins, DestinationWins, FillIfEmpty, NeverTouch] {
                prop_assert_ne!(settle(policy, base.as_ref(), source.as_ref(), destination.as_ref()), FieldVerdict::Ask);
            }
        }

        #[test]
        fn absent_is_never_written(base in any_side(), destination in any_side()) {
            for policy in POLICIES {
                prop_assert_eq!(settle(policy, base.as_ref(), None, destination.as_ref()), FieldVerdict::Same);
            }
        }

        #[test]
        fn what_is_alike_is_left_alone(base in any_side(), both in "[abc]") {
            let both = Value::from(both);
            for policy in POLICIES {
                prop_assert_eq!(settle(policy, base.as_ref(), Some(&both), Some(&both)), FieldVerdict::Same);
            }
        }
    }
}
