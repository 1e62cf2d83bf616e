//! A chip: how something is, always with a sign and a word.

use crate::texts::tongue;
use crosswalk_contract::Mood;
use leptos::prelude::*;

/// The sign of a mood; a shape of its own, so that no one needs the colour.
pub fn sign(mood: Mood) -> &'static str {
    match mood {
        Mood::Good => "✓",
        Mood::Waiting => "!",
        Mood::Bad => "✕",
        Mood::Quiet => "–",
    }
}

/// The class that colours a mood.
pub fn tone(mood: Mood) -> &'static str {
    match mood {
        Mood::Good => "good",
        Mood::Waiting => "waiting",
        Mood::Bad => "bad",
        Mood::Quiet => "quiet",
    }
}

/// A chip for how something is.
pub fn chip(mood: Mood, word: impl Into<String>) -> AnyView {
    let class = format!("chip {}", tone(mood));
    let word = word.into();
    view! { <span class=class lang=tongue(&word)><span aria-hidden="true">{sign(mood)}</span>{word.clone()}</span> }
        .into_any()
}

/// A chip for what goes on right now.
pub fn moving_chip(word: impl Into<String>) -> AnyView {
    let word = word.into();
    view! { <span class="chip moving" lang=tongue(&word)><span aria-hidden="true">"●"</span>{word.clone()}</span> }
        .into_any()
}

/// A chip that only names something, such as a step of a rule.
pub fn tag(word: impl Into<String>) -> AnyView {
    view! { <span class="chip tag">{word.into()}</span> }.into_any()
}
