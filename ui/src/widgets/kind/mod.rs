//! What a change does: a sign and a word for each kind.

use super::{chip, moving_chip};
use crate::texts;
use crosswalk_contract::Mood;
use crosswalk_model::{ChangeOp, PlanState, RunState};
use leptos::prelude::*;

/// The kinds: as the engine words them, class, sign, and as people read them.
fn kinds() -> [(&'static str, &'static str, &'static str, &'static str); 6] {
    [
        ("create", "new", "+", texts::op_create()),
        ("update", "changed", "~", texts::op_update()),
        ("deactivate", "gone", "–", texts::op_deactivate()),
        ("withdraw", "gone", "–", texts::op_withdraw()),
        ("delete", "gone", "✕", texts::op_delete()),
        ("relink", "again", "↻", texts::op_relink()),
    ]
}

/// What an operation is called.
pub fn op_word(op: &str) -> Option<&'static str> {
    kinds().into_iter().find(|(own, ..)| *own == op).map(|(.., word)| word)
}

/// The kind of a change.
pub fn kind(op: &ChangeOp) -> AnyView {
    let (_, class, sign, word) =
        kinds().into_iter().find(|(own, ..)| *own == op.word()).unwrap_or(("", "", "", ""));
    view! { <span class=format!("kind {class}")><span aria-hidden="true">{sign}</span> {word}</span> }
        .into_any()
}

/// How a plan stands: mood and word.
pub fn plan_word(state: PlanState) -> (Mood, &'static str) {
    match state {
        PlanState::Waiting => (Mood::Waiting, texts::plan_state_waiting()),
        PlanState::Held => (Mood::Waiting, texts::plan_state_held()),
        PlanState::Approved => (Mood::Good, texts::plan_state_approved()),
        PlanState::Applied => (Mood::Good, texts::plan_state_applied()),
        PlanState::BrokenOff => (Mood::Bad, texts::plan_state_broken_off()),
        PlanState::Rejected => (Mood::Quiet, texts::plan_state_rejected()),
        PlanState::Superseded => (Mood::Quiet, texts::plan_state_superseded()),
        PlanState::Empty => (Mood::Good, texts::plan_state_empty()),
    }
}

/// How a run stands, as a chip.
pub fn run_chip(state: RunState) -> AnyView {
    let (mood, word) = run_word(state);
    if state == RunState::Running { moving_chip(word) } else { chip(mood, word) }
}

/// How a run stands: mood and word.
pub fn run_word(state: RunState) -> (Mood, &'static str) {
    match state {
        RunState::Running => (Mood::Good, texts::run_state_running()),
        RunState::Waiting => (Mood::Waiting, texts::run_state_waiting()),
        RunState::Done => (Mood::Good, texts::run_state_done()),
        RunState::DoneWithRefusals => (Mood::Waiting, texts::run_state_refusals()),
        RunState::Failed => (Mood::Bad, texts::run_state_failed()),
        RunState::Cancelled => (Mood::Quiet, texts::run_state_cancelled()),
    }
}
