//! The changes of a plan, leaf by leaf: only the leaves near what is in sight are kept, so that a plan of a hundred
//! thousand changes takes no more room than one of a thousand.

use crosswalk_contract::{ChangePage, ChangeRow};
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Deref, RangeInclusive};
use std::sync::Arc;

/// Changes on a leaf: few enough to be read between two frames of a list that scrolls.
pub const LEAF: u64 = 50;
/// Rows on either side of what is in sight that are fetched with it, so that scrolling meets no grey lines.
const AHEAD: u64 = 30;
/// Leaves that are kept on either side of what is in sight.
const NEAR: u64 = 4;

/// A row as it was fetched: the same as another only where it is the very same, so that nobody compares what it says.
#[derive(Clone)]
pub struct Fetched(Arc<ChangeRow>);

impl PartialEq for Fetched {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Deref for Fetched {
    type Target = ChangeRow;

    fn deref(&self) -> &ChangeRow {
        &self.0
    }
}

impl From<ChangeRow> for Fetched {
    fn from(row: ChangeRow) -> Self {
        Self(Arc::new(row))
    }
}

/// The changes that match the filter, as far as they were fetched.
#[derive(Clone, Copy)]
pub struct Book {
    /// How many match.
    pub total: RwSignal<u64>,
    leaves: RwSignal<BTreeMap<u64, Vec<Fetched>>>,
    asked: StoredValue<BTreeSet<u64>>,
    edition: RwSignal<u64>,
}

impl Book {
    /// A book of which nothing is known yet.
    pub fn new() -> Self {
        Self {
            total: RwSignal::new(0),
            leaves: RwSignal::new(BTreeMap::new()),
            asked: StoredValue::new(BTreeSet::new()),
            edition: RwSignal::new(0),
        }
    }

    /// Forgets everything, because the filter or the plan changed; gives the number of the new edition.
    pub fn begin(self) -> u64 {
        self.asked.set_value(BTreeSet::new());
        self.leaves.set(BTreeMap::new());
        self.total.set(0);
        self.edition.update(|edition| *edition += 1);
        self.edition()
    }

    /// The edition that is being read.
    pub fn edition(self) -> u64 {
        self.edition.try_get_untracked().unwrap_or_default()
    }

    /// The leaves that must be fetched to show these rows; each is named once in an edition. An effect that asks runs
    /// again when a new edition begins.
    pub fn wanted(self, first: u64, end: u64) -> Vec<u64> {
        self.edition.track();
        // Beyond the end there is nothing, but before anything was fetched nobody knows where that is.
        let last = self.total.get_untracked().max(end);
        let (ahead, behind) = ((end + AHEAD).min(last), first.saturating_sub(AHEAD));
        let wanted = |asked: &mut BTreeSet<u64>| {
            asked.retain(|leaf| near(first, end).contains(leaf));
            leaves(behind, ahead).filter(|leaf| asked.insert(*leaf)).collect()
        };
        self.asked.try_update_value(wanted).unwrap_or_default()
    }

    /// Puts a fetched leaf in, if it is of this edition, and drops what is far away.
    pub fn put(self, edition: u64, leaf: u64, page: ChangePage) {
        if edition != self.edition() {
            return;
        }
        self.total.try_set(page.total);
        let asked = self.asked.try_get_value().unwrap_or_default();
        self.leaves.try_update(|leaves| {
            leaves.insert(leaf, page.rows.into_iter().map(Fetched::from).collect());
            leaves.retain(|leaf, _| asked.contains(leaf));
        });
    }

    /// Puts one row in the place of the one that is there.
    pub fn replace(self, place: u64, row: ChangeRow) {
        let Ok(inside) = usize::try_from(place % LEAF) else { return };
        self.leaves.try_update(|leaves| {
            let old = leaves.get_mut(&(place / LEAF)).and_then(|leaf| leaf.get_mut(inside));
            if let Some(old) = old.filter(|old| old.index == row.index) {
                *old = row.into();
            }
        });
    }

    /// A leaf that could not be fetched may be asked for again.
    pub fn drop_leaf(self, leaf: u64) {
        self.asked.try_update_value(|asked| asked.remove(&leaf));
    }

    /// Whether nothing was fetched yet in this edition.
    pub fn is_unread(self) -> bool {
        self.leaves.with(BTreeMap::is_empty)
    }

    /// One row by its place among those that match.
    pub fn row(self, place: u64) -> Option<Fetched> {
        let inside = usize::try_from(place % LEAF).ok()?;
        self.leaves.with(|leaves| leaves.get(&(place / LEAF))?.get(inside).cloned())
    }
}

fn leaves(first: u64, end: u64) -> RangeInclusive<u64> {
    // An empty list is asked for its first leaf: that is how its length becomes known.
    first / LEAF..=end.max(first + 1).saturating_sub(1) / LEAF
}

fn near(first: u64, end: u64) -> RangeInclusive<u64> {
    let shown = leaves(first, end);
    shown.start().saturating_sub(NEAR)..=shown.end() + NEAR
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(total: u64) -> ChangePage {
        ChangePage { total, rows: Vec::new() }
    }

    #[test]
    fn each_leaf_is_asked_for_once_and_far_ones_again() {
        Owner::new().with(|| {
            let book = Book::new();
            let edition = book.begin();
            assert_eq!(book.wanted(0, 0), [0]);
            assert_eq!(book.wanted(0, 40), [] as [u64; 0]);
            assert_eq!(book.wanted(90, 220), [1, 2, 3, 4]);
            book.put(edition, 0, page(100_000));
            let around = book.wanted(80_040, 80_080);
            assert_eq!(around, [1600, 1601, 1602], "the next is fetched before it is in sight");
            assert_eq!(book.wanted(80_120, 80_160), [1603]);
            assert_eq!(book.wanted(0, 40), [0, 1]);
            assert_eq!(book.wanted(99_960, 100_000), [1998, 1999], "nothing is asked for beyond the end");
        });
    }

    #[test]
    fn a_leaf_of_an_older_edition_is_not_put_in() {
        Owner::new().with(|| {
            let book = Book::new();
            let old = book.begin();
            book.begin();
            book.put(old, 0, page(7));
            assert_eq!(book.total.get_untracked(), 0);
        });
    }

    #[test]
    fn a_leaf_that_failed_is_asked_for_again() {
        Owner::new().with(|| {
            let book = Book::new();
            book.begin();
            assert_eq!(book.wanted(0, 10), [0]);
            book.drop_leaf(0);
            assert_eq!(book.wanted(0, 10), [0]);
        });
    }
}
