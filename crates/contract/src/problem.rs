//! Problems: what the screen shows when a call fails.

use serde::{Deserialize, Serialize};

/// A call that failed, in words for a tired administrator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// A stable code such as `connection.unauthorised`; the screen never matches on sentences.
    pub code: String,
    /// A few words: "Moodle refused the sign-in."
    pub title: String,
    /// What happened.
    pub happened: String,
    /// What to do about it.
    pub remedy: String,
    /// The form field concerned.
    #[serde(default)]
    pub field: Option<String>,
    /// The run concerned.
    #[serde(default)]
    pub run: Option<crosswalk_model::RunId>,
    /// Whether pressing the same button again may help.
    #[serde(default)]
    pub again: bool,
}

impl Problem {
    /// A problem with its four sentences.
    pub fn new(
        code: impl Into<String>,
        title: impl Into<String>,
        happened: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self {
            code: code.into(),
            title: title.into(),
            happened: happened.into(),
            remedy: remedy.into(),
            field: None,
            run: None,
            again: false,
        }
    }

    /// The same, pointing at a form field.
    pub fn on(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// The same, worth trying again.
    pub fn again(mut self) -> Self {
        self.again = true;
        self
    }

    /// Something that is not there (any more).
    pub fn not_found(what: &str) -> Self {
        Self::new(
            "not_found",
            format!("There is no such {what}."),
            "It was removed, or the address is an old one.",
            "Go back to the list and choose again.",
        )
    }

    /// A call that its actor may not make.
    pub fn not_allowed() -> Self {
        Self::new(
            "not_allowed",
            "This account may not do that.",
            "The call needs a permission that this account does not hold.",
            "Ask whoever set up Crosswalk at your school.",
        )
    }
}
