//! Facets of a plan: what its changes can be filtered by, with how many there are of each. They are sums over the kinds
//! that stand beside the plan.

use std::collections::{BTreeMap, HashMap};

use crosswalk_contract::Facet;
use crosswalk_model::{Entity, Plan, RosterId};
use crosswalk_store::{ChangeKind, PlanKinds, Tenant};

use crate::Result;

/// Value and label.
type Said = (String, String);

/// The value of the school by which a change is filtered; empty where there is none.
pub(super) fn school_value(kind: &ChangeKind) -> String {
    kind.school.map(|id| id.to_string()).unwrap_or_default()
}

/// The values of the findings by which a change is filtered: one empty one where there is none.
pub(super) fn finding_values(kind: &ChangeKind) -> Vec<String> {
    match kind.findings.as_slice() {
        [] => vec![String::new()],
        codes => codes.iter().map(ToString::to_string).collect(),
    }
}

/// What the changes of a plan can be filtered by. A change with two findings is counted under both; a facet in which
/// nothing is told apart because no change has a school, or a finding, is left out.
pub(super) async fn facets(tenant: &Tenant, plan: &Plan, kinds: &PlanKinds) -> Result<Vec<Facet>> {
    let names = schools(tenant, plan, kinds).await?;
    let twice = |name: &str| vec![(name.to_owned(), name.to_owned())];
    let mut all = vec![
        facet("op", "Change", kinds, &|kind| twice(&kind.op)),
        facet("target", "What", kinds, &|kind| twice(&kind.target)),
        facet("group", "Who", kinds, &|kind| twice(&kind.group)),
        facet("reason", "Why", kinds, &|kind| vec![(kind.reason.to_string(), kind.phrase.clone())]),
    ];
    if kinds.kinds.iter().any(|kind| kind.school.is_some()) {
        all.push(facet("school", "School", kinds, &|kind| vec![school(kind, &names)]));
    }
    if kinds.kinds.iter().any(|kind| !kind.findings.is_empty()) {
        let findings = |kind: &ChangeKind| finding_values(kind).into_iter().map(finding).collect();
        all.push(facet("finding", "Finding", kinds, &findings));
    }
    Ok(all)
}

fn facet(key: &str, title: &str, kinds: &PlanKinds, of: &dyn Fn(&ChangeKind) -> Vec<Said>) -> Facet {
    let mut counts: BTreeMap<Said, u64> = BTreeMap::new();
    for (kind, total) in kinds.kinds.iter().zip(totals(kinds)).filter(|(_, total)| *total > 0) {
        for said in of(kind) {
            *counts.entry(said).or_default() += total;
        }
    }
    let counts = counts.into_iter().map(|((value, label), count)| (value, label, count));
    let mut values: Vec<(String, String, u64)> = counts.collect();
    values.sort_by(|a, b| b.2.cmp(&a.2).then(a.0.cmp(&b.0)));
    Facet { key: key.into(), title: title.into(), values }
}

/// How many changes there are of each kind.
fn totals(kinds: &PlanKinds) -> Vec<u64> {
    let mut totals = vec![0u64; kinds.kinds.len()];
    for (kind, count) in kinds.segments.iter().flatten() {
        if let Some(total) = totals.get_mut(*kind) {
            *total += u64::from(*count);
        }
    }
    totals
}

fn school(kind: &ChangeKind, names: &HashMap<RosterId, String>) -> Said {
    let name = kind.school.and_then(|id| names.get(&id)).cloned();
    let unnamed = if kind.school.is_some() { "A school without a name" } else { "No school" };
    (school_value(kind), name.unwrap_or_else(|| unnamed.to_owned()))
}

/// The names of the schools that occur.
pub(super) async fn schools(
    tenant: &Tenant,
    plan: &Plan,
    kinds: &PlanKinds,
) -> Result<HashMap<RosterId, String>> {
    let mut ids: Vec<(Entity, RosterId)> =
        kinds.kinds.iter().filter_map(|kind| kind.school).map(|id| (Entity::Org, id)).collect();
    ids.sort_unstable();
    ids.dedup();
    let known = tenant.roster_get(&ids).await?.into_iter().map(|record| (record.id, record.label()));
    let mut names: HashMap<RosterId, String> = known.collect();
    if names.len() < ids.len() {
        names.extend(new_schools(tenant, plan, kinds).await?);
    }
    names.retain(|_, name| !name.is_empty());
    Ok(names)
}

/// The names of the schools that the plan itself makes; they stand in few segments.
async fn new_schools(tenant: &Tenant, plan: &Plan, kinds: &PlanKinds) -> Result<Vec<(RosterId, String)>> {
    let of_schools =
        |place: &usize| kinds.kinds.get(*place).is_some_and(|kind| kind.target == Entity::Org.as_str());
    let mut names = Vec::new();
    for (n, counts) in (0u32..).zip(&kinds.segments) {
        if counts.iter().any(|(place, _)| of_schools(place)) {
            let changes = tenant.segment(plan, n).await?.into_iter();
            let made = changes.filter(|change| change.target == Entity::Org.as_str());
            names.extend(made.map(|change| (change.roster_id, change.label)));
        }
    }
    Ok(names)
}

/// A finding's code, as words.
pub(super) fn finding(code: String) -> Said {
    let words = code.replace('_', " ");
    let mut letters = words.chars();
    let label = match letters.next() {
        None => "Nothing odd".to_owned(),
        Some(first) => first.to_uppercase().chain(letters).collect(),
    };
    (code, label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_told_in_words() {
        let table = [("", "Nothing odd"), ("bad_date", "Bad date"), ("pinned", "Pinned")];
        for (code, label) in table {
            assert_eq!(finding(code.into()), (code.to_owned(), label.to_owned()));
        }
    }
}
