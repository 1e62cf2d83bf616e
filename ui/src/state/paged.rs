//! A list that comes by pages, the newest first: the first page follows the engine, older ones are added on demand.

use super::{Deed, Load, Topic, deed, load};
use crosswalk_contract::{Ask, Page};
use leptos::prelude::*;

/// A list that comes by pages.
#[derive(Clone)]
pub struct Paged<T: Clone + Send + Sync + 'static> {
    /// The first page.
    pub first: Load<Page<T>>,
    /// The rows of the pages after it.
    older: ArcRwSignal<Vec<T>>,
    /// Where to go on after these; outside `None` as long as only the first page is there.
    next: ArcRwSignal<Option<Option<String>>>,
    /// Asks for the next page.
    pub more: Callback<()>,
    /// Whether it is on its way.
    pub busy: Signal<bool>,
}

/// A list by pages; `ask` makes the question for a page.
pub fn paged<A, T>(ask: fn(Option<String>) -> A, topics: &'static [Topic]) -> Paged<T>
where
    A: Ask<Reply = Page<T>> + Clone + PartialEq + 'static,
    T: Clone + Send + Sync + 'static,
{
    let first = load(move || Some(ask(None)), topics);
    let (older, next) = (ArcRwSignal::new(Vec::new()), ArcRwSignal::new(None));
    let deed = deed();
    let more = {
        let (first, older, next) = (first.clone(), older.clone(), next.clone());
        Callback::new(move |()| {
            let at = untrack(|| next.get().unwrap_or_else(|| first.value().and_then(|page| page.next)));
            if at.is_some() {
                append(deed, ask(at), older.clone(), next.clone());
            }
        })
    };
    Paged { first, older, next, more, busy: deed.busy.into() }
}

fn append<A, T>(deed: Deed, ask: A, older: ArcRwSignal<Vec<T>>, next: ArcRwSignal<Option<Option<String>>>)
where
    A: Ask<Reply = Page<T>> + 'static,
    T: Clone + Send + Sync + 'static,
{
    deed.run(ask, move |page| {
        older.update(|older| older.extend(page.rows));
        next.set(Some(page.next));
    });
}

impl<T: Clone + Send + Sync + 'static> Paged<T> {
    /// A list that is there already, for the gallery.
    #[cfg(debug_assertions)]
    pub fn fixed(first: Load<Page<T>>) -> Self {
        let (more, busy) = (Callback::new(|()| ()), Signal::stored(false));
        Self { first, older: ArcRwSignal::new(Vec::new()), next: ArcRwSignal::new(None), more, busy }
    }

    /// Every row that is there; of two with the same key the newer counts.
    pub fn rows(&self, first: &Page<T>, key: fn(&T) -> String) -> Vec<T> {
        let mut rows = first.rows.clone();
        let known: std::collections::BTreeSet<String> = rows.iter().map(key).collect();
        rows.extend(self.older.get().into_iter().filter(|row| !known.contains(&key(row))));
        rows
    }

    /// Whether there are older rows.
    pub fn has_more(&self, first: &Page<T>) -> bool {
        self.next.get().unwrap_or_else(|| first.next.clone()).is_some()
    }
}
