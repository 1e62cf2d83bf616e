//! What became of a change, in a chip.

use super::chip;
use crate::texts;
use crosswalk_contract::Mood;
use crosswalk_model::{Outcome, OutcomeKind};
use leptos::prelude::*;

/// Mood and word of an outcome.
pub fn outcome_word(kind: OutcomeKind) -> (Mood, &'static str) {
    match kind {
        OutcomeKind::Applied => (Mood::Good, texts::outcome_applied()),
        OutcomeKind::Unchanged => (Mood::Good, texts::outcome_unchanged()),
        OutcomeKind::Refused => (Mood::Bad, texts::outcome_refused()),
        OutcomeKind::Drifted => (Mood::Waiting, texts::outcome_drifted()),
        OutcomeKind::Failed => (Mood::Bad, texts::outcome_failed()),
        OutcomeKind::Skipped => (Mood::Quiet, texts::outcome_skipped()),
    }
}

/// An outcome as a chip; the destination's words stand behind it.
pub fn outcome(outcome: &Outcome) -> AnyView {
    let (mood, word) = outcome_word(outcome.kind);
    view! { <span title=outcome.words.clone()>{chip(mood, word)}</span> }.into_any()
}
