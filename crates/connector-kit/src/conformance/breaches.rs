//! What was broken, and everything that was said on the way.

use std::fmt::{Debug, Display, Write};

use crate::{KitError, Secrets};

/// A rule that a connector breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// The rule, as a short phrase.
    pub rule: &'static str,
    /// What was seen instead.
    pub seen: String,
}

impl Display for Breach {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.rule, self.seen)
    }
}

/// Collects breaches, and listens for what must never be said.
#[derive(Default)]
pub(super) struct Breaches {
    list: Vec<Breach>,
    heard: String,
    secrets: Vec<String>,
}

impl Breaches {
    /// A rule was broken.
    pub(super) fn broken(&mut self, rule: &'static str, seen: &str) {
        self.list.push(Breach { rule, seen: seen.to_owned() });
    }

    /// Notes a breach unless it is good.
    pub(super) fn must(&mut self, good: bool, rule: &'static str, seen: impl Display) {
        if !good {
            self.broken(rule, &seen.to_string());
        }
    }

    /// The value, or a breach with the error's words.
    pub(super) fn take<T>(&mut self, result: Result<T, KitError>, rule: &'static str) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.hear_error(&error);
                self.broken(rule, &error.to_string());
                None
            }
        }
    }

    /// Notes what a log would show of something.
    pub(super) fn hear(&mut self, thing: &impl Debug) {
        let _ = writeln!(self.heard, "{thing:?}");
    }

    /// Notes an error as a person and a log would see it.
    pub(super) fn hear_error(&mut self, error: &KitError) {
        let _ = writeln!(self.heard, "{error} {error:?}");
    }

    /// Secrets that must not be heard. Very short ones are words like any other.
    pub(super) fn guard_secrets(&mut self, secrets: &Secrets) {
        let plain = secrets.all().map(|secret| secret.expose().to_owned());
        self.secrets.extend(plain.filter(|text| text.len() >= 6));
    }

    pub(super) fn finish(mut self, private_words: &[String]) -> Vec<Breach> {
        let spoken = |word: &&String| self.heard.contains(word.as_str());
        let secrets = self.secrets.iter().filter(spoken).count();
        let private = private_words.iter().filter(spoken).count();
        self.must(secrets == 0, "no secret is printed", format!("{secrets} secrets were printed"));
        self.must(
            private == 0,
            "nothing personal is printed",
            format!("{private} private words were printed"),
        );
        self.list
    }
}

/// Whether a text is one or several whole sentences.
pub(super) fn is_sentence(text: &str) -> bool {
    text.ends_with(['.', '!', '?'])
        && text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '“')
}
