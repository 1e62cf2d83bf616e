//! Which changes of a plan are picked: all but a few, or only a few. It never holds a hundred thousand numbers.

use crosswalk_model::Selected;
use std::collections::BTreeSet;

/// Which rows are picked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picked {
    all: bool,
    /// Those that differ from the rest.
    apart: BTreeSet<u32>,
}

impl Default for Picked {
    fn default() -> Self {
        Self::all()
    }
}

impl Picked {
    /// All of them.
    pub fn all() -> Self {
        Self { all: true, apart: BTreeSet::new() }
    }

    /// None of them.
    pub fn none() -> Self {
        Self { all: false, apart: BTreeSet::new() }
    }

    /// Only these.
    pub fn only(rows: impl IntoIterator<Item = u32>) -> Self {
        Self { all: false, apart: rows.into_iter().collect() }
    }

    /// Whether this row is picked.
    pub fn has(&self, row: u32) -> bool {
        self.all != self.apart.contains(&row)
    }

    /// Picks the row, or leaves it out.
    pub fn turn(&mut self, row: u32) {
        if !self.apart.remove(&row) {
            self.apart.insert(row);
        }
    }

    /// How many of this many rows are picked.
    pub fn count(&self, total: u64) -> u64 {
        let apart = self.apart.len() as u64;
        if self.all { total.saturating_sub(apart) } else { apart.min(total) }
    }

    /// As an approval names it.
    pub fn selected(&self) -> Selected {
        let apart = || self.apart.iter().copied().collect();
        match (self.all, self.apart.is_empty()) {
            (true, true) => Selected::All,
            (true, false) => Selected::Except(apart()),
            (false, _) => Selected::Only(apart()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_picked_is_what_is_approved() {
        let mut picked = Picked::all();
        picked.turn(3);
        picked.turn(5);
        picked.turn(3);
        assert_eq!(picked.selected(), Selected::Except(vec![5]));
        for row in 0..8 {
            assert_eq!(picked.has(row), picked.selected().contains(row), "{row}");
        }
        assert_eq!(picked.count(8), 7);
    }

    #[test]
    fn none_and_only_name_their_rows() {
        assert_eq!(Picked::none().selected(), Selected::Only(vec![]));
        assert_eq!(Picked::only([9, 2]).selected(), Selected::Only(vec![2, 9]));
        assert_eq!(Picked::only([9, 2]).count(100), 2);
        assert_eq!(Picked::all().selected(), Selected::All);
    }
}
