//! Named checks of a connection: each passed or failed, with the remedy in words.

use serde::{Deserialize, Serialize};

/// One check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckResult {
    /// Its name, such as `Sign-in`.
    pub name: String,
    /// How it went.
    pub state: CheckState,
    /// What was found, or what to do.
    pub message: String,
}

/// How a check went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckState {
    /// Good.
    Passed,
    /// Works, but worth a look.
    Warned,
    /// Not good.
    Failed,
    /// Not tried, because an earlier one failed.
    Skipped,
}

impl CheckResult {
    /// A check that passed.
    pub fn passed(name: &str, message: impl Into<String>) -> Self {
        Self { name: name.into(), state: CheckState::Passed, message: message.into() }
    }

    /// A check that failed.
    pub fn failed(name: &str, message: impl Into<String>) -> Self {
        Self { name: name.into(), state: CheckState::Failed, message: message.into() }
    }

    /// A check that works but is worth a look.
    pub fn warned(name: &str, message: impl Into<String>) -> Self {
        Self { name: name.into(), state: CheckState::Warned, message: message.into() }
    }

    /// A check that was not tried.
    pub fn skipped(name: &str) -> Self {
        let message = "Not tried, because an earlier check failed.".into();
        Self { name: name.into(), state: CheckState::Skipped, message }
    }
}
