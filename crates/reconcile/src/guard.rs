//! The guard: holds a plan that would do unusual harm, until a person has looked.

use std::collections::BTreeMap;

use crosswalk_model::{GuardLimits, Hold, HoldRule, Name};

use crate::group::{is_people, rank};
use crate::sentence::number;
use crate::tally::{ByGroup, Tally};

/// How many records there were before the plan: by target and group.
pub type Baseline = BTreeMap<(Name, Name), u64>;

/// What trips. An empty list lets the plan pass.
pub fn check(limits: &GuardLimits, baseline: &Baseline, tally: &Tally) -> Vec<Hold> {
    let mut holds = deactivations(limits, baseline, tally);
    holds.extend(rekeyed(limits, baseline, tally));
    holds.extend(replaced(baseline, tally));
    holds.extend(vanished(baseline, tally));
    // People first: what hangs on them goes with them.
    holds.sort_by_key(|hold| rank(&hold.group));
    holds
}

/// So many of so many.
fn share(some: u64, all: u64) -> String {
    format!("{} of {}", number(some), number(all))
}

/// Per target and group: more than a share, or for people and classes more than a number, are taken away. A school goes
/// seldom, and with all that is in it: a single one needs a word.
fn deactivations(limits: &GuardLimits, baseline: &Baseline, tally: &Tally) -> Vec<Hold> {
    let tripped = |target: &Name, group: &Name, affected: u64, before: u64| {
        let counted = is_people(group) || group == "classes" || group == "schools";
        let many = counted && affected > u64::from(limits.deactivations_count);
        let share = affected * 100 > before * u64::from(limits.deactivations_percent);
        let enough = affected >= u64::from(limits.deactivations_floor) && (many || share);
        (enough || group == "schools") && !target.is_empty()
    };
    with_before(&tally.removes, baseline)
        .filter(|(before, target, group, affected)| tripped(target, group, *affected, *before))
        .map(|(before, target, group, affected)| Hold {
            rule: HoldRule::Deactivations,
            message: format!(
                "{} {group} would be taken away. More than {} or {} % needs your word.",
                share(affected, before),
                limits.deactivations_count,
                limits.deactivations_percent
            ),
            target,
            group: group.into_owned(),
            affected,
            baseline: before,
        })
        .collect()
}

/// A whole population under new keys looks like a new numbering at the source, not like so many renamings.
fn rekeyed(limits: &GuardLimits, baseline: &Baseline, tally: &Tally) -> Vec<Hold> {
    with_before(&tally.relinks, baseline)
        .filter(|(before, _, _, affected)| {
            *affected >= 10 && affected * 100 > before * u64::from(limits.relink_percent)
        })
        .map(|(before, target, group, affected)| Hold {
            rule: HoldRule::Rekeyed,
            message: format!(
                "{} {group} would get a new key. Has the source been renumbered?",
                share(affected, before)
            ),
            target,
            group: group.into_owned(),
            affected,
            baseline: before,
        })
        .collect()
}

/// Most of a group goes while nearly as many come: a new numbering at the source that nothing helped to follow.
fn replaced(baseline: &Baseline, tally: &Tally) -> Vec<Hold> {
    with_before(&tally.removes, baseline)
        .filter(|(_, _, group, _)| is_people(group))
        .map(|(before, target, group, gone)| (tally.adds.get(&group).copied().unwrap_or_default(), before, target, group, gone))
        .filter(|(come, before, _, _, gone)| *gone >= 10 && gone * 2 > *before && come * 10 >= gone * 8)
        .map(|(come, before, target, group, gone)| Hold {
            rule: HoldRule::Rekeyed,
            message: format!(
                "{} {group} would go and {} others come. Has the source given everybody a new \
                 identifier? Then let it send the former ones too, or their e-mail addresses, so that nobody is made twice.",
                share(gone, before), number(come)
            ),
            target,
            group: group.into_owned(),
            affected: gone,
            baseline: before,
        })
        .collect()
}

/// A field that a source had filled in most records of a group and does not speak of in any of them now: what was known
/// stays, but somebody should know. `speaks` tells of which fields the source is asked to speak.
pub fn silenced(baseline: &Baseline, tally: &Tally, speaks: impl Fn(&str) -> bool) -> Vec<Hold> {
    let unsaid = tally.unsaid.iter().filter(|(at, _)| !tally.said.contains(at) && speaks(&at.2));
    let mut holds: Vec<Hold> = unsaid
        .map(|((target, group, field), affected)| {
            (before(baseline, target, group, *affected), target, group, field, *affected)
        })
        .filter(|(before, .., affected)| *affected >= 10 && affected * 2 > *before)
        .map(|(before, target, group, field, affected)| Hold {
            rule: HoldRule::VanishedField,
            message: format!(
                "“{field}” is no longer sent for {} {group}. Was the column switched off at the source? \
                 What was known of it stays.",
                share(affected, before)
            ),
            target: target.clone(),
            group: group.to_string(),
            affected,
            baseline: before,
        })
        .collect();
    holds.sort_by(|a, b| a.message.cmp(&b.message));
    holds
}

