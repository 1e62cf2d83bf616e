//! Suggests which source field might be mapped to which free target, and says what speaks for it: the names, how the
//! values look, and whether records that both sides hold have the same value in both.
//!
//! Nothing is mapped by itself: a person accepts.

mod names;
mod shapes;

use std::collections::BTreeSet;

use crosswalk_model::{Case, Evidence, FieldMap, Rule, Shape, Step, Suggestion};
use names::Alike;

/// A field of one side.
#[derive(Clone, Debug, Default)]
pub struct Side {
    /// Its name, or its path.
    pub name: String,
    /// The word for its kind, the roster's own (`text`, `textlist`) or the service's (`int4`, `varchar`).
    pub kind: String,
    /// Its value in each record that was looked at; both sides list the same records in the same order.
    pub values: Vec<Option<String>>,
}

/// So much must speak for a suggestion at the least.
const LEAST: u8 = 40;
/// From so much on several can be accepted at once.
const CONFIDENT: u8 = 75;
/// From so many records on their agreement counts.
const ENOUGH: u32 = 5;

/// At most one suggestion for each target, and none for two targets from one source, the best first.
pub fn suggest(targets: &[Side], sources: &[Side]) -> Vec<Suggestion> {
    let pairs = targets.iter().flat_map(|target| sources.iter().map(move |source| (target, source)));
    let mut found: Vec<Suggestion> = pairs.filter_map(|(target, source)| weigh(target, source)).collect();
    found.sort_by(|a, b| b.score.cmp(&a.score).then_with(|| (&a.map.to, &a.from).cmp(&(&b.map.to, &b.from))));
    let (mut led, mut used) = (BTreeSet::new(), BTreeSet::new());
    found.retain(|one| {
        let free = !led.contains(&one.map.to) && !used.contains(&one.from);
        free && led.insert(one.map.to.clone()) && used.insert(one.from.clone())
    });
    found
}

/// What speaks for one pair; `None` when too little does, or something speaks against it.
fn weigh(target: &Side, source: &Side) -> Option<Suggestion> {
    let mut evidence = Vec::new();
    let agreed = agreement(target, source);
    let named = names::compare(&target.name, &source.name);
    let shaped = shape(target, source)?;
    let score = agreed.as_ref().map_or(0, worth) + named.points() + shaped.as_ref().map_or(10, worth);
    if agreed.as_ref().is_some_and(contradicts) || (named == Alike::No && agreed.is_none()) {
        return None;
    }
    evidence.extend(agreed);
    evidence.extend(named.evidence());
    // That a text may be anything says nothing.
    evidence.extend(shaped.filter(|one| !matches!(one, Evidence::Shape { shape: Shape::Text, .. })));
    let score = u8::try_from(score.min(100)).unwrap_or(100);
    (score >= LEAST).then(|| Suggestion {
        from: source.name.clone(),
        map: rule(target, source),
        score,
        confident: score >= CONFIDENT,
        evidence,
    })
}

/// How many points a piece of evidence is worth.
fn worth(evidence: &Evidence) -> u32 {
    match evidence {
        Evidence::Agreement { same, of } => 60 * same / of.max(&1),
        Evidence::Shape { shape: Shape::Text, .. } => 10,
        Evidence::Shape { fit, of, .. } => 25 * fit / of.max(&1),
        Evidence::SameName | Evidence::SameMeaning | Evidence::SimilarName { .. } => 0,
    }
}

/// Whether records that both sides hold say that these are different things.
fn contradicts(evidence: &Evidence) -> bool {
    matches!(evidence, Evidence::Agreement { same, of } if same * 5 < *of)
}

/// In how many records both have the same value; only where enough have one, and not always the same.
fn agreement(target: &Side, source: &Side) -> Option<Evidence> {
    let both = target.values.iter().zip(&source.values);
    let both: Vec<_> = both.filter_map(|(target, source)| target.as_deref().zip(source.as_deref())).collect();
    let of = u32::try_from(both.len()).unwrap_or(u32::MAX);
    let kinds: BTreeSet<String> = both.iter().map(|(target, _)| folded(target)).collect();
    let same = both.iter().filter(|(target, source)| folded(target) == folded(source)).count();
    let same = u32::try_from(same).unwrap_or(u32::MAX);
    (of >= ENOUGH && kinds.len() > 1).then_some(Evidence::Agreement { same, of })
}

/// As it compares: case and white space at the ends say nothing.
fn folded(text: &str) -> String {
    text.trim().to_lowercase()
}

/// How well the source's values fit the target; `None` when most do not.
fn shape(target: &Side, source: &Side) -> Option<Option<Evidence>> {
    let shape = shapes::wanted(&target.kind, &target.name);
    let values: Vec<&str> = source.values.iter().flatten().map(String::as_str).collect();
    let of = u32::try_from(values.len()).unwrap_or(u32::MAX);
    if of == 0 {
        let own = shapes::wanted(&source.kind, &source.name);
        return (shape == Shape::Text || own == Shape::Text || own == shape).then_some(None);
    }
    let fit = values.iter().filter(|value| shapes::fits(shape, value)).count();
    let fit = u32::try_from(fit).unwrap_or(u32::MAX);
    (fit * 2 > of).then_some(Some(Evidence::Shape { shape, fit, of }))
}

/// Copied, and made to fit.
fn rule(target: &Side, source: &Side) -> FieldMap {
    let mut rule = Rule::copy(source.name.clone());
    if source.kind == "textlist" {
        rule = rule.then(Step::First);
    }
    let wanted = shapes::wanted(&target.kind, &target.name);
    let rule = match wanted {
        Shape::Number if source.kind != "integer" => rule.then(Step::Number),
        Shape::Flag if source.kind != "boolean" => rule.then(Step::Boolean),
        Shape::Email => rule.then(Step::Trim).then(Step::Case(Case::Lower)),
        _ => rule,
    };
    rule.into_field(target.name.clone())
}

#[cfg(test)]
mod tests;
