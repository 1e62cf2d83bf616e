//! Something that a person does: one call at a time, with its button busy meanwhile and its problem in words.

use super::typed::forget;
use super::{Toast, toasts};
use crate::bridge;
use crosswalk_contract::{Ask, Done, Problem};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Something that a person does.
#[derive(Clone, Copy)]
pub struct Deed {
    /// Whether its answer is awaited.
    pub busy: RwSignal<bool>,
    /// Why it could not be done, for a form that shows it in place.
    pub problem: RwSignal<Option<Problem>>,
    toasts: super::Toasts,
}

/// A deed of this page.
pub fn deed() -> Deed {
    Deed { busy: RwSignal::new(false), problem: RwSignal::new(None), toasts: toasts() }
}

impl Deed {
    /// Does it, then hands the reply on. A problem is shown as a toast as well, because the form may be out of sight.
    pub fn run<A: Ask + 'static>(self, ask: A, done: impl FnOnce(A::Reply) + 'static) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        if let Some(former) = self.problem.get_untracked() {
            self.toasts.retract(&former);
        }
        self.problem.set(None);
        spawn_local(async move { self.end(bridge::ask(ask).await.map(done)) });
    }

    /// Says what was done.
    pub fn tell(self, sentence: &str) {
        self.toasts.show(Toast::done(sentence));
    }

    /// Does it, says what was done, and refreshes what is shown.
    pub fn do_then<A: Ask<Reply = Done> + 'static>(self, ask: A, refresh: Callback<()>) {
        self.say(ask, move |done| {
            refresh.try_run(());
            done.sentence.clone()
        });
    }

    /// Does several things of a kind, one after the other; the first problem ends it.
    pub fn run_all<A: Ask + 'static>(self, asks: Vec<A>, done: impl Fn(A::Reply) + 'static) {
        self.busy.set(true);
        spawn_local(async move {
            for ask in asks {
                match bridge::ask(ask).await {
                    Ok(reply) => done(reply),
                    Err(problem) => return self.end(Err(problem)),
                }
            }
            self.end(Ok(()));
        });
    }

    /// Does it and says what the engine says about it.
    pub fn say<A>(self, ask: A, sentence: impl FnOnce(&A::Reply) -> String + 'static)
    where
        A: Ask + 'static,
    {
        let toasts = self.toasts;
        self.run(ask, move |reply| toasts.show(Toast::done(sentence(&reply))));
    }

    /// The page may be gone by now; then nobody waits for the answer.
    fn end(self, result: Result<(), Problem>) {
        self.busy.try_set(false);
        match result {
            Ok(()) => forget(),
            Err(problem) => {
                self.toasts.show(Toast::problem(&problem));
                self.problem.try_set(Some(problem));
            }
        }
    }
}
