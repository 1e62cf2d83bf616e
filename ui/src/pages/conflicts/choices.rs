//! What can be answered to a conflict: pure, so that every kind of question is tested.

use crate::texts;
use crosswalk_contract::ConflictView;
use crosswalk_model::{ConflictKind, Resolution, Value};

/// One answer.
#[derive(Clone, PartialEq)]
pub struct Choice {
    /// The key that chooses it.
    pub key: &'static str,
    /// Whose word it is.
    pub over: String,
    /// What it says; `None` where there is nothing.
    pub says: Option<String>,
    /// More.
    pub detail: String,
    /// Whether it is what both last agreed on.
    pub is_base: bool,
    /// The answer.
    pub resolution: Resolution,
}

const KEYS: [&str; 9] = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

/// The field that the question is about, if it is about one.
pub fn field(view: &ConflictView) -> Option<&str> {
    match &view.conflict.kind {
        ConflictKind::Field { field, .. } => Some(field),
        _ => None,
    }
}

/// The question in a few words.
pub fn question(view: &ConflictView) -> String {
    let label = &view.conflict.label;
    match &view.conflict.kind {
        ConflictKind::Field { field, .. } => format!("{label} · {field}"),
        ConflictKind::Vanished => texts::conflict_vanished(label, &view.destination),
        ConflictKind::Identity { .. } => texts::conflict_identity(label),
        ConflictKind::ReusedKey { .. } => texts::conflict_reused(&view.conflict.key),
    }
}

/// The answers in the order in which they stand.
pub fn choices(view: &ConflictView) -> Vec<Choice> {
    match &view.conflict.kind {
        ConflictKind::Field { base, source, destination, .. } => {
            sides(view, base.as_ref(), source.as_ref(), destination.as_ref())
        }
        ConflictKind::Vanished => vec![
            plain("1", &view.source, texts::choice_make_again(), Resolution::MakeAgain),
            plain("2", &view.destination, texts::choice_leave_away(), Resolution::LeaveAway),
        ],
        ConflictKind::Identity { candidates } => {
            let each = KEYS.iter().zip(candidates).map(|(key, (id, score, label))| Choice {
                detail: texts::choice_score(score),
                ..plain(key, texts::choice_is(), label, Resolution::Is(*id))
            });
            each.chain([plain("0", texts::choice_new_over(), texts::choice_new(), Resolution::IsNew)])
                .collect()
        }
        ConflictKind::ReusedKey { former } => vec![
            plain("1", &view.source, texts::choice_same(), Resolution::Is(*former)),
            plain("2", &view.source, texts::choice_other(), Resolution::IsNew),
        ],
    }
}

fn plain(key: &'static str, over: &str, says: &str, resolution: Resolution) -> Choice {
    Choice {
        key,
        over: over.to_owned(),
        says: Some(says.to_owned()),
        detail: String::new(),
        is_base: false,
        resolution,
    }
}

fn sides(
    view: &ConflictView,
    base: Option<&Value>,
    source: Option<&Value>,
    destination: Option<&Value>,
) -> Vec<Choice> {
    let side = |key, over: &str, value: Option<&Value>, detail: &str, resolution| Choice {
        says: value.filter(|value| !value.is_empty()).map(Value::display),
        detail: detail.to_owned(),
        ..plain(key, over, "", resolution)
    };
    let agreed = base.map(|_| "").unwrap_or(texts::choice_never_agreed());
    let base = side("0", texts::choice_agreed(), base, agreed, Resolution::TakeBase);
    vec![
        side("1", &view.source, source, "", Resolution::TakeSource),
        Choice { is_base: true, ..base },
        side("2", &view.destination, destination, "", Resolution::TakeDestination),
    ]
}

/// The other open conflicts that the same answer would settle.
pub fn alike(view: &ConflictView, others: &[ConflictView]) -> Vec<ConflictView> {
    let is_alike = |other: &&ConflictView| {
        let (one, two) = (&view.conflict, &other.conflict);
        one.sync == two.sync
            && one.target == two.target
            && field(view) == field(other)
            && field(view).is_some()
    };
    others.iter().filter(is_alike).cloned().collect()
}

