//! The problems that arise on the way, before the engine could word one.

use crate::texts;
use crosswalk_contract::Problem;

/// Nobody answers.
pub fn unreachable() -> Problem {
    let (happened, remedy) = (texts::unreachable_happened(), texts::unreachable_remedy());
    Problem::new("engine.unreachable", texts::unreachable_title(), happened, remedy).again()
}

/// The browser's session is over.
pub fn session_over() -> Problem {
    Problem::new("session.over", texts::session_title(), texts::session_happened(), texts::session_remedy())
}

/// The answer makes no sense: screens and engine are of different versions.
pub fn not_understood() -> Problem {
    let (happened, remedy) = (texts::not_understood_happened(), texts::not_understood_remedy());
    Problem::new("engine.not_understood", texts::not_understood_title(), happened, remedy).again()
}