/// A field that had a value in nearly every changed record and has none in any of them now: a column was dropped.
fn vanished(baseline: &Baseline, tally: &Tally) -> Vec<Hold> {
    let mut holds: Vec<Hold> = tally
        .emptied
        .iter()
        .filter(|(at, affected)| **affected >= 10 && !tally.filled.contains(at))
        .map(|((target, group, field), affected)| (*affected, target, group, field))
        .map(|(affected, target, group, field)| {
            (before(baseline, target, group, affected), target, group, field, affected)
        })
        .filter(|(before, _, _, _, affected)| affected * 2 > *before)
        .map(|(before, target, group, field, affected)| Hold {
            rule: HoldRule::VanishedField,
            message: format!(
                "“{field}” would be emptied for {} {group}. Was the column switched off at the source?",
                share(affected, before)
            ),
            target: target.clone(),
            group: group.to_string(),
            affected,
            baseline: before,
        })
        .collect();
    holds.sort_by(|a, b| a.message.cmp(&b.message));
    holds
}

fn before(baseline: &Baseline, target: &Name, group: &Name, affected: u64) -> u64 {
    baseline.get(&(target.clone(), group.clone())).copied().unwrap_or_default().max(affected)
}

/// Each group with how many there were before: before, target, group, affected.
fn with_before<'t>(
    counts: &'t ByGroup,
    baseline: &'t Baseline,
) -> impl Iterator<Item = (u64, Name, Name, u64)> + use<'t> {
    counts.iter().map(|((target, group), affected)| {
        (before(baseline, target, group, *affected), target.clone(), group.clone(), *affected)
    })
}