/// Whether an answer means the same for another record.
pub fn is_general(resolution: &Resolution) -> bool {
    matches!(resolution, Resolution::TakeSource | Resolution::TakeDestination | Resolution::TakeBase)
}

/// What would be written, in words.
pub fn result(resolution: &Resolution, choices: &[Choice]) -> Option<String> {
    match resolution {
        Resolution::TakeValue(value) => Some(value.display()),
        other => choices.iter().find(|choice| choice.resolution == *other)?.says.clone(),
    }
}

/// What was typed, as the same kind of value as the sides have.
pub fn typed_value(text: &str, view: &ConflictView) -> Value {
    let is_number = match &view.conflict.kind {
        ConflictKind::Field { source, destination, .. } => {
            [source, destination].into_iter().flatten().any(|value| value.as_int().is_some())
        }
        _ => false,
    };
    match text.trim().parse::<i64>() {
        Ok(number) if is_number => Value::Int(number),
        _ if text.trim().is_empty() => Value::Null,
        _ => Value::text(text.trim()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosswalk_model::{Conflict, ConflictState, Hash, RosterId};

    fn id(number: u32) -> String {
        format!("00000000-0000-8000-8000-{number:012}")
    }

    fn view(kind: ConflictKind) -> ConflictView {
        let conflict = Conflict {
            id: id(1).parse().unwrap(),
            sync: id(2).parse().unwrap(),
            target: "people".into(),
            roster_id: id(3).parse().unwrap(),
            key: "TWH".into(),
            label: "Hēmi Parata".into(),
            kind,
            about: Hash([0; 32]),
            asked_at: "2026-03-02T00:00:00Z".parse().unwrap(),
            state: ConflictState::Open,
        };
        ConflictView {
            conflict,
            source: "KAMAR".into(),
            destination: "Te Kete Ako".into(),
            detail: String::new(),
            masked: false,
        }
    }

    fn name(source: &str) -> ConflictView {
        view(ConflictKind::Field {
            field: "name".into(),
            base: Some("Hemi".into()),
            source: Some(source.into()),
            destination: None,
        })
    }

    #[test]
    fn every_kind_has_its_answers() {
        let person: RosterId = id(9).parse().unwrap();
        let cases = [
            (name("Hēmi"), vec!["1", "0", "2"]),
            (view(ConflictKind::Vanished), vec!["1", "2"]),
            (
                view(ConflictKind::Identity { candidates: vec![(person, 80, "J. Smith".into()); 2] }),
                vec!["1", "2", "0"],
            ),
            (view(ConflictKind::ReusedKey { former: person }), vec!["1", "2"]),
        ];
        for (view, expect) in cases {
            let keys: Vec<_> = choices(&view).iter().map(|choice| choice.key).collect();
            assert_eq!(keys, expect, "{}", question(&view));
        }
    }

    #[test]
    fn a_side_without_a_value_says_nothing() {
        let choices = choices(&name("Hēmi"));
        assert_eq!(result(&Resolution::TakeSource, &choices).as_deref(), Some("Hēmi"));
        assert_eq!(result(&Resolution::TakeDestination, &choices), None);
        assert_eq!(result(&Resolution::TakeValue("H".into()), &choices).as_deref(), Some("H"));
    }

    #[test]
    fn only_the_same_question_is_alike() {
        let all = [name("a"), view(ConflictKind::Vanished), name("b")];
        assert_eq!(alike(&all[0], &all).len(), 2);
        assert!(alike(&all[1], &all).is_empty());
        assert!(is_general(&Resolution::TakeBase) && !is_general(&Resolution::TakeValue("x".into())));
    }

    #[test]
    fn a_typed_number_stays_a_number_only_where_numbers_are() {
        let year = view(ConflictKind::Field {
            field: "year".into(),
            base: None,
            source: Some(9.into()),
            destination: None,
        });
        assert!(typed_value(" 10 ", &year) == Value::Int(10));
        assert!(typed_value("10", &name("a")) == Value::text("10"));
        assert!(typed_value("  ", &year) == Value::Null);
    }
}
