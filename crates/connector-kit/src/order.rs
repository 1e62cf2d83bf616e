//! The order within a batch.

use std::collections::HashSet;

use crosswalk_model::ChangeOp;

use crate::{WriteBatch, WriteChange};

impl WriteBatch {
    /// The places of the changes in the order in which a destination should take them: relinks, each after the one
    /// that frees its new key; then what ends; then updates; then creates. So keys and other unique values are free
    /// before they are taken. Where keys change places in a circle, somebody must begin, and may be refused.
    pub fn order(&self) -> Vec<usize> {
        let of = |step: u8| {
            let places = self.changes.iter().enumerate().filter(move |(_, change)| step_of(change) == step);
            places.map(|(place, _)| place)
        };
        let relinks = self.freed_first(of(0).collect());
        relinks.into_iter().chain(of(1)).chain(of(2)).chain(of(3)).collect()
    }

    fn freed_first(&self, mut waiting: Vec<usize>) -> Vec<usize> {
        let mut taken: HashSet<&str> = waiting.iter().filter_map(|place| self.old_key(*place)).collect();
        let mut sorted = Vec::with_capacity(waiting.len());
        while !waiting.is_empty() {
            let is_free = |place: &usize| !taken.contains(self.changes[*place].key.as_str());
            let place = waiting.remove(waiting.iter().position(is_free).unwrap_or(0));
            if let Some(old) = self.old_key(place) {
                taken.remove(old);
            }
            sorted.push(place);
        }
        sorted
    }

    fn old_key(&self, place: usize) -> Option<&str> {
        if let ChangeOp::Relink { from } = &self.changes[place].op { Some(from) } else { None }
    }
}

fn step_of(change: &WriteChange) -> u8 {
    match change.op {
        ChangeOp::Relink { .. } => 0,
        ChangeOp::Deactivate | ChangeOp::Withdraw | ChangeOp::Delete => 1,
        ChangeOp::Update => 2,
        ChangeOp::Create => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch(ops: Vec<(ChangeOp, &str)>) -> WriteBatch {
        let change = |(op, key): (ChangeOp, &str)| WriteChange {
            idempotency_key: String::new(),
            op,
            key: key.into(),
            foreign_id: None,
            fields: crosswalk_model::Fields::new(),
        };
        let changes = ops.into_iter().map(change).collect();
        WriteBatch { stream: "people".into(), at: crosswalk_model::Timestamp::UNIX_EPOCH, changes }
    }

    fn relink(from: &str) -> ChangeOp {
        ChangeOp::Relink { from: from.into() }
    }

    #[test]
    fn keys_are_free_before_they_are_taken() {
        let mixed = batch(vec![
            (ChangeOp::Create, "a"),
            (ChangeOp::Update, "u"),
            (relink("a"), "b"),
            (ChangeOp::Withdraw, "w"),
            (relink("b"), "c"),
        ]);
        assert_eq!(mixed.order(), [4, 2, 3, 1, 0]);
        let circle = batch(vec![(relink("a"), "b"), (relink("b"), "a"), (relink("x"), "x")]);
        let mut order = circle.order();
        order.sort_unstable();
        assert_eq!(order, [0, 1, 2]);
    }
}
