//! A list that comes by pages, the newest first: the first page follows the engine, older ones are added on demand.

use super::{Deed, Load, Topic, deed, sifted};
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
    next: Next,
    /// Asks for the next page.
    pub more: Callback<()>,
    /// Whether it is on its way.
    pub busy: Signal<bool>,
}

/// A list by pages; `ask` makes the question for a page, and is followed: another question begins anew.
pub fn paged<A, T>(
    ask: impl Fn(Option<String>) -> A + Copy + Send + Sync + 'static,
    topics: &'static [Topic],
) -> Paged<T>
where
    A: Ask<Reply = Page<T>> + Clone + PartialEq + 'static,
    T: Clone + Send + Sync + 'static,
{
    let first = sifted(move || Some(ask(None)), topics);
    let (older, next) = (ArcRwSignal::new(Vec::new()), ArcRwSignal::new(None));
    {
        let (older, next) = (older.clone(), next.clone());
        Effect::new(move |last: Option<A>| {
            let asked = ask(None);
            if last.is_some_and(|last| last != asked) {
                older.set(Vec::new());
                next.set(None);
            }
            asked
        });
    }
    let deed = deed();
    let more = {
        let (first, older, next) = (first.clone(), older.clone(), next.clone());
        Callback::new(move |()| {
            let at = untrack(|| next.get().unwrap_or_else(|| first.value().and_then(|page| page.next)));
            if at.is_some() {
                let (question, asked) = untrack(|| (ask(at), ask(None)));
                let is_it = move || untrack(|| ask(None)) == asked;
                append(deed, question, is_it, (older.clone(), next.clone()));
            }
        })
    };
    Paged { first, older, next, more, busy: deed.busy.into() }
}

/// Where to go on after the rows that are there.
type Next = ArcRwSignal<Option<Option<String>>>;

/// Adds the next page, unless another question was asked meanwhile.
fn append<A, T>(
    deed: Deed,
    ask: A,
    is_it: impl Fn() -> bool + 'static,
    (older, next): (ArcRwSignal<Vec<T>>, Next),
) where
    A: Ask<Reply = Page<T>> + 'static,
    T: Clone + Send + Sync + 'static,
{
    deed.run(ask, move |page| {
        if !is_it() {
            return;
        }
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
