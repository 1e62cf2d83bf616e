//! What a page shows, fetched: it loads, it is there, or it failed; and it is asked anew when the engine has news.

use super::{News, Topic, news};
use crate::bridge;
use crosswalk_contract::{Ask, Problem};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The faces of something fetched. *Empty* is a matter of what was fetched.
#[derive(Clone)]
pub enum Face<T: Send + Sync + 'static> {
    /// Nothing is there yet.
    Loading,
    /// It is there, and the signal follows the engine.
    Full(ArcRwSignal<T>),
    /// It could not be fetched.
    Failed(Problem),
}

/// Something fetched.
#[derive(Clone)]
pub struct Load<T: Send + Sync + 'static> {
    /// How it stands.
    pub face: ArcRwSignal<Face<T>>,
    /// Why the last refresh failed, when something older is still shown.
    pub stale: ArcRwSignal<Option<Problem>>,
    again: ArcTrigger,
}

impl<T: Send + Sync + Clone + 'static> Load<T> {
    fn new(face: Face<T>) -> Self {
        Self { face: ArcRwSignal::new(face), stale: ArcRwSignal::new(None), again: ArcTrigger::new() }
    }

    /// Something that is there already, for the gallery.
    #[cfg(debug_assertions)]
    pub fn fixed(face: Face<T>) -> Self {
        Self::new(face)
    }

    /// Asks once more.
    pub fn retry(&self) {
        self.again.notify();
    }

    /// The same, as something that an answer may call when its page has been left already.
    pub fn refresher(&self) -> Callback<()> {
        let again = self.again.clone();
        Callback::new(move |()| again.notify())
    }

    /// Puts what an action replied in the place of what was fetched.
    pub fn put(&self, value: T) {
        let shown = match &*self.face.read_untracked() {
            Face::Full(shown) => Some(shown.clone()),
            _ => None,
        };
        match shown {
            Some(shown) => shown.set(value),
            None => self.face.set(Face::Full(ArcRwSignal::new(value))),
        }
        self.stale.set(None);
    }

    /// What is there now, if it is.
    pub fn value(&self) -> Option<T> {
        match &*self.face.read() {
            Face::Full(shown) => Some(shown.get()),
            _ => None,
        }
    }

    fn fail(&self, problem: Problem) {
        let is_full = matches!(&*self.face.read_untracked(), Face::Full(_));
        if is_full {
            self.stale.set(Some(problem));
        } else {
            self.face.set(Face::Failed(problem));
        }
    }

    fn take(&self, reply: Result<T, Problem>) {
        match reply {
            Ok(value) => self.put(value),
            Err(problem) => self.fail(problem),
        }
    }
}

/// Fetches what `ask` asks for, whenever that changes or one of the topics has news. While `ask` gives nothing,
/// nothing is asked.
pub fn load<A>(ask: impl Fn() -> Option<A> + 'static, topics: &'static [Topic]) -> Load<A::Reply>
where
    A: Ask + Clone + PartialEq + 'static,
    A::Reply: Send + Sync + Clone + 'static,
{
    fetched(ask, topics, false)
}

/// The same for a list that is sifted: what is there stays in sight until the answer to another question has come.
pub fn sifted<A>(ask: impl Fn() -> Option<A> + 'static, topics: &'static [Topic]) -> Load<A::Reply>
where
    A: Ask + Clone + PartialEq + 'static,
    A::Reply: Send + Sync + Clone + 'static,
{
    fetched(ask, topics, true)
}

fn fetched<A>(ask: impl Fn() -> Option<A> + 'static, topics: &'static [Topic], stays: bool) -> Load<A::Reply>
where
    A: Ask + Clone + PartialEq + 'static,
    A::Reply: Send + Sync + Clone + 'static,
{
    let (load, news) = (Load::new(Face::Loading), news());
    let tickets = StoredValue::new(0_u64);
    let result = load.clone();
    Effect::new(move |last: Option<Option<A>>| {
        let asked = follow(&ask, &load, news, topics);
        if !stays && last.is_some_and(|last| last != asked) {
            load.face.set(Face::Loading);
        }
        if let Some(ask) = asked.clone() {
            send(ask, load.clone(), tickets);
        }
        asked
    });
    result
}

fn follow<A: Ask, T: Send + Sync + 'static>(
    ask: &impl Fn() -> Option<A>,
    load: &Load<T>,
    news: News,
    topics: &[Topic],
) -> Option<A> {
    load.again.track();
    news.follow(topics);
    ask()
}

/// Sends one question; its reply counts only if no later one was sent.
fn send<A>(ask: A, load: Load<A::Reply>, tickets: StoredValue<u64>)
where
    A: Ask + 'static,
    A::Reply: Send + Sync + Clone + 'static,
{
    let ticket = tickets.get_value() + 1;
    tickets.set_value(ticket);
    spawn_local(async move {
        let reply = bridge::ask(ask).await;
        if tickets.try_get_value() == Some(ticket) {
            load.take(reply);
        }
    });
}
