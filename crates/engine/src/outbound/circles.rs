//! Circles of keys: two teachers swap their codes. Somebody steps aside first, or nobody could move.

use std::collections::HashMap;

use crosswalk_model::{Change, ChangeOp, Name, RosterId};

use super::keys::aside;
use super::sides::Ledger;

/// Opens every circle of relinks: its first member steps aside before the others move, and takes its new key when they
/// have.
pub(crate) fn open(changes: &mut Vec<Change>, ledger: &Ledger) {
    let relinks: HashMap<(Name, String), usize> = changes
        .iter()
        .enumerate()
        .filter_map(|(place, change)| Some(((change.target.clone(), from(change)?.to_owned()), place)))
        .collect();
    let mut circles: Vec<(usize, RosterId)> = Vec::new();
    for place in relinks.values() {
        let circle = circle(changes, &relinks, *place).filter(|circle| circle.iter().min() == Some(place));
        let end = circle.and_then(|circle| circle.into_iter().max());
        circles.extend(end.map(|end| (*place, changes[end].roster_id)));
    }
    // From the end, so that places before stay as they are.
    circles.sort_by_key(|(first, _)| std::cmp::Reverse(*first));
    for (first, end) in circles {
        if let Some(away) = step_aside(&mut changes[first], ledger) {
            put_behind(changes, first, end);
            changes.insert(first, away);
        }
    }
}

fn from(change: &Change) -> Option<&str> {
    if let ChangeOp::Relink { from } = &change.op { Some(from) } else { None }
}

/// The members of the circle on which a relink stands, if it does.
fn circle(changes: &[Change], relinks: &HashMap<(Name, String), usize>, start: usize) -> Option<Vec<usize>> {
    let (mut members, mut at) = (vec![start], start);
    loop {
        let change = &changes[at];
        at = *relinks.get(&(change.target.clone(), change.key.clone()))?;
        if at == start {
            return (members.len() > 1).then_some(members);
        }
        if members.contains(&at) {
            return None;
        }
        members.push(at);
    }
}

/// The step aside; the relink itself begins from there.
fn step_aside(change: &mut Change, ledger: &Ledger) -> Option<Change> {
    let entry = ledger.entry(&change.target, change.roster_id)?;
    let key_field = &change.fields.first()?.field;
    let away = Change {
        label: change.label.clone(),
        group: change.group.clone(),
        expects: change.expects.take(),
        school: change.school,
        ..aside(entry, &change.target, key_field)
    };
    if let Some(diff) = change.fields.first_mut() {
        diff.before = Some(away.key.as_str().into());
    }
    change.op = ChangeOp::Relink { from: away.key.clone() };
    Some(away)
}

/// Puts a relink behind that of another record.
fn put_behind(changes: &mut [Change], place: usize, end: RosterId) {
    let last = |change: &Change| change.roster_id == end && from(change).is_some();
    if let Some(last) = changes.iter().rposition(last) {
        changes[place..=last].rotate_left(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosswalk_model::{FieldDiff, Fields, Hash, Reason, Value};
    use crosswalk_store::LedgerEntry;
    use uuid::Uuid;

    fn id(n: u128) -> RosterId {
        RosterId(Uuid::from_u128(n << 96))
    }

    fn relink(n: u128, from: &str, to: &str) -> Change {
        let key = |text: &str| Some(Value::text(text));
        Change {
            op: ChangeOp::Relink { from: from.into() },
            target: "people".into(),
            roster_id: id(n),
            key: to.into(),
            foreign_id: None,
            label: String::new(),
            group: "staff".into(),
            fields: vec![FieldDiff { field: "source_key".into(), before: key(from), after: key(to) }],
            reason: Reason::new("x", "x"),
            expects: Some(Hash([1; 32])),
            next_effective_on: None,
            pins: Vec::new(),
            school: None,
            findings: Vec::new(),
            result: Fields::new(),
        }
    }

    fn ledger(keys: &[(u128, &str)]) -> Ledger {
        let mut ledger = Ledger::default();
        for (n, key) in keys {
            let entry = LedgerEntry {
                roster_id: id(*n),
                key: (*key).into(),
                foreign_id: None,
                source_hash: Hash([0; 32]),
                destination_hash: None,
                agreed: Fields::new(),
                active: true,
                unsettled: false,
                next_effective_on: None,
            };
            ledger.learn(&"people".into(), entry);
        }
        ledger
    }

    fn opened(moves: &[(u128, &'static str, &'static str)]) -> Vec<(String, String)> {
        let known: Vec<(u128, &str)> = moves.iter().map(|(n, from, _)| (*n, *from)).collect();
        let mut changes: Vec<Change> = moves.iter().map(|(n, from, to)| relink(*n, from, to)).collect();
        open(&mut changes, &ledger(&known));
        changes.iter().map(|change| (from(change).unwrap().to_owned(), change.key.clone())).collect()
    }

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect()
    }

    #[test]
    fn a_chain_needs_nobody_to_step_aside() {
        assert_eq!(opened(&[(1, "a", "b"), (2, "b", "c")]), pairs(&[("a", "b"), ("b", "c")]));
    }

    #[test]
    fn in_a_circle_one_steps_aside_and_comes_back_last() {
        let swapped = opened(&[(1, "a", "b"), (9, "x", "y"), (2, "b", "a")]);
        let aside = "a~00000001";
        assert_eq!(swapped, pairs(&[("a", aside), ("x", "y"), ("b", "a"), (aside, "b")]));
        let three = opened(&[(1, "a", "b"), (2, "b", "c"), (3, "c", "a")]);
        assert_eq!(three, pairs(&[("a", aside), ("b", "c"), ("c", "a"), (aside, "b")]));
    }

    #[test]
    fn every_circle_is_opened_for_itself() {
        let two = opened(&[(1, "a", "b"), (2, "c", "d"), (3, "b", "a"), (4, "d", "c")]);
        assert_eq!(two.len(), 6);
        for (n, (_, to)) in two.iter().enumerate() {
            let taken = two[n + 1..].iter().any(|(from, _)| from == to && !to.contains('~'));
            assert!(!taken, "{to} is taken before it is free: {two:?}");
        }
    }
}