/// The hold of an extract that is not complete or holds far less than last time. It offers nothing to approve: an
/// empty, truncated or failed extract contains no departures at all.
pub fn extract_hold(limits: &GuardLimits, target: &str, group: &str, now: u64, last: u64) -> Option<Hold> {
    let hold = |rule, message| {
        let affected = last.saturating_sub(now);
        Some(Hold {
            rule,
            target: target.to_owned().into(),
            group: group.to_owned(),
            affected,
            baseline: last,
            message,
        })
    };
    if last > 0 && now == 0 {
        return hold(
            HoldRule::NotComplete,
            format!("The source sent no {group} at all; there were {last}. Nobody was removed."),
        );
    }
    let shrunk = last >= 10 && last.saturating_sub(now) * 100 >= last * u64::from(limits.shrink_percent);
    if shrunk {
        return hold(
            HoldRule::Shrunk,
            format!(
                "The source sent {now} {group}; last time there were {last}. Look before anybody is removed."
            ),
        );
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosswalk_model::{Change, ChangeOp, FieldDiff, Fields, Reason, RosterId, Value};
    use proptest::prelude::*;
    use uuid::Uuid;

    fn change(op: ChangeOp, group: &'static str) -> Change {
        Change {
            op,
            target: "user".into(),
            roster_id: RosterId(Uuid::from_u128(1)),
            key: "k".into(),
            foreign_id: None,
            label: "x".into(),
            group: group.into(),
            fields: vec![],
            reason: Reason::new("left", "Has left"),
            expects: None,
            next_effective_on: None,
            pins: Vec::new(),
            school: None,
            findings: Vec::new(),
            result: Fields::new(),
        }
    }

    fn many(op: ChangeOp, group: &'static str, n: usize) -> Vec<Change> {
        vec![change(op, group); n]
    }

    fn baseline(group: &'static str, n: u64) -> Baseline {
        Baseline::from([(("user".into(), group.into()), n)])
    }

    #[test]
    fn limits_per_group() {
        let table = [
            ("two of ten are below the floor", "pupils", 10, 2, false),
            ("three of fifty are above five percent", "pupils", 50, 3, true),
            ("twenty of two thousand", "pupils", 2000, 20, false),
            ("twenty-one of two thousand", "pupils", 2000, 21, true),
            ("a hundred enrolments of fifteen thousand", "enrolments", 15_000, 100, false),
            ("a thousand enrolments of fifteen thousand", "enrolments", 15_000, 1000, true),
            ("everybody, though none were known", "staff", 0, 5, true),
        ];
        for (name, group, before, gone, held) in table {
            let changes = many(ChangeOp::Deactivate, group, gone);
            let holds = check(&GuardLimits::default(), &baseline(group, before), &Tally::of(&changes));
            assert_eq!(!holds.is_empty(), held, "{name}");
        }
    }

    #[test]
    fn what_a_screen_foretells_is_what_is_held() {
        let usual = GuardLimits::default();
        let limits =
            [usual.clone(), GuardLimits::start_of_year(), GuardLimits { deactivations_floor: 9, ..usual }];
        for (limits, size) in limits.iter().flat_map(|one| [(one, 7), (one, 60), (one, 400), (one, 2000)]) {
            for gone in 1..=size.min(130) {
                let changes = many(ChangeOp::Deactivate, "pupils", gone);
                let held = !check(limits, &baseline("pupils", size as u64), &Tally::of(&changes)).is_empty();
                assert_eq!(held, gone as u64 >= limits.first_held(size as u64), "{gone} of {size}");
            }
        }
    }

    #[test]
    fn a_school_renumbered_is_held() {
        let relinks = many(ChangeOp::Relink { from: "a".into() }, "staff", 60);
        let holds = check(&GuardLimits::default(), &baseline("staff", 230), &Tally::of(&relinks));
        assert_eq!(holds[0].rule, HoldRule::Rekeyed);
        assert!(
            check(&GuardLimits::default(), &baseline("staff", 230), &Tally::of(&relinks[..3])).is_empty()
        );
    }

    #[test]
    fn a_vanished_column_is_held() {
        let mut emptied = change(ChangeOp::Update, "pupils");
        emptied.fields.push(FieldDiff {
            field: "email".into(),
            before: Some("a@x.example".into()),
            after: Some(Value::Null),
        });
        let changes: Vec<Change> = std::iter::repeat_n(emptied, 60).collect();
        let holds = check(&GuardLimits::default(), &baseline("pupils", 100), &Tally::of(&changes));
        assert_eq!(holds[0].rule, HoldRule::VanishedField);
        assert!(check(&GuardLimits::default(), &baseline("pupils", 1000), &Tally::of(&changes)).is_empty());
    }

    #[test]
    fn a_school_never_goes_unseen() {
        let changes = many(ChangeOp::Deactivate, "schools", 1);
        assert_eq!(check(&GuardLimits::default(), &baseline("schools", 400), &Tally::of(&changes)).len(), 1);
    }

    #[test]
    fn as_many_come_as_go() {
        let table = [
            ("everybody is another", 60, 60, 60, true),
            ("most are others", 60, 40, 38, true),
            ("a year level leaves and another comes", 60, 12, 12, false),
            ("the school closes", 60, 60, 0, false),
            ("a handful", 9, 9, 9, false),
        ];
        for (name, before, gone, come, held) in table {
            let changes =
                [many(ChangeOp::Deactivate, "pupils", gone), many(ChangeOp::Create, "pupils", come)].concat();
            let holds = check(&GuardLimits::default(), &baseline("pupils", before), &Tally::of(&changes));
            assert_eq!(holds.iter().any(|hold| hold.rule == HoldRule::Rekeyed), held, "{name}");
        }
    }

    #[test]
    fn a_field_of_which_nobody_speaks_any_more_is_held() {
        let known = Fields::from([("email".into(), "a@x.example".into()), ("house".into(), Value::Null)]);
        let table = [
            ("all of them", 60, 0, 100, true, true),
            ("one still has it", 60, 1, 100, true, false),
            ("few of many", 60, 0, 1000, true, false),
            ("a handful", 9, 0, 9, true, false),
            ("nobody asks for it any more", 60, 0, 100, false, false),
        ];
        for (name, silent, spoken, before, speaks, held) in table {
            let mut tally = Tally::default();
            let (target, group) = ("user".into(), "pupils".into());
            (0..silent).for_each(|_| tally.hear(&target, &group, &known, &Fields::new()));
            (0..spoken).for_each(|_| tally.hear(&target, &group, &known, &known));
            let holds = silenced(&baseline("pupils", before), &tally, |_| speaks);
            assert_eq!(holds.len(), usize::from(held), "{name}");
            assert!(holds.iter().all(|hold| hold.message.contains("email")), "{name}");
        }
    }

    #[test]
    fn an_empty_or_shrunken_extract_is_told() {
        let limits = GuardLimits::default();
        assert_eq!(
            extract_hold(&limits, "students", "pupils", 0, 1812).map(|hold| hold.rule),
            Some(HoldRule::NotComplete)
        );
        assert_eq!(
            extract_hold(&limits, "students", "pupils", 1400, 1812).map(|hold| hold.rule),
            Some(HoldRule::Shrunk)
        );
        assert_eq!(extract_hold(&limits, "students", "pupils", 1800, 1812), None);
        assert_eq!(extract_hold(&limits, "students", "pupils", 0, 0), None);
    }

    proptest! {
        #[test]
        fn never_over_the_limit_unseen(before in 0u64..5000, gone in 0usize..400) {
            let limits = GuardLimits::default();
            let holds = check(&limits, &baseline("pupils", before), &Tally::of(&many(ChangeOp::Withdraw, "pupils", gone)));
            let population = before.max(gone as u64);
            let over = gone as u64 > 20 || gone as u64 * 100 > population * 5;
            prop_assert_eq!(!holds.is_empty(), over && gone >= 3);
        }
    }
}
