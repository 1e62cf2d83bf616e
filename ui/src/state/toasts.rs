//! Toasts: short sentences about what was just done, in a corner, gone after a while.

use crosswalk_contract::{Mood, Problem};
use leptos::prelude::*;
use std::time::Duration;

/// How long a sentence stays; a problem stays until it is closed.
const STAY: Duration = Duration::from_secs(6);

/// One toast.
#[derive(Clone, PartialEq)]
pub struct Toast {
    /// How it is meant.
    pub mood: Mood,
    /// What it says.
    pub sentence: String,
    /// More, in a second line.
    pub detail: String,
}

impl Toast {
    /// Something was done.
    pub fn done(sentence: impl Into<String>) -> Self {
        Self { mood: Mood::Good, sentence: sentence.into(), detail: String::new() }
    }

    /// Something could not be done.
    pub fn problem(problem: &Problem) -> Self {
        let detail = format!("{} {}", problem.happened, problem.remedy);
        Self { mood: Mood::Bad, sentence: problem.title.clone(), detail }
    }
}

/// The toasts on the screen, the oldest first.
#[derive(Clone, Copy)]
pub struct Toasts {
    /// Each with its number.
    pub shown: RwSignal<Vec<(u64, Toast)>>,
    last: StoredValue<u64>,
}

impl Toasts {
    /// None yet.
    pub fn none() -> Self {
        Self { shown: RwSignal::new(Vec::new()), last: StoredValue::new(0) }
    }

    /// Shows one.
    pub fn show(self, toast: Toast) {
        let number = self.last.get_value() + 1;
        self.last.set_value(number);
        let stays = toast.mood == Mood::Bad;
        self.shown.update(|shown| {
            // The same problem twice is one toast.
            shown.retain(|(_, other)| *other != toast);
            shown.push((number, toast));
        });
        if !stays {
            set_timeout(move || self.close(number), STAY);
        }
    }

    /// Takes back what was said of a problem that is being mended.
    pub fn retract(self, problem: &Problem) {
        let said = Toast::problem(problem);
        self.shown.update(|shown| shown.retain(|(_, toast)| *toast != said));
    }

    /// Takes all problems away: they belong to the page that has been left.
    pub fn leave(self) {
        self.shown.update(|shown| shown.retain(|(_, toast)| toast.mood != Mood::Bad));
    }

    /// Takes one away.
    pub fn close(self, number: u64) {
        self.shown.update(|shown| shown.retain(|(own, _)| *own != number));
    }
}

/// The page's toasts.
pub fn toasts() -> Toasts {
    expect_context()
}
