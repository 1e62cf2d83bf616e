//! The sentence of a plan: "Adds 12 pupils, changes 3, removes nobody."

use std::collections::BTreeMap;

use crosswalk_model::Name;

use crate::group::{is_people, rank, singular};
use crate::tally::{Tally, by_group};

/// Says in one sentence what the changes do.
pub fn sentence(tally: &Tally) -> String {
    let (adds, updates, removes) = (&tally.adds, tally.updates, by_group(&tally.removes));
    let relinks: u64 = tally.relinks.values().sum();
    if tally.is_empty() {
        return "Nothing to do: everything is as it should be.".into();
    }
    let mut parts = Vec::new();
    if !adds.is_empty() {
        parts.push(format!("adds {}", listed(adds)));
    }
    if updates > 0 {
        parts.push(format!("changes {}", number(updates)));
    }
    if relinks > 0 {
        parts.push(format!("relinks {}", number(relinks)));
    }
    parts.extend(removals(&removes));
    let text = parts.join(", ");
    let mut letters = text.chars();
    letters.next().map(|first| format!("{}{}.", first.to_uppercase(), letters.as_str())).unwrap_or_default()
}

/// People are *removed*; what hangs on them, such as an enrolment, is *ended*.
fn removals(removes: &BTreeMap<Name, u64>) -> Vec<String> {
    let (people, other): (BTreeMap<Name, u64>, BTreeMap<Name, u64>) =
        removes.clone().into_iter().partition(|(group, _)| is_people(group));
    let mut parts = Vec::new();
    if !other.is_empty() {
        parts.push(format!("ends {}", listed(&other)));
    }
    parts.push(if people.is_empty() {
        "removes nobody".into()
    } else {
        format!("removes {}", listed(&people))
    });
    parts
}

/// At most three groups by name, people first; the rest as a number.
fn listed(counts: &BTreeMap<Name, u64>) -> String {
    let mut groups: Vec<(&Name, &u64)> = counts.iter().collect();
    groups.sort_by_key(|(group, count)| (rank(group), u64::MAX - **count));
    let mut parts: Vec<String> =
        groups.iter().take(3).map(|(group, count)| counted(group, **count)).collect();
    let rest: u64 = groups.iter().skip(3).map(|(_, count)| **count).sum();
    if rest > 0 {
        parts.push(format!("{} more", number(rest)));
    }
    match parts.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, first)) => format!("{} and {last}", first.join(", ")),
        None => String::new(),
    }
}

/// `1 pupil`, `12 pupils`, `1,812 pupils`.
pub fn counted(group: &str, count: u64) -> String {
    if count == 1 { format!("1 {}", singular(group)) } else { format!("{} {group}", number(count)) }
}

/// A number with thousands separated by commas.
pub fn number(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosswalk_model::{Change, ChangeOp, Fields, Reason, RosterId};
    use uuid::Uuid;

    fn changes(list: &[(ChangeOp, &'static str, usize)]) -> Vec<Change> {
        let one = |op: &ChangeOp, group: &'static str| Change {
            op: op.clone(),
            target: "user".into(),
            roster_id: RosterId(Uuid::from_u128(1)),
            key: "k".into(),
            foreign_id: None,
            label: String::new(),
            group: group.into(),
            fields: vec![],
            reason: Reason::new("x", "x"),
            expects: None,
            next_effective_on: None,
            pins: Vec::new(),
            school: None,
            findings: Vec::new(),
            result: Fields::new(),
        };
        list.iter()
            .flat_map(|(op, group, n)| std::iter::repeat_with(move || one(op, group)).take(*n))
            .collect()
    }

    #[test]
    fn reads_like_a_person_said_it() {
        use ChangeOp::{Create, Deactivate, Update};
        let relink = || ChangeOp::Relink { from: "TWH".into() };
        let table: Vec<(Vec<Change>, &str)> = vec![
            (changes(&[]), "Nothing to do: everything is as it should be."),
            (
                changes(&[(Create, "pupils", 12), (Update, "pupils", 3)]),
                "Adds 12 pupils, changes 3, removes nobody.",
            ),
            (changes(&[(Create, "pupils", 1)]), "Adds 1 pupil, removes nobody."),
            (
                changes(&[(Deactivate, "pupils", 1), (Deactivate, "enrolments", 7)]),
                "Ends 7 enrolments, removes 1 pupil.",
            ),
            (changes(&[(relink(), "staff", 1)]), "Relinks 1, removes nobody."),
            (
                changes(&[
                    (Create, "lessons", 4),
                    (Create, "staff", 2),
                    (Create, "pupils", 1200),
                    (Create, "classes", 5),
                ]),
                "Adds 1,200 pupils, 2 staff, 5 classes and 4 more, removes nobody.",
            ),
        ];
        for (changes, expect) in table {
            assert_eq!(sentence(&Tally::of(&changes)), expect);
        }
    }
}
