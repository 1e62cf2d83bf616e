//! What a step finds odd, before it is known in which record and field.

use crosswalk_model::{Finding, Name, Severity};

/// Something odd in one value. Its message never holds the value of a sensitive field.
pub(crate) struct Odd {
    pub code: &'static str,
    pub severity: Severity,
    pub message: String,
}

impl Odd {
    /// A value was dropped.
    pub fn dropped(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, severity: Severity::Warning, message: message.into() }
    }

    /// The value was kept, in part.
    pub fn note(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, severity: Severity::Note, message: message.into() }
    }

    /// A value that is not text, where text is needed.
    pub fn not_text() -> Self {
        Self::dropped(
            "not_text",
            "The value is made of several named values where one text is needed; it was left out. Name one of \
             them in the mapping.",
        )
    }

    /// The finding about it.
    pub fn found(self, stream: &Name, key: &str, field: Option<&Name>) -> Finding {
        Finding {
            code: self.code.into(),
            severity: self.severity,
            stream: stream.clone(),
            key: key.to_owned(),
            field: field.cloned(),
            message: self.message,
        }
    }
}
