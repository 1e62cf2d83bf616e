//! Outcomes of changes, one packed and encrypted row for each batch that came back. Neighbours with the same outcome
//! are told once.

use std::collections::BTreeMap;

use crosswalk_model::{Outcome, PlanId};

use crate::db::args;
use crate::{Result, Tenant, Work};

pub(super) const SPOT: (&str, &str) = ("outcomes", "body");

/// Outcomes of one batch: the first index, how many follow each other, and what became of them.
pub(super) type Packed = Vec<(u32, u32, Outcome)>;

pub(super) fn spot_id<'a>(plan: &'a PlanId, batch: &'a [u8; 8]) -> [&'a [u8]; 2] {
    [plan.0.as_bytes(), batch]
}

/// Packs outcomes in the order of their indexes.
pub(super) fn packed(outcomes: &[(u32, Outcome)]) -> Packed {
    let mut packed = Packed::new();
    for (index, outcome) in outcomes {
        match packed.last_mut() {
            Some((first, count, last)) if *first + *count == *index && last == outcome => *count += 1,
            _ => packed.push((*index, 1, outcome.clone())),
        }
    }
    packed
}

/// What became of a plan's changes, by ranges of their indexes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcomes {
    /// By the first index of each range its end and the outcome; no two overlap.
    ranges: BTreeMap<u32, (u32, Outcome)>,
}

impl Outcomes {
    /// Enters a range; where something was known, the later word counts.
    fn add(&mut self, first: u32, end: u32, outcome: Outcome) {
        let before = self.ranges.range(..first).next_back().map(|(start, _)| *start);
        let within = self.ranges.range(first..end).map(|(start, _)| *start);
        let touched: Vec<u32> = before.into_iter().chain(within).collect();
        for start in touched {
            let Some((stop, known)) = self.ranges.remove(&start) else { continue };
            if start < first {
                self.ranges.insert(start, (stop.min(first), known.clone()));
            }
            if stop > end {
                self.ranges.insert(end, (stop, known));
            }
        }
        self.ranges.insert(first, (end, outcome));
    }

    /// What became of one change.
    pub fn get(&self, index: u32) -> Option<&Outcome> {
        let (_, (end, outcome)) = self.ranges.range(..=index).next_back()?;
        (index < *end).then_some(outcome)
    }

    /// Every outcome with how many changes in a row had it, in the order of the changes.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &Outcome)> {
        self.ranges.iter().map(|(first, (end, outcome))| (end - first, outcome))
    }
}

impl Tenant {
    /// The outcomes of a plan's changes by their index, in that order. Where a change was tried again, its last one.
    pub async fn outcomes(&self, plan: PlanId) -> Result<Vec<(u32, Outcome)>> {
        let outcomes = self.outcome_ranges(plan).await?;
        let each = |(first, (end, outcome)): (u32, (u32, Outcome))| {
            (first..end).map(move |index| (index, outcome.clone()))
        };
        Ok(outcomes.ranges.into_iter().flat_map(each).collect())
    }

    /// The same, without a place in memory for each change.
    pub async fn outcome_ranges(&self, plan: PlanId) -> Result<Outcomes> {
        let sql = "SELECT batch, body FROM outcomes WHERE tenant_id = $1 AND plan_id = $2 ORDER BY batch";
        let mut outcomes = Outcomes::default();
        for row in self.rows(sql, args![self.id, plan]).await? {
            let batch = row.int(0)?.to_le_bytes();
            let some: Packed = self.unseal_json(SPOT, &spot_id(&plan, &batch), row.bytes(1)?)?;
            some.into_iter().for_each(|(first, count, outcome)| outcomes.add(first, first + count, outcome));
        }
        Ok(outcomes)
    }
}

impl Work {
    /// Writes the outcomes of one batch.
    ///
    /// # Errors
    /// [`crate::StoreError::NotFound`] when the plan does not exist.
    pub async fn put_outcomes(&mut self, plan: PlanId, outcomes: &[(u32, Outcome)]) -> Result<()> {
        let sql = "SELECT COALESCE(MAX(batch), 0) + 1 FROM outcomes WHERE tenant_id = $1 AND plan_id = $2";
        let batch = self.row(sql, args![self.tenant.id, plan]).await?.map_or(Ok(1), |row| row.int(0))?;
        let body = self.tenant.seal_json(SPOT, &spot_id(&plan, &batch.to_le_bytes()), &packed(outcomes))?;
        let sql = "INSERT INTO outcomes (tenant_id, plan_id, batch, count, body) VALUES ($1, $2, $3, $4, $5)";
        self.run(sql, args![self.tenant.id, plan, batch, outcomes.len(), body]).await.map(drop)
    }
}

/// The outcomes of a batch, one for each change.
pub(super) fn unpacked(batch: Packed) -> Vec<(u32, Outcome)> {
    let each = |(first, count, outcome): (u32, u32, Outcome)| {
        (first..first + count).map(move |index| (index, outcome.clone()))
    };
    batch.into_iter().flat_map(each).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosswalk_model::OutcomeKind;
    use proptest::prelude::*;

    fn outcome(words: u8) -> Outcome {
        Outcome::not(OutcomeKind::Drifted, format!("{words}"))
    }

    proptest! {
        #[test]
        fn ranges_say_what_a_list_of_every_change_says(
            batches in prop::collection::vec((0u32..40, 1u32..20, 0u8..3), 0..12)
        ) {
            let (mut outcomes, mut each) = (Outcomes::default(), BTreeMap::new());
            for (first, count, words) in batches {
                outcomes.add(first, first + count, outcome(words));
                each.extend((first..first + count).map(|index| (index, outcome(words))));
            }
            for index in 0..70 {
                prop_assert_eq!(outcomes.get(index), each.get(&index));
            }
            let counted: u32 = outcomes.iter().map(|(count, _)| count).sum();
            prop_assert_eq!(counted as usize, each.len());
        }
    }

    #[test]
    fn neighbours_with_the_same_outcome_are_told_once() {
        let list: Vec<(u32, Outcome)> =
            [(1, 0), (2, 0), (3, 1), (5, 1), (6, 1)].map(|(index, words)| (index, outcome(words))).into();
        let packed = packed(&list);
        let shape: Vec<(u32, u32)> = packed.iter().map(|(first, count, _)| (*first, *count)).collect();
        assert_eq!(shape, [(1, 2), (3, 1), (5, 2)]);
        assert_eq!(unpacked(packed), list);
    }
}
